import { FORMULA_VERSIONS, GROUPS, groupOf, isEmployed, isPlaced } from './destination.rules.ts';
import { DESTINATION_CODES, type PayBand } from './employment.schema.ts';
import type { QualityRecord } from './quality.schema.ts';
import { protectCells, type PublishedItem } from './suppress.rules.ts';

export type Protected = ReadonlyMap<string, number | null>;

const count = (keys: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

const UNKNOWN = 'unknown';
const codes = (keep: (code: (typeof DESTINATION_CODES)[number]) => boolean): string[] =>
  DESTINATION_CODES.filter(keep).map(String);

/** Everything that is published of destinations, as sums of codes: they are linked, so they are protected together. */
const DESTINATION_ITEMS: PublishedItem[] = [
  { key: 'all', atoms: [...codes(() => true), UNKNOWN] },
  { key: 'known', atoms: codes(() => true) },
  { key: 'employed', atoms: codes(isEmployed) },
  { key: 'active', atoms: codes((code) => groupOf(code, '2024') !== 'not_seeking') },
  ...DESTINATION_CODES.map((code) => ({ key: `code ${code}`, atoms: [String(code)] })),
  { key: `code ${UNKNOWN}`, atoms: [UNKNOWN] },
  ...FORMULA_VERSIONS.flatMap((version) => [
    { key: `placed ${version}`, atoms: codes((code) => isPlaced(code, version)) },
    ...GROUPS[version].map((group) => ({
      key: `${version} ${group}`,
      atoms: codes((code) => groupOf(code, version) === group),
    })),
  ]),
];

export const protectDestinations = (records: readonly QualityRecord[]): Protected =>
  protectCells(count(records.map(({ code }) => String(code ?? UNKNOWN))), DESTINATION_ITEMS);

/** A population by one property; `null`: not known. The key `all` is the population. */
export function protectParts(values: readonly (string | null)[]): Protected {
  const counts = count(values.map((value) => (value === null ? UNKNOWN : `is ${value}`)));
  const atoms = Object.keys(counts);
  return protectCells(counts, [
    { key: 'all', atoms },
    { key: 'known', atoms: atoms.filter((atom) => atom !== UNKNOWN) },
    ...atoms.map((atom) => ({ key: atom, atoms: [atom] })),
  ]);
}

/** Definition A of 对口: the post belongs to the talent type of the major. */
export const matchesByPost = ({ majorTalent, postTalent }: QualityRecord): string | null =>
  majorTalent === null || postTalent === null ? null : majorTalent === postTalent ? 'yes' : 'no';
/** Definition B: the graduate says so, 4 or 5 of 5. */
export const matchesBySelf = ({ latest }: QualityRecord): string | null =>
  latest === null || latest.match === null ? null : latest.match >= 4 ? 'yes' : 'no';
export const isSatisfied = ({ latest }: QualityRecord): string | null =>
  latest === null || latest.satisfaction === null ? null : latest.satisfaction >= 4 ? 'yes' : 'no';

/** Nearest rank; null with fewer than five, so that no quartile is somebody's own pay. */
export function quartilesOf(bands: readonly PayBand[]): [PayBand, PayBand, PayBand] | null {
  if (bands.length < 5) return null;
  const sorted = bands.toSorted((a, b) => a - b);
  const rank = (share: number): PayBand => sorted[Math.ceil(share * sorted.length) - 1] ?? sorted[0] ?? 0;
  return [rank(0.25), rank(0.5), rank(0.75)];
}
