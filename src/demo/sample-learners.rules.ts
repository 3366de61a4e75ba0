import type { TalentType } from '../features/roster/index.ts';
import type { CourseSkill } from '../features/programme/index.ts';
import { type Random } from './random.rules.ts';

/** Kinds of learners that a teacher would recognise. */
export type Archetype =
  | 'experienced'
  | 'beginner'
  | 'oneWeakSkill'
  /** Tries one skill again and again without getting further. */
  | 'spinning'
  /** Comes less and less, then not at all for more than two weeks. */
  | 'fading'
  | 'missedTwo'
  /** Came regularly, did little in the last fortnight and left one deadline open. */
  | 'slowing'
  | 'lateStarter'
  | 'nightWorker';

interface Habits {
  /** Mean level and how far learners differ. */
  level: number;
  spread: number;
  /** Gained per answer. */
  growth: number;
  /** Besides lessons and tasks. */
  visitsPerWeek: number;
  /** Chance to sit in a lesson with the device open. */
  attends: number;
  /** Attempts at a quiz as long as it goes badly. */
  attempts: number;
  /** Chance to leave a bad attempt at that. */
  givesUp: number;
  /** Hours of the day outside lessons, local. */
  hours: readonly [number, number];
}

const STEADY = {
  spread: 0.3,
  visitsPerWeek: 6,
  attends: 0.95,
  attempts: 2,
  givesUp: 0.35,
  hours: [15, 21.5],
} as const;

export const HABITS: Record<Archetype, Habits> = {
  experienced: { ...STEADY, level: 1.9, growth: 0.008 },
  beginner: { ...STEADY, level: 0.3, growth: 0.03, visitsPerWeek: 6.5 },
  oneWeakSkill: { ...STEADY, level: 2.7, spread: 0.15, growth: 0.005 },
  spinning: { ...STEADY, level: 0.9, growth: 0.012, attempts: 4, givesUp: 0.1, visitsPerWeek: 6.5 },
  fading: { ...STEADY, level: 0.3, growth: 0.01, visitsPerWeek: 5, attends: 0.85 },
  missedTwo: { ...STEADY, level: 0.4, growth: 0.01, visitsPerWeek: 4, attends: 0.8 },
  slowing: { ...STEADY, level: 0.7, growth: 0.012, attends: 0.85, attempts: 1 },
  lateStarter: { ...STEADY, level: 0.5, growth: 0.02, visitsPerWeek: 6 },
  nightWorker: { ...STEADY, level: 1.3, growth: 0.01, attends: 0.75, hours: [22, 25.5] },
};

/** One letter per learner, in the order of their ids: each class has its share of everything. */
const CLASS_LIST = 'websenbtfebwml' + 'ebwsenbftemwl' + 'ebwsbnfetbmls';
const LETTERS: Record<string, Archetype> = {
  e: 'experienced',
  b: 'beginner',
  w: 'oneWeakSkill',
  s: 'spinning',
  f: 'fading',
  m: 'missedTwo',
  t: 'slowing',
  l: 'lateStarter',
  n: 'nightWorker',
};

export const CLASS_SIZE = CLASS_LIST.length;

export interface SampleLearner {
  userId: number;
  name: string;
  talentType: TalentType;
  archetype: Archetype;
  habits: Habits;
  /** The one skill that a strong learner lacks or a spinning one is stuck on. */
  stuckSkillId: string | null;
  /** What they can do on day 0, by skill; 0 is an even chance at a middling question. */
  levels: ReadonlyMap<string, number>;
}

/** Skills of the first units by which a learner may be held up: where nothing builds on it, all else stays strong. */
interface Stumbling {
  leaves: readonly string[];
  roots: readonly string[];
}

export function makeLearners(
  people: readonly { userId: number; name: string }[],
  skills: readonly CourseSkill[],
  talentTypes: readonly TalentType[],
  stumbling: Stumbling,
  random: Random,
): SampleLearner[] {
  return people.map(({ userId, name }, index) => {
    const archetype = LETTERS[CLASS_LIST[index % CLASS_SIZE] ?? ''] ?? 'experienced';
    const talentType = talentTypes[Math.floor((index * talentTypes.length) / people.length)] ?? 'development';
    const own = random.fork(`learner/${userId}`);
    const habits = HABITS[archetype];
    const general = habits.level + habits.spread * own.bell();
    const levels = new Map(
      skills.map((skill) => {
        const affinity = skill.talentType === talentType ? 0.25 : 0;
        return [skill.id, general + affinity + habits.spread * 0.6 * own.bell()];
      }),
    );
    const stuckSkillId = pickStuckSkill(archetype, stumbling, index);
    if (stuckSkillId !== null) levels.set(stuckSkillId, archetype === 'spinning' ? -1.5 : -1.9);
    return { userId, name, talentType, archetype, habits, stuckSkillId, levels };
  });
}

function pickStuckSkill(archetype: Archetype, { leaves, roots }: Stumbling, index: number): string | null {
  if (archetype === 'oneWeakSkill') return leaves[index % leaves.length] ?? null;
  return archetype === 'spinning' ? (roots[index % roots.length] ?? null) : null;
}
