import { z } from 'zod';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { openForPerson, sealForPerson } from '../roster/index.ts';
import { AttemptContent } from './answer.schema.ts';
import type { ScoreResult } from './score.rules.ts';

/** Whose key seals an attempt: a person's own, so that it goes with them, or the installation's for links. */
interface Owner {
  schoolId: string;
  personId: string | null;
}

export async function sealFor(
  db: Database,
  deps: Deps,
  { schoolId, personId }: Owner,
  value: AttemptContent | ScoreResult[],
): Promise<string> {
  const text = JSON.stringify(value);
  return personId === null
    ? deps.vault.sealWithMaster(text)
    : sealForPerson(db, deps, { schoolId, personId }, text);
}

async function openFor(
  db: Database,
  deps: Deps,
  { schoolId, personId }: Owner,
  sealed: readonly (string | null)[],
): Promise<unknown[]> {
  const texts =
    personId === null
      ? sealed.map((text) => (text === null ? null : deps.vault.openWithMaster(text)))
      : await openForPerson(db, deps, { schoolId, personId }, sealed);
  return texts.map((text) => (text === null ? null : (JSON.parse(text) as unknown)));
}

/** Null where its person was erased since. */
export async function findContent(
  db: Database,
  deps: Deps,
  attempt: Owner & { contentSealed: string },
): Promise<AttemptContent | null> {
  const [content = null] = await openFor(db, deps, attempt, [attempt.contentSealed]);
  return content === null ? null : AttemptContent.parse(content);
}

export async function openContent(
  db: Database,
  deps: Deps,
  attempt: Owner & { contentSealed: string },
): Promise<AttemptContent> {
  const content = await findContent(db, deps, attempt);
  if (!content) throw notFound();
  return content;
}

const Text = z.object({ 'zh-CN': z.string(), en: z.string() });
const Scores = z.array(
  z.object({
    id: z.string(),
    title: Text,
    value: z.number().nullable(),
    min: z.number(),
    max: z.number(),
    answered: z.int(),
    asked: z.int(),
    how: z.object({ id: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }),
    band: Text.nullable(),
    percentile: z.number().nullable(),
  }),
);

/** Scores of one owner's attempts, in the order given; null where there are none. */
export async function openScores(
  db: Database,
  deps: Deps,
  owner: Owner,
  sealed: readonly (string | null)[],
): Promise<(ScoreResult[] | null)[]> {
  const opened = await openFor(db, deps, owner, sealed);
  return opened.map((scores) => (scores === null ? null : Scores.parse(scores)));
}
