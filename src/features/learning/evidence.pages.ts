import { textIn } from '../records/index.ts';
import { readLearningEvent, type LearningEventKind, type Statement } from '../xapi/index.ts';

export interface EvidenceRows {
  id: string;
  payload: Statement;
  storedAt: Date;
  voidedBy: string | null;
  learner: { personId: string; name: string };
}

/** What a person reads of a statement; everything else stands in its JSON. */
export interface EvidencePage {
  statementId: string;
  learner: { personId: string; name: string };
  /** A key below learning.evidence.kind. */
  kind: LearningEventKind;
  verbId: string;
  objectName: string | null;
  objectId: string;
  description: string | null;
  success: 'right' | 'wrong' | null;
  response: string | null;
  hasScore: boolean;
  score: number;
  hasDuration: boolean;
  duration: number;
  durationUnit: 'seconds' | 'minutes';
  at: Date;
  storedAt: Date;
  voided: boolean;
  /** Staff come from the learner's page, learners from their own. */
  ownPage: boolean;
  raw: Statement;
}

export function presentEvidence(
  rows: EvidenceRows,
  shown: { locale: string; ownPage: boolean },
): EvidencePage {
  const { payload } = rows;
  const event = readLearningEvent(payload);
  const object = 'id' in payload.object ? payload.object : null;
  const definition = object !== null && 'definition' in object ? object.definition : undefined;
  const say = (map: Record<string, string> | undefined) => textIn(map, shown.locale);
  return {
    statementId: rows.id,
    learner: rows.learner,
    kind: event?.kind ?? 'other',
    verbId: payload.verb.id,
    objectName: say(definition?.name),
    objectId: object?.id ?? '',
    description: say(definition?.description),
    success: event?.success === undefined ? null : event.success ? 'right' : 'wrong',
    response: payload.result?.response ?? null,
    hasScore: event?.scoreScaled !== undefined,
    score: event?.scoreScaled ?? 0,
    hasDuration: event?.durationSeconds !== undefined,
    ...presentDuration(event?.durationSeconds ?? 0),
    at: event?.timestampAt ?? rows.storedAt,
    storedAt: rows.storedAt,
    voided: rows.voidedBy !== null,
    ownPage: shown.ownPage,
    raw: payload,
  };
}

/** Seconds below two minutes, else minutes. */
const presentDuration = (seconds: number): Pick<EvidencePage, 'duration' | 'durationUnit'> =>
  seconds < 120
    ? { duration: seconds, durationUnit: 'seconds' }
    : { duration: seconds / 60, durationUnit: 'minutes' };
