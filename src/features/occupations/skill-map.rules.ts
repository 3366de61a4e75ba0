import type { ClassificationFile, OccupationFiles, OnetFile } from './catalogue.schema.ts';
import {
  INTEREST_TYPES,
  type Interests,
  type LadderStep,
  type Occupation,
  type OccupationSkill,
  type SkillBasis,
  type SkillRating,
} from './occupations.schema.ts';

/** Changes whenever the same files would give other rows. */
export const SKILL_MAP_RULE = 'skill-map-1';

/** How much a skill matters and how sure that is, by what it rests on. Nobody measured these: they are shown with the rule. */
const WEIGHTS: Record<'named' | 'related' | 'judged', { importance: number; confidence: number }> = {
  named: { importance: 0.8, confidence: 0.9 },
  judged: { importance: 0.7, confidence: 0.6 },
  related: { importance: 0.6, confidence: 0.6 },
};
/** What is taken over from a comparable occupation is as sure as the comparison. */
const INHERITED = 0.7;

export type MappedSkill = Omit<OccupationSkill, 'onGraph'>;
export interface PreparedOccupation extends Omit<Occupation, 'retiredAt'> {
  skills: MappedSkill[];
}

type OnetRow = OnetFile['occupations'][number];
export const onetId = (code: string): string => `onet-${code}`;
export const classificationId = (code: string): string => `cn-${code}`;

/** The rows a school gets from the shipped files; throws with the name of whatever doesn't fit together. */
export function prepareOccupations(files: OccupationFiles): PreparedOccupation[] {
  const onet = files.onet.occupations.map((row) => prepareOnet(row, files));
  const byCode = new Map(onet.map((occupation) => [occupation.code, occupation]));
  const comparable = (code: string): PreparedOccupation => {
    const found = byCode.get(code);
    if (!found) throw new Error(`classification.json compares with ${code}, which onet.json doesn't have.`);
    return found;
  };
  return [
    ...onet,
    ...files.classification.occupations.map((row) =>
      prepareClassified(row, files.classification.levels, row.comparable.map(comparable)),
    ),
  ];
}

function prepareOnet(row: OnetRow, { map }: OccupationFiles): PreparedOccupation {
  const names = new Map(map.skills.map(({ id, name }) => [id, name]));
  const found: { skillId: string; basis: 'named' | 'related' | 'judged'; evidence: string }[] = [
    ...map.technologies
      .filter(({ technology }) => row.technologies.includes(technology))
      .map(({ skillId, match, technology }) => ({ skillId, basis: match, evidence: technology })),
    ...map.tasks
      .filter(({ code }) => code === row.code)
      .map(({ skillId, evidence }) => ({ skillId, basis: 'judged' as const, evidence })),
  ];
  return {
    id: onetId(row.code),
    source: 'onet',
    code: row.code,
    formerCode: null,
    title: row.title,
    talentType: row.talentType,
    description: row.description,
    tasks: row.tasks,
    jobZone: row.jobZone,
    interests: row.interests,
    workValues: row.values,
    ratings: row.ratings,
    ladder: [],
    certificates: [],
    relatedIds: row.related.map(onetId),
    comparableIds: [],
    skills: strongest(
      found.map(({ skillId, basis, evidence }) => {
        const name = names.get(skillId);
        if (!name) throw new Error(`skill-map.json names ${skillId}, which is not among its skills.`);
        // O*NET rates no technologies: the preparation an occupation wants stands for how well they must be mastered.
        return { skillId, name, level: row.jobZone, basis, evidence, ...WEIGHTS[basis] };
      }),
    ),
  };
}

function prepareClassified(
  row: ClassificationFile['occupations'][number],
  levels: ClassificationFile['levels'],
  comparable: readonly PreparedOccupation[],
): PreparedOccupation {
  const inherited = comparable.flatMap((other) =>
    other.skills.map((skill) => ({
      ...skill,
      basis: 'inherited' as const,
      evidence: `${other.code} ${other.title.en}: ${skill.evidence}`,
      confidence: rounded(skill.confidence * INHERITED),
    })),
  );
  const ladder: LadderStep[] = row.code.startsWith(levels.prefix)
    ? levels.steps.map((title) => ({ title, about: levels.source }))
    : [];
  return {
    id: classificationId(row.code),
    source: 'classification',
    code: row.code,
    formerCode: row.formerCode,
    title: row.title,
    talentType: row.talentType,
    description: null,
    tasks: [],
    jobZone: null,
    interests: meanInterests(comparable.flatMap(({ interests }) => interests ?? [])),
    workValues: null,
    ratings: meanRatings(comparable.flatMap(({ ratings }) => ratings)),
    ladder,
    certificates: [],
    relatedIds: [],
    comparableIds: comparable.map(({ id }) => id),
    skills: strongest(inherited),
  };
}

const STRENGTH: readonly SkillBasis[] = ['named', 'judged', 'related', 'inherited', 'school'];

/** One row per skill: the most important, then the surest. */
function strongest(skills: readonly MappedSkill[]): MappedSkill[] {
  const ordered = skills.toSorted(
    (a, b) =>
      b.importance - a.importance ||
      b.confidence - a.confidence ||
      STRENGTH.indexOf(a.basis) - STRENGTH.indexOf(b.basis),
  );
  return ordered.filter(
    ({ skillId }, index) => ordered.findIndex((other) => other.skillId === skillId) === index,
  );
}

function meanInterests(all: readonly Interests[]): Interests | null {
  if (all.length === 0) return null;
  const entries = INTEREST_TYPES.map((type) => [type, rounded(mean(all.map((one) => one[type])))] as const);
  return Object.fromEntries(entries) as Interests;
}

function meanRatings(all: readonly SkillRating[]): SkillRating[] {
  const elements = [...new Set(all.map(({ element }) => element))];
  return elements
    .flatMap((element) => {
      const same = all.filter((rating) => rating.element === element);
      return same.slice(0, 1).map(({ name }) => ({
        element,
        name,
        importance: rounded(mean(same.map(({ importance }) => importance))),
        level: rounded(mean(same.map(({ level }) => level))),
      }));
    })
    .toSorted((a, b) => b.importance - a.importance);
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const rounded = (value: number): number => Math.round(value * 100) / 100;
