import { z } from 'zod';

/** What we speak to an LRS; it answers with the same. */
export const XAPI_VERSIONS = ['1.0.3', '2.0.0'] as const;
export type XapiVersion = (typeof XAPI_VERSIONS)[number];

/** `pull`: its statements come here. `forward`: ours go there. */
export const DIRECTIONS = ['pull', 'forward'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** How often statements are pulled. */
export const PULL_MINUTES = [5, 15, 60, 360, 1440] as const;

/** `own`: what Waymark itself made; `all`: whatever is stored here, but for what came from that LRS. */
export const FORWARDED = ['own', 'all'] as const;

/** Where and in whose name an LRS is called. */
export interface LrsAccess {
  /** Without a slash at its end; the resources lie below it. */
  endpoint: string;
  key: string;
  secret: string;
  version: XapiVersion;
}

export const PullSettings = z.object({
  /** Nothing stored there before is read; null: all of it. */
  since: z.coerce.date().nullable(),
  /** Only statements with this verb; asked of the LRS. */
  verb: z.string().nullable(),
  /** Only actors with an account of this home page; xAPI has no such question, so it is sorted out here. */
  homePage: z.string().nullable(),
});
export type PullSettings = z.output<typeof PullSettings>;

export const ForwardSettings = z.object({
  what: z.enum(FORWARDED),
  /** Also what judges a person: warnings, tiers, weak spots. */
  sensitive: z.boolean(),
});
export type ForwardSettings = z.output<typeof ForwardSettings>;

/** A walk through one answer of many pages. */
export const PullPass = z.object({
  /** The next page: an absolute address on the LRS's own site. */
  more: z.string(),
  /** Whether `stored` has risen from page to page; null: all were the same so far. */
  rising: z.boolean().nullable(),
  /** Of the first statement, and the latest of any. */
  firstStoredAt: z.coerce.date().nullable(),
  newestStoredAt: z.coerce.date().nullable(),
  /** Its beginning, or the earliest X-Experience-API-Consistent-Through of its pages if that is earlier. */
  consistentThrough: z.coerce.date(),
  /** Pages in a row that brought nothing new. */
  idlePages: z.int(),
});
export type PullPass = z.output<typeof PullPass>;

export const PullProgress = z.object({
  /** Whatever the LRS stored up to then is here; null: nothing is known to be. */
  readTo: z.coerce.date().nullable(),
  /** Null between two passes. */
  pass: PullPass.nullable(),
});
export type PullProgress = z.output<typeof PullProgress>;

export const ForwardProgress = z.object({
  /** What was stored here until then is not sent; null: all of it is. */
  after: z.coerce.date().nullable(),
  /** The last of our statements that was looked at; null: none was. */
  cursor: z.object({ transactionId: z.string(), sequence: z.number(), storedAt: z.coerce.date() }).nullable(),
});
export type ForwardProgress = z.output<typeof ForwardProgress>;

/** Counts since the beginning. `refused`: put aside when pulled, unsent when forwarded. */
export interface TransferCounts {
  looked: number;
  done: number;
  refused: number;
  leftOut: number;
}

/** Why statements don't come or go; words `lrs.problem.<id>` in views/locales. */
export const LRS_PROBLEMS = [
  'unreachable',
  'addressRefused',
  'redirected',
  'tooLarge',
  'unauthorized',
  'forbidden',
  'wrongPath',
  'busy',
  'down',
  'failing',
  'versionRefused',
  'refused',
  'notXapi',
  'moreForeign',
  'moreEndless',
  'moreGone',
  'secretLost',
  'internal',
] as const;
export type LrsProblem = (typeof LRS_PROBLEMS)[number];

/** A call that came to nothing. */
export interface LrsFailure {
  problem: LrsProblem;
  httpStatus: number | null;
  /** How long the LRS asks us to wait; null: it doesn't say. */
  waitSeconds: number | null;
  /** What the LRS said, cut short; null: nothing. */
  said: string | null;
}

/** Why one statement was not taken over; `replacements` fill the sentence `errors.<messageId>`. */
export interface PutAsideReason {
  messageId: string;
  replacements: Record<string, string | number>;
  /** JSON pointer to the place within the statement; '' is the statement itself. */
  pointer: string;
}

/** Why the LRS has not got one of our statements; words `lrs.unsent.reason.<id>`. */
export const UNSENT_REASONS = ['refused', 'tooLarge', 'failing', 'attachments'] as const;
export type UnsentReason = (typeof UNSENT_REASONS)[number];

export interface ConnectionKey {
  schoolId: string;
  connectionId: string;
}

export interface TransferKey extends ConnectionKey {
  direction: Direction;
}

/** What a run has to keep to. */
export interface RunContext {
  /** It stops at the next good place after this; what is left is done by the next run. */
  until: Date;
  /** How long the run is believed to live from now on. */
  leaseUntil: () => Date;
  /** To be told when so many new statements of the school were stored. */
  onStored: (schoolId: string, statements: number) => void;
}

export type RunEnd =
  | { kind: 'caughtUp' }
  | { kind: 'timeUp' }
  /** Paused, changed, deleted, or taken over by another process. */
  | { kind: 'lost' }
  | { kind: 'failed'; failure: LrsFailure; dropsPass: boolean };
