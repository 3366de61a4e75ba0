import type { Reason } from '../../src/features/lti/refusal.rules.ts';
import type { Answer } from '../support/launch-client.ts';
import type { Claims, Header, TestPlatform } from '../support/test-platform.ts';
import type { Stage } from './stage.ts';

/** What a tool makes of a login or launch. `ended`: its process is gone; `silent`: it answered nothing in time. */
export interface Outcome {
  kind: 'accepted' | 'refused' | 'ended' | 'silent';
  answer: Answer | null;
  /** How many requests of the row were refused, where that isn't one. */
  refusals?: number;
}

export interface StartedLogin {
  kind: 'started';
  state: string;
  nonce: string;
  authenticationUrl: URL;
}

/** A browser at the tool's doors; it keeps cookies. */
export interface SubjectBrowser {
  cookies: Map<string, string>;
  login(
    form: Record<string, string> | URLSearchParams,
    method?: 'GET' | 'POST',
  ): Promise<StartedLogin | Outcome>;
  /** Posts to where launches go; an accepted one is followed to its page. */
  launch(form: Record<string, string>, method?: 'GET' | 'POST'): Promise<Outcome>;
}

/** A tool that the table is held against. */
export interface Subject {
  name: string;
  now(): Date;
  advance(milliseconds: number): Promise<void>;
  /** Registers the platform and its deployment. */
  trust(platform: TestPlatform): Promise<void>;
  distrust(platform: TestPlatform): Promise<void>;
  browser(): SubjectBrowser;
  close(): Promise<void>;
}

/** How a launch differs from a good one; state, nonce and browser are right. */
export interface Difference {
  /** `iat` is the good token's, in seconds. */
  claims?: (iat: number) => Claims;
  header?: Header;
  /** Signed by a key that isn't the platform's. */
  foreignKey?: true;
  /** Makes another token of the good one. */
  forge?: (token: string, platform: TestPlatform) => string;
}

interface Told extends Difference {
  name: string;
  /** Our rule, beyond what the specifications ask of a tool. */
  house?: true;
  /** Where more than one launch token is needed to tell the difference. */
  play?: (s: Stage) => Promise<Outcome>;
}

/** Must be refused, for this reason. */
export interface BadRow extends Told {
  reason: Reason;
  status?: number;
}

/** Must be accepted, with this role and first page (below the visit's base; null: the one that suits the role). */
export interface GoodRow extends Told {
  as?: { role: 'learner' | 'instructor' | 'administrator'; landing?: string | null };
}

export type Row = BadRow | GoodRow;
export const isBad = (row: Row): row is BadRow => 'reason' in row;

export interface Section {
  title: string;
  rows: Row[];
}
