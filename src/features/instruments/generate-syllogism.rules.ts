import type { GeneratedItem, MadeOption, Sentence } from './generated-item.schema.ts';
import { drawInt, shuffle, type Lot } from './seed.rules.ts';

type Form = 'all' | 'no' | 'some' | 'some_not';
/** Of the groups 0, 1 and 2. */
export interface Proposition {
  form: Form;
  subject: number;
  predicate: number;
}

/** Groups nobody knows anything of that would give an answer away. */
const GROUPS = ['swimmers', 'gardeners', 'painters', 'cyclists', 'singers', 'bakers', 'climbers', 'readers'];
/** Bits of the eight ways to be among three groups or not. */
const KINDS = 8;

const all = (subject: number, predicate: number): Proposition => ({ form: 'all', subject, predicate });
const no = (subject: number, predicate: number): Proposition => ({ form: 'no', subject, predicate });
const some = (subject: number, predicate: number): Proposition => ({ form: 'some', subject, predicate });

/** Pairs of premises over groups 0–1 and 1–2. Level 1: one chain; 2: with “some”; 3: turned round, or nothing follows. */
const PREMISES: Record<number, [Proposition, Proposition][]> = {
  1: [
    [all(0, 1), all(1, 2)],
    [all(0, 1), no(1, 2)],
  ],
  2: [
    [some(0, 1), all(1, 2)],
    [some(0, 1), no(1, 2)],
    [all(0, 1), no(2, 1)],
  ],
  3: [
    [all(0, 1), all(2, 1)],
    [some(0, 1), some(1, 2)],
    [some(1, 0), no(2, 1)],
    [all(0, 1), some(1, 2)],
    [no(0, 1), all(2, 1)],
  ],
};

const CONCLUSIONS: Proposition[] = [
  { form: 'all', subject: 0, predicate: 2 },
  { form: 'all', subject: 2, predicate: 0 },
  { form: 'no', subject: 0, predicate: 2 },
  { form: 'some', subject: 0, predicate: 2 },
  { form: 'some_not', subject: 0, predicate: 2 },
  { form: 'some_not', subject: 2, predicate: 0 },
];
const WRONG = 3;

/**
 * Two sentences and what follows from them. Some take “all” to say that there are such people, some don't: a conclusion
 * that follows for the ones alone is neither right nor offered as wrong, so exactly one option is right for both.
 */
export function makeSyllogism(level: number, lot: Lot, seed: string): GeneratedItem {
  const pairs = PREMISES[level] ?? [];
  const premises = pairs[drawInt(lot, 0, pairs.length - 1)];
  if (!premises) throw new Error(`There is no syllogism of level ${level}.`);
  const groups = shuffle(GROUPS, `${seed}|groups`);
  const say = (proposition: Proposition): Sentence => presentProposition(proposition, groups);
  const certain = CONCLUSIONS.filter((conclusion) => follows(premises, conclusion, false));
  const wrong = CONCLUSIONS.filter((conclusion) => !follows(premises, conclusion, true));
  const nothing: Sentence = { id: 'instruments.generated.nothingFollows', values: {} };
  // The strongest that follows: “all” and “no” stand before “some” in the list.
  const [right] = certain;
  const key = right ? say(right) : nothing;
  const others = [...shuffle(wrong, `${seed}|wrong`).slice(0, WRONG).map(say), ...(right ? [nothing] : [])];
  const options = [
    ...shuffle(
      [key, ...others].filter((sentence) => sentence !== nothing),
      `${seed}|options`,
    ),
    nothing,
  ].map(asOption);
  const found = options.find(({ sentence }) => sentence === key);
  if (!found) throw new Error('The right conclusion is not among the options.');
  return {
    stem: { id: 'instruments.generated.whatFollows', values: {} },
    premises: shuffle(premises, `${seed}|premises`).map(say),
    table: null,
    grid: null,
    options,
    key: found.id,
  };
}

/** Whether nobody can think of people of whom the premises are true and the conclusion isn't. */
export function follows(
  premises: readonly Proposition[],
  conclusion: Proposition,
  groupsHaveMembers: boolean,
): boolean {
  for (let world = 0; world < 2 ** KINDS; world += 1) {
    if (groupsHaveMembers && [0, 1, 2].some((group) => !hasMember(world, (kind) => isIn(kind, group))))
      continue;
    if (premises.every((premise) => isTrue(premise, world)) && !isTrue(conclusion, world)) return false;
  }
  return true;
}

const isIn = (kind: number, group: number): boolean => (kind & (1 << group)) !== 0;
const hasMember = (world: number, fits: (kind: number) => boolean): boolean =>
  Array.from({ length: KINDS }, (_, kind) => kind).some((kind) => (world & (1 << kind)) !== 0 && fits(kind));

function isTrue({ form, subject, predicate }: Proposition, world: number): boolean {
  const both = hasMember(world, (kind) => isIn(kind, subject) && isIn(kind, predicate));
  const outside = hasMember(world, (kind) => isIn(kind, subject) && !isIn(kind, predicate));
  return { all: !outside, no: !both, some: both, some_not: outside }[form];
}

const presentProposition = (
  { form, subject, predicate }: Proposition,
  groups: readonly string[],
): Sentence => ({
  id: `instruments.generated.proposition.${form}`,
  values: {
    subject: `instruments.generated.group.${groups[subject] ?? ''}`,
    predicate: `instruments.generated.group.${groups[predicate] ?? ''}`,
  },
});

function asOption(sentence: Sentence, index: number): MadeOption {
  const letter = String.fromCharCode(65 + index);
  return { id: letter.toLowerCase(), text: { 'zh-CN': letter, en: letter }, sentence, figure: null };
}
