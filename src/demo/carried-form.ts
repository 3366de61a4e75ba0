import type { Locale, Views } from '../infra/views.ts';
import type { DeepLinked } from './platform/deep-linking-return.ts';
import type { PlatformPages } from './platform/start-platform.ts';
import { presentLinked, presentPost } from './demo-platform.pages.ts';

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
    linked: (outcome: DeepLinked, locale: Locale) =>
      views.render('demo/linked', presentLinked(outcome), {
        locale,
        timeZone: TIME_ZONE,
        layout: 'lms',
        frame: { wide: false, backTo: '/' },
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
