import { addDays } from '../infra/day.rules.ts';
import type { DestinationContent } from '../features/employment/index.ts';
import type { Locale } from '../infra/views.ts';
import { createRandom, type Random } from './random.rules.ts';
import type { SampleCourse } from './sample-course.schema.ts';

const GRADUATES = 36;
/** Of whom the school knows nothing yet. */
const UNKNOWN = 3;

export interface SampleGraduate {
  name: string;
  contact: string;
  /** null: nothing is known. */
  destination: DestinationContent | null;
  /** Given to each wave whose due day is past; null: doesn't answer. */
  answers: Record<string, string | number | string[]> | null;
}

/** Where a class went that left some months ago, the same for each school. */
export function makeGraduates(
  { graduates: words }: SampleCourse,
  { seed, locale, today }: { seed: string; locale: Locale; today: string },
): SampleGraduate[] {
  return Array.from({ length: GRADUATES }, (_, index): SampleGraduate => {
    const random = createRandom(`${seed} graduate ${index}`);
    const number = String(index + 1).padStart(2, '0');
    const fill = (text: string) => text.replace('{{number}}', number);
    const known = index >= UNKNOWN;
    return {
      name: fill(words.name[locale]),
      contact: fill(words.contact[locale]),
      destination: known ? makeDestination(words, { random, locale, today, index }) : null,
      answers: known && random.chance(0.7) ? makeAnswers(words, { random, locale, index }) : null,
    };
  });
}

function makeDestination(
  words: SampleCourse['graduates'],
  { random, locale, today, index }: { random: Random; locale: Locale; today: string; index: number },
): DestinationContent {
  // 33 of whom something is known: most have a contract, some study on, look for work or are freelance.
  const code = index < 21 ? 11 : index < 27 ? 80 : index < 30 ? 70 : index < 32 ? 76 : index < 34 ? 12 : 10;
  const works = code !== 80 && code !== 70;
  return {
    code,
    employerName: works && code !== 76 ? random.pick(words.employers)[locale] : null,
    unitNature: works ? 39 : null,
    industry: works ? random.pick([34, 34, 34, 22, 31]) : null,
    postType: works ? 13 : null,
    postTitle: works ? random.pick(words.posts)[locale] : null,
    postTalent: works ? random.pick(['development', 'development', 'support', 'other'] as const) : null,
    region: works ? random.pick(words.regions)[locale] : null,
    enteredOn: works ? addDays(today, -random.pick([25, 32, 45, 90, 100, 130])) : null,
    payFrom: works ? random.pick([3000, 4000, 4000, 5000, 5000, 6000, 8000] as const) : null,
    evidence: code === 12 ? words.evidence[locale] : null,
  };
}

function makeAnswers(
  words: SampleCourse['graduates'],
  { random, locale, index }: { random: Random; locale: Locale; index: number },
): NonNullable<SampleGraduate['answers']> {
  const calls = index % 8 === 4;
  return {
    still: 'same',
    match: random.integer(2, 5),
    growth: random.integer(2, 5),
    satisfaction: random.integer(2, 5),
    problems: calls ? ['contract'] : random.chance(0.4) ? [random.pick(['workload', 'pay', 'skills'])] : [],
    ...(calls ? { words: words.difficulty[locale] } : {}),
    help: calls ? 'yes' : 'no',
  };
}
