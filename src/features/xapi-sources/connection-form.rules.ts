/** The form with which an administrator connects an LRS: what is wrong with it, and what it means. */
import { judgeEndpoint, isSameSite, type EndpointProblem } from './endpoint.rules.ts';
import type { ForwardSettings, PullSettings, XapiVersion } from './lrs.schema.ts';

export interface ConnectionForm {
  label: string;
  endpoint: string;
  key: string;
  /** Empty when a connection is changed: the one it has stays. */
  secret: string;
  version: XapiVersion;
  pulls: boolean;
  everyMinutes: number;
  /** A day in the school's own time: YYYY-MM-DD; empty: from the beginning. */
  since: string;
  verb: string;
  homePage: string;
  forwards: boolean;
  what: ForwardSettings['what'];
  sensitive: boolean;
  /** Also send what was stored here before. */
  backlog: boolean;
}

export const emptyConnectionForm: ConnectionForm = {
  label: '',
  endpoint: '',
  key: '',
  secret: '',
  version: '1.0.3',
  pulls: true,
  everyMinutes: 15,
  since: '',
  verb: '',
  homePage: '',
  forwards: false,
  what: 'own',
  sensitive: false,
  backlog: false,
};

/** Words: `lrs.form.problem.<problem>` in views/locales. */
export type FieldProblem = EndpointProblem | 'secretAgain' | 'notIri' | 'notDay';
export type CheckedField = 'label' | 'endpoint' | 'key' | 'secret' | 'since' | 'verb' | 'homePage';
export type FieldProblems = Partial<Record<CheckedField, FieldProblem>>;

export interface FormSurroundings {
  allowedHosts: readonly string[];
  /** Where our own store answers. */
  ownEndpoint: string;
  /** Of the connection that is changed; null: it is a new one. */
  savedEndpoint: string | null;
  /** The day as a moment; null when there is no such day. */
  sinceAt: Date | null;
}

export function checkConnectionForm(form: ConnectionForm, around: FormSurroundings): FieldProblems {
  const endpoint = judgeEndpoint(form.endpoint, around);
  const problems: Record<CheckedField, FieldProblem | null> = {
    label: form.label === '' ? 'missing' : null,
    endpoint,
    key: form.key === '' ? 'missing' : null,
    secret: judgeSecret(form, endpoint === null, around.savedEndpoint),
    since: form.since !== '' && around.sinceAt === null ? 'notDay' : null,
    verb: judgeIri(form.verb),
    homePage: judgeIri(form.homePage),
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== null));
}

/** Whoever changes the address must know the secret: else it could be sent to a site of their own. */
function judgeSecret(
  { secret, endpoint }: ConnectionForm,
  hasEndpoint: boolean,
  saved: string | null,
): FieldProblem | null {
  if (secret !== '') return null;
  if (saved === null) return 'missing';
  return !hasEndpoint || isSameSite(saved, endpoint) ? null : 'secretAgain';
}

const judgeIri = (text: string): FieldProblem | null => (text === '' || URL.canParse(text) ? null : 'notIri');

export const pullSettingsOf = (form: ConnectionForm, sinceAt: Date | null): PullSettings => ({
  since: sinceAt,
  verb: form.verb || null,
  homePage: form.homePage || null,
});

export const forwardSettingsOf = ({ what, sensitive }: ConnectionForm): ForwardSettings => ({
  what,
  sensitive,
});

/** What was read so far says nothing about an LRS at another address, or about other questions. */
export const asksOtherwise = (
  before: { endpoint: string; settings: PullSettings },
  after: { endpoint: string; settings: PullSettings },
): boolean =>
  before.endpoint !== after.endpoint ||
  before.settings.verb !== after.settings.verb ||
  before.settings.homePage !== after.settings.homePage ||
  before.settings.since?.getTime() !== after.settings.since?.getTime();
