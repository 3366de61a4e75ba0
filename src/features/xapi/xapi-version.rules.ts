export const VERSION_HEADER = 'x-experience-api-version';

export const XAPI_VERSIONS = ['1.0.3', '2.0.0'] as const;
export type XapiVersion = (typeof XAPI_VERSIONS)[number];

/** The version a request speaks (Communication 3.3): 1.0.x or 2.0.x; the answer names the family's latest patch. */
export interface SpokenVersion {
  answered: XapiVersion;
  /** For statements that don't name theirs. */
  ofStatements: '1.0.0' | '2.0.0';
}

const ONE: SpokenVersion = { answered: '1.0.3', ofStatements: '1.0.0' };
const TWO: SpokenVersion = { answered: '2.0.0', ofStatements: '2.0.0' };

/** Null for a version we don't speak. */
export function readVersion(header: string): SpokenVersion | null {
  if (/^1\.0(?:\.\d+)?$/.test(header)) return ONE;
  return /^2\.0(?:\.\d+)?$/.test(header) ? TWO : null;
}

/** What we speak of ourselves where nobody has asked for anything we understand. */
export const OWN_VERSION = TWO;
