import type { Request } from 'express';
import type { Locale, Views } from '../infra/views.ts';
import { presentLinked, presentPost } from './demo-platform.pages.ts';
import type { FaceName } from './platform/platform.schema.ts';
import type { PlatformPages } from './platform/start-platform.ts';
import { readLocale } from './reader-locale.ts';

const TIME_ZONE = 'Asia/Shanghai';

export type ShowPage = (req: Request, view: string, page: object, layout?: 'lms' | 'fragment') => string;

interface Frame {
  face: FaceName;
  /** The other LMS's first page; null where there is none. */
  otherUrl: () => string | null;
}

function frameOf({ face, otherUrl }: Frame, wide: boolean, backTo: string): object {
  const other: FaceName = face === 'moodle' ? 'canvas' : 'moodle';
  return {
    wide,
    backTo,
    face,
    site: `demo.site.${face}`,
    otherSite: `demo.site.${other}`,
    otherUrl: otherUrl(),
  };
}

/** Renders a page of the LMS in its reader's language. */
export function createShow(views: Views, frame: Frame): ShowPage {
  return (req, view, page, layout = 'lms') =>
    views.render(view, page, {
      locale: readLocale(req.headers),
      timeZone: TIME_ZONE,
      layout,
      frame: frameOf(frame, view === 'demo/view', req.originalUrl),
    });
}

/** The pages a browser only passes through between LMS and tool. */
export function createPassingPages(views: Views, frame: Frame): PlatformPages {
  const render = (view: string, page: object, locale: Locale, layout: 'lms' | 'fragment') =>
    views.render(view, page, { locale, timeZone: TIME_ZONE, layout, frame: frameOf(frame, false, '/') });
  return {
    carry: ({ action, fields }, locale) =>
      render('demo/post', presentPost(action, fields), locale, 'fragment'),
    linked: (outcome, locale) => render('demo/linked', presentLinked(outcome), locale, 'lms'),
    refuse: (locale) => render('demo/refused', {}, locale, 'lms'),
  };
}
