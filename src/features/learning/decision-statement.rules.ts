/** What was decided about a learner as xAPI statements, by the templates of xapi-profiles/. */
import { v5 } from 'uuid';
import {
  ASSERTED_VERB,
  COMPETENCY_TYPE,
  EVIDENCE_EXTENSION,
  FOUND_TYPE,
  RELEASED_TYPE,
  TIER_EXTENSION,
  WEAK_SPOT_EXTENSION,
  categoryOf,
  presentAccount,
  presentCourse,
  type JsonObject,
} from '../vocabulary/index.ts';
import type { LocalText } from '../programme/index.ts';
import type { Tier, TierEvidence, WeakSpotEvidence } from './learning.schema.ts';

/** Ids are made of what they tell about, so that no decision can be told twice. */
const NAMESPACE = '5d7b9e0c-3f0e-5b7a-9c57-6c1a4e0f8a21';
const idOf = (kind: 'tier' | 'tiers' | 'found' | 'released', ...of: string[]): string =>
  v5([kind, ...of].join(':'), NAMESPACE);

interface About {
  /** The tool's own address. */
  publicUrl: string;
  courseId: string;
  personId: string;
}

export interface ToldTier extends About {
  /** The decision's id. */
  id: string;
  tier: Tier;
  /** null: there was no decision before. */
  previous: Tier | null;
  provisional: boolean;
  evidence: TierEvidence;
  ruleVersion: string;
  /** null: the rule. Else the teacher. */
  decidedBy: string | null;
  decidedAt: Date;
}

export function prepareTierStatement(told: ToldTier): JsonObject {
  const { publicUrl, courseId, personId, previous, evidence } = told;
  const { answers, estimate, low, high, cut } = evidence;
  return prepareAssertion(told, {
    id: idOf('tier', told.id),
    registration: idOf('tiers', courseId, personId),
    at: told.decidedAt,
    object: { id: `${publicUrl}/courses/${courseId}/competence`, definition: {} },
    category: [categoryOf('tier')],
    context: told.decidedBy === null ? {} : { instructor: presentAccount(publicUrl, told.decidedBy) },
    extensions: {
      [TIER_EXTENSION]: {
        tier: told.tier,
        ...(previous === null ? {} : { previous }),
        provisional: told.provisional,
        decidedBy: told.decidedBy === null ? 'rule' : 'teacher',
        ruleVersion: told.ruleVersion,
        ...{ answers, estimate, low, high, cut },
      },
    },
  });
}

export interface ToldWeakSpot extends About {
  /** The weak spot's id: what is told of it shares this registration. */
  id: string;
  skillId: string;
  skillName: LocalText;
  ruleVersion: string;
}

export function prepareFoundStatement(
  told: ToldWeakSpot & { evidence: WeakSpotEvidence; foundAt: Date },
): JsonObject {
  const { mastery, low, high, attempts, correct, statementIds } = told.evidence;
  const { ruleVersion } = told;
  return prepareAssertion(told, {
    ...presentWeakSpot(told, FOUND_TYPE),
    id: idOf('found', told.id),
    at: told.foundAt,
    context: {},
    extensions: {
      [WEAK_SPOT_EXTENSION]: { resolved: false, ruleVersion, mastery, low, high, attempts, correct },
      [EVIDENCE_EXTENSION]: statementIds,
    },
  });
}

export function prepareReleasedStatement(told: ToldWeakSpot & { releasedAt: Date }): JsonObject {
  return prepareAssertion(told, {
    ...presentWeakSpot(told, RELEASED_TYPE),
    id: idOf('released', told.id),
    at: told.releasedAt,
    context: { statement: { objectType: 'StatementRef', id: idOf('found', told.id) } },
    extensions: { [WEAK_SPOT_EXTENSION]: { resolved: true, ruleVersion: told.ruleVersion } },
  });
}

const presentWeakSpot = ({ publicUrl, id, skillId, skillName }: ToldWeakSpot, type: string) => ({
  registration: id,
  object: { id: `${publicUrl}/skills/${encodeURIComponent(skillId)}`, definition: { name: skillName } },
  // The category's second activity says which of the two is told: their templates differ by its type.
  category: [
    categoryOf('weak-spot'),
    { objectType: 'Activity', id: `${type}#category`, definition: { type } },
  ],
});

/** "The learner's measure of competence was updated": the existing verb for all we decide about somebody. */
function prepareAssertion(
  about: About,
  told: {
    id: string;
    registration: string;
    at: Date;
    object: { id: string; definition: JsonObject };
    category: JsonObject[];
    context: JsonObject;
    extensions: JsonObject;
  },
): JsonObject {
  return {
    id: told.id,
    actor: presentAccount(about.publicUrl, about.personId),
    verb: { id: ASSERTED_VERB, display: { 'en-US': 'asserted' } },
    object: {
      objectType: 'Activity',
      id: told.object.id,
      definition: { type: COMPETENCY_TYPE, ...told.object.definition },
    },
    context: {
      registration: told.registration,
      ...told.context,
      contextActivities: { grouping: [presentCourse(about)], category: told.category },
      extensions: told.extensions,
    },
    timestamp: told.at.toISOString(),
  };
}
