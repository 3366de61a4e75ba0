import type { TalentType } from '../roster/index.ts';
import { judgeConstraints } from './constraint.rules.ts';
import {
  PARTS,
  type Match,
  type OpenPosting,
  type Part,
  type SkillEvidence,
  type SkillLine,
  type Student,
} from './matching.schema.ts';
import type { WantedSkill } from './postings.schema.ts';
import { fitOfGoal, fitOfInterests, fitOfPreferences, fitOfValues } from './wish-fit.rules.ts';

export const MATCH_RULE = 'match-1';

/** For students (notes/careers.md §5.1); employers get the skills alone. Interests weigh little: they differ by sex. */
export const WEIGHTS: Readonly<Record<Part, number>> = {
  skills: 0.55,
  goal: 0.2,
  interests: 0.1,
  preferences: 0.1,
  values: 0.05,
};
/** A nice-to-have counts half of a must. */
const NICE = 0.5;
/**
 * What a skill counts of which nothing is known: not zero, and nobody who is measured counts less. So neither a higher
 * level nor more certain evidence ever lowers a score.
 */
export const UNKNOWN_FIT = 0.25;

/** How much rarer skills weigh: ln((N+1)/(df+1))+1 over the openings of the same talent type. */
export type SkillWeights = (talentType: TalentType, skillId: string) => number;

export function weighSkills(postings: readonly Pick<OpenPosting, 'talentType' | 'skills'>[]): SkillWeights {
  const byType = new Map<TalentType, { openings: number; naming: Map<string, number> }>();
  for (const { talentType, skills } of postings) {
    const of = byType.get(talentType) ?? { openings: 0, naming: new Map<string, number>() };
    of.openings += 1;
    for (const { skillId } of skills) of.naming.set(skillId, (of.naming.get(skillId) ?? 0) + 1);
    byType.set(talentType, of);
  }
  const weights = new Map(
    [...byType].map(([type, { openings, naming }]) => [
      type,
      new Map([...naming].map(([skillId, named]) => [skillId, Math.log((openings + 1) / (named + 1)) + 1])),
    ]),
  );
  return (talentType, skillId) =>
    weights.get(talentType)?.get(skillId) ?? Math.log((byType.get(talentType)?.openings ?? 0) + 1) + 1;
}

const fitOfSkill = (wanted: WantedSkill, evidence: SkillEvidence | undefined): number =>
  evidence
    ? Math.max(UNKNOWN_FIT, Math.min(1, evidence.level / wanted.level) * evidence.certainty)
    : UNKNOWN_FIT;

/** How far the skills somebody has shown cover what an opening asks, 0 … 1; null: it asks for none. */
export function fitOfSkills(
  posting: Pick<OpenPosting, 'talentType' | 'skills'>,
  skills: ReadonlyMap<string, SkillEvidence>,
  weigh: SkillWeights,
): number | null {
  let sum = 0;
  let weights = 0;
  for (const wanted of posting.skills) {
    const weight = weigh(posting.talentType, wanted.skillId) * (wanted.must ? 1 : NICE);
    sum += weight * fitOfSkill(wanted, skills.get(wanted.skillId));
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}

/** A student, with what is the same for all openings worked out. */
export interface PreparedStudent extends Student {
  interestFits: Readonly<Record<TalentType, number | null>>;
}

export const prepareStudent = (student: Student): PreparedStudent => ({
  ...student,
  interestFits: fitOfInterests(student.interests),
});

type Values = Readonly<Record<Part, number | null>>;

const valuesOf = (posting: OpenPosting, student: PreparedStudent, weigh: SkillWeights): Values => ({
  skills: fitOfSkills(posting, student.skills, weigh),
  goal: fitOfGoal(posting, student),
  interests: student.interestFits[posting.talentType],
  preferences: fitOfPreferences(posting, student),
  values: fitOfValues(posting, student),
});

/** Of the parts that are known; null: none is. */
function scoreOf(values: Values): number | null {
  let sum = 0;
  let weights = 0;
  for (const part of PARTS) {
    const value = values[part];
    if (value === null) continue;
    const weight = WEIGHTS[part];
    sum += weight * value;
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}

export const scoreMatch = (
  posting: OpenPosting,
  student: PreparedStudent,
  weigh: SkillWeights,
): number | null => scoreOf(valuesOf(posting, student, weigh));

/** A score with all that it rests on. */
export function explainMatch(posting: OpenPosting, student: PreparedStudent, weigh: SkillWeights): Match {
  const values = valuesOf(posting, student, weigh);
  const skills = describeSkills(posting.skills, student.skills);
  const withSkill = ({ skillId, level }: WantedSkill) => {
    const better = new Map(student.skills).set(skillId, { level, certainty: 1 });
    return scoreOf({ ...values, skills: fitOfSkills(posting, better, weigh) }) ?? 0;
  };
  const missing = skills
    .filter(({ state }) => state !== 'met')
    .map((line) => ({ line, score: withSkill(line) }))
    .sort((a, b) => b.score - a.score || (a.line.skillId < b.line.skillId ? -1 : 1));
  const [best] = missing;
  return {
    score: scoreOf(values),
    parts: PARTS.map((part) => ({
      part,
      value: values[part],
      weight: WEIGHTS[part],
    })),
    skills,
    missing: missing.map(({ line }) => line),
    whatIf: best ? { skillId: best.line.skillId, level: best.line.level, score: best.score } : null,
    constraints: judgeConstraints(posting, student),
  };
}

/** Each wanted skill beside what is known of it, musts first. */
export const describeSkills = (
  wanted: readonly WantedSkill[],
  known: ReadonlyMap<string, SkillEvidence>,
): SkillLine[] =>
  wanted
    .map((skill): SkillLine => {
      const evidence = known.get(skill.skillId) ?? null;
      const state = !evidence ? 'unknown' : evidence.level >= skill.level ? 'met' : 'below';
      return { ...skill, evidence, state };
    })
    .sort((a, b) => Number(b.must) - Number(a.must));
