import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import type { Fields } from './answer.rules.ts';
import { choosePart } from './attempt.rules.ts';
import { isPartOver, type Holder } from './attempt-state.ts';
import { submitAttempt } from './hand-in.ts';
import { loadPlayer } from './load-player.ts';
import type { Problem } from './item.pages.ts';
import type { PlayerPage } from './player.pages.ts';
import { saveAnswers } from './save-answers.ts';

const Value = z.union([z.string().max(6000), z.array(z.string().max(200)).max(100)]);
/** A part's form: its answers, which part it was, and where to go. */
export const PartForm = z
  .looseObject({
    part: z.string().max(100).default(''),
    to: z.enum(['next', 'back', 'finish']).default('next'),
  })
  .transform(({ part, to, ...fields }) => ({ part, to, fields: asFields(fields) }));
export type PartForm = z.output<typeof PartForm>;
export const AnswerForm = z.looseObject({}).transform(asFields);

/** Only what answers are called, and no more of it than an answer may be. */
function asFields(fields: Record<string, unknown>): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const parsed = Value.safeParse(value);
      return name.startsWith('a.') && parsed.success ? [[name, parsed.data] as const] : [];
    }),
  );
}

export type Advanced =
  | { kind: 'ended' }
  | { kind: 'part'; partId: string }
  /** The same part again, with what is wrong or missing on it. */
  | { kind: 'again'; page: PlayerPage };

/** Takes a part's answers and goes where the reader wants to, as far as what is required allows. */
export async function advanceAttempt(
  deps: Deps,
  holder: Holder,
  attemptId: string,
  form: PartForm,
  action: string,
): Promise<Advanced> {
  const taken = await saveAnswers(deps, holder, attemptId, form.fields);
  if (taken.kind === 'ended') return taken;
  const { open, refused } = taken;
  const again = async (part: string, ids: readonly (readonly [string, Problem])[]): Promise<Advanced> => {
    const asked = { part, action, problems: new Map(ids) };
    const page = await loadPlayer(deps, holder, attemptId, asked);
    return page ? { kind: 'again', page } : { kind: 'ended' };
  };
  const now = deps.now();
  const missing = open.missing.filter((id) => !isPartOver(open, id, now));
  const index = choosePart(open.shown, missing, form.part, open.content.opened);
  const here = open.shown[index];
  const isHere = (id: string) => here?.items.some((item) => item.id === id) ?? false;
  if (form.to === 'back') return { kind: 'part', partId: open.shown[Math.max(0, index - 1)]?.id ?? '' };
  const wrong = [
    ...missing.filter(isHere).map((id) => [id, 'missing'] as const),
    ...refused.map((id) => [id, 'refused'] as const),
  ];
  if (wrong.length > 0) return again(form.part, wrong);
  const next = open.shown[index + 1];
  // What somebody answered here may have opened a part after what was the last.
  if (next) return { kind: 'part', partId: next.id };
  const { missing: elsewhere } = await submitAttempt(deps, holder, attemptId);
  if (elsewhere.length === 0) return { kind: 'ended' };
  const part = open.shown[choosePart(open.shown, elsewhere, null, open.content.opened)];
  return again(
    part?.id ?? '',
    elsewhere.map((id) => [id, 'missing'] as const),
  );
}
