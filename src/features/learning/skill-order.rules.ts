import { orderSkills } from '../programme/index.ts';

/** Skills in an order in which they can be learned, prerequisites first; whatever else a row carries stays with it. */
export function inLearningOrder<S extends { id: string; requires: readonly string[] }>(
  skills: readonly S[],
): S[] {
  const order = orderSkills(skills.map(({ id, requires }) => ({ id, requires: [...requires] })));
  // The catalogue forbids circles; should a school make one, its own order is the best there is.
  if (order.kind === 'cycle') return [...skills];
  const places = new Map(order.ids.map((id, place) => [id, place]));
  return skills.toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
}
