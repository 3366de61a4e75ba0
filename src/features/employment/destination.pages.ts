import { listGaps, type DestinationProblem } from './destination.rules.ts';
import {
  DESTINATION_CODES,
  INDUSTRIES,
  PAY_BANDS,
  POST_TALENTS,
  POST_TYPES,
  UNIT_NATURES,
  type DestinationContent,
  type DestinationSource,
} from './employment.schema.ts';

interface Choice {
  value: string;
  selected: boolean;
}

/** What a form of a destination is filled with; nothing known yet: empty. */
export interface DestinationForm {
  /** Where it is sent, below the visit's base. */
  action: string;
  employerName: string;
  postTitle: string;
  region: string;
  enteredOn: string;
  evidence: string;
  codes: Choice[];
  natures: Choice[];
  industries: Choice[];
  posts: Choice[];
  talents: Choice[];
  pays: Choice[];
}

const choices = (values: readonly (string | number)[], chosen: string | number | null): Choice[] =>
  values.map((value) => ({ value: String(value), selected: value === chosen }));

export const presentForm = (content: DestinationContent | null, action: string): DestinationForm => ({
  action,
  employerName: content?.employerName ?? '',
  postTitle: content?.postTitle ?? '',
  region: content?.region ?? '',
  enteredOn: content?.enteredOn ?? '',
  evidence: content?.evidence ?? '',
  codes: choices(DESTINATION_CODES, content?.code ?? null),
  natures: choices(UNIT_NATURES, content?.unitNature ?? null),
  industries: choices(INDUSTRIES, content?.industry ?? null),
  posts: choices(POST_TYPES, content?.postType ?? null),
  talents: choices(POST_TALENTS, content?.postTalent ?? null),
  pays: choices(PAY_BANDS, content?.payFrom ?? null),
});

export interface OpenDestination {
  content: DestinationContent;
  source: DestinationSource;
  recordedAt: Date;
  recordedByName: string | null;
  endedAt: Date | null;
}

export interface DestinationView {
  code: string;
  employerName: string | null;
  postTitle: string | null;
  region: string | null;
  enteredOn: string | null;
  pay: string | null;
  evidence: string | null;
  source: string;
  recordedAt: Date;
  recordedByName: string | null;
  gaps: DestinationProblem[];
}

export const presentDestination = (
  { content, source, recordedAt, recordedByName }: OpenDestination,
  today: string,
): DestinationView => ({
  code: String(content.code),
  employerName: content.employerName,
  postTitle: content.postTitle,
  region: content.region,
  enteredOn: content.enteredOn,
  pay: content.payFrom === null ? null : String(content.payFrom),
  evidence: content.evidence,
  source,
  recordedAt,
  recordedByName,
  gaps: listGaps(content, today),
});
