import type { VisitStore } from '../roster/index.ts';

/** A login in a frame that gives none of our cookies back: what else its scripts can try, and the way into a new window. */
export interface WithoutCookies {
  kind: 'withoutCookies';
  /** What the LMS sent, for the new window. */
  fields: Record<string, string>;
  stores: VisitStore[];
}

/** A login whose binding a script keeps. */
export interface BegunLogin {
  kind: 'begun';
  authenticationUrl: string;
  /** Under this name the browser's store keeps the binding. */
  key: string;
  binding: string;
}

/** A checked launch that waits for its browser to show the binding. */
export interface HeldLaunch {
  kind: 'held';
  /** Fetches it, once, together with the binding. */
  code: string;
  /** Under this name the browser's store keeps the binding. */
  key: string;
  store: VisitStore;
}
