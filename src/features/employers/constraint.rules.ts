import {
  CONSTRAINTS,
  type Constraint,
  type Judged,
  type OpenPosting,
  type Seeker,
} from './matching.schema.ts';
import { EDUCATIONS } from './postings.schema.ts';

type Verdict = 'met' | 'unmet' | 'unknown';
type Asked = Pick<OpenPosting, 'kind' | 'region' | 'education' | 'certificates' | 'startsOn'>;

const RULES: Readonly<Record<Constraint, (posting: Asked, seeker: Seeker) => Verdict>> = {
  kind: ({ kind }, { kinds }) => (kinds.length === 0 || kinds.includes(kind) ? 'met' : 'unmet'),
  region: ({ region }, { regions, regionsOnly }) =>
    !regionsOnly || regions.length === 0 || isAmong(region, regions) ? 'met' : 'unmet',
  education({ education }, seeker) {
    if (education === null) return 'met';
    if (seeker.education === null) return 'unknown';
    return EDUCATIONS.indexOf(seeker.education) >= EDUCATIONS.indexOf(education) ? 'met' : 'unmet';
  },
  certificates({ certificates }, seeker) {
    if (certificates.length === 0) return 'met';
    if (seeker.certificates === null) return 'unknown';
    const held = new Set(seeker.certificates.map(fold));
    return certificates.every((name) => held.has(fold(name))) ? 'met' : 'unmet';
  },
  start({ startsOn }, { availableFrom }) {
    if (startsOn === null) return 'met';
    if (availableFrom === null) return 'unknown';
    return availableFrom <= startsOn ? 'met' : 'unmet';
  },
};

const fold = (name: string): string => name.trim().toLowerCase();

/** 杭州 is wanted and 浙江杭州 offered, or the other way round. */
export const isAmong = (region: string, regions: readonly string[]): boolean =>
  regions.some((one) => {
    const [offered, wanted] = [fold(region), fold(one)];
    return offered.includes(wanted) || wanted.includes(offered);
  });

/** What rules a pairing out, and what would have to be asked first. What isn't told rules nothing out. */
export function judgeConstraints(posting: Asked, seeker: Seeker): Judged {
  const judged: Judged = { unmet: [], unknown: [] };
  for (const constraint of CONSTRAINTS) {
    const verdict = RULES[constraint](posting, seeker);
    if (verdict !== 'met') judged[verdict].push(constraint);
  }
  return judged;
}

/** Whether `judgeConstraints` finds anything unmet: thousands are asked for each page. */
export const isRuledOut = (posting: Asked, seeker: Seeker): boolean =>
  CONSTRAINTS.some((constraint) => RULES[constraint](posting, seeker) === 'unmet');
