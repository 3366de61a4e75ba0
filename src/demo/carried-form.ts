import type { Locale, Views } from '../infra/views.ts';
import type { PlatformPages } from './platform/start-platform.ts';
import { presentPost } from './demo-platform.pages.ts';

const TIME_ZONE = 'Asia/Shanghai';

/** The pages a browser only passes through between LMS and tool. */
export function createPassingPages(views: Views): PlatformPages {
  return {
    carry: ({ action, fields }, locale: Locale) =>
      views.render('demo/post', presentPost(action, fields), {
        locale,
        timeZone: TIME_ZONE,
        layout: 'fragment',
        frame: {},
      }),
    refuse: (locale: Locale) =>
      views.render(
        'demo/refused',
        {},
        {
          locale,
          timeZone: TIME_ZONE,
          layout: 'lms',
          frame: { wide: false, backTo: '/' },
        },
      ),
  };
}
