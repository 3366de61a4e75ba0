import type { XapiVersion } from '../../../src/features/xapi/xapi-version.rules.ts';
import type { Speaker } from './speaker.ts';

/** One thing the specification demands of a store. */
export interface Row {
  /** The requirement's number in ADL's list, or the clause of the specification where the list has none. */
  id: string;
  /** What is demanded, in our words. */
  says: string;
  /** Absent: of both versions. */
  only?: XapiVersion;
  play(s: Speaker): Promise<void>;
}

export interface Section {
  title: string;
  rows: Row[];
}
