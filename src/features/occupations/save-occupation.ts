import { and, eq, sql } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { asJson, inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, forbidden, notFound } from '../../infra/errors.ts';
import { selectSkills } from '../programme/index.ts';
import type { SignedIn } from '../roster/index.ts';
import { keepsCatalogue } from './manage.rules.ts';
import {
  bothLanguages,
  readCertificates,
  readLadder,
  readWantedSkills,
  type OccupationForm,
  type WantedSkill,
} from './occupation-form.schema.ts';
import { findOccupation, selectOccupationSkills } from './occupations.queries.ts';
import { occupations } from './occupations.tables.ts';

/**
 * Saves a post of the school's own (or makes one), or what the school adds to a shipped one: ladder, certificates and
 * skills. Returns its id.
 */
export async function saveOccupation(
  deps: Deps,
  who: SignedIn,
  occupationId: string | null,
  form: OccupationForm,
): Promise<string> {
  const { schoolId, personId } = who;
  if (!keepsCatalogue(who)) throw forbidden('roleMissing');
  const wanted = readWantedSkills(form);
  if (!wanted) throw badRequest('occupations.badSkill');
  const added = { ladder: readLadder(form.ladder), certificates: readCertificates(form.certificates) };
  return inTransaction(deps.db, async (tx) => {
    const before = occupationId === null ? null : await findOccupation(tx, { schoolId, occupationId });
    if (occupationId !== null && !before) throw notFound();
    const id = occupationId ?? deps.newId();
    const key = and(eq(occupations.schoolId, schoolId), eq(occupations.id, id));
    const updatedAt = deps.now();
    if (before && before.source !== 'school')
      await tx
        .update(occupations)
        .set({ ...added, updatedAt })
        .where(key);
    else {
      const own = { ...added, ...readOwn(form), updatedAt };
      if (before) await tx.update(occupations).set(own).where(key);
      else await tx.insert(occupations).values({ schoolId, id, source: 'school', ...own });
    }
    await saveSkills(tx, { schoolId, occupationId: id }, wanted);
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'occupations.save',
      subjectType: 'occupation',
      subjectId: id,
    });
    return id;
  });
}

function readOwn(form: OccupationForm) {
  const title = bothLanguages(form.titleZh, form.titleEn);
  if (!title) throw badRequest('occupations.noTitle');
  if (form.talentType === null) throw badRequest('occupations.noTalentType');
  return { title, talentType: form.talentType, description: bothLanguages(form.aboutZh, form.aboutEn) };
}

/** Only what the school changed becomes its own word; a skill must be on the graph or have been there before. */
async function saveSkills(
  tx: Database,
  key: { schoolId: string; occupationId: string },
  wanted: readonly WantedSkill[],
): Promise<void> {
  const before = new Map((await selectOccupationSkills(tx, key)).map((skill) => [skill.skillId, skill]));
  const graph = new Map((await selectSkills(tx, key)).map(({ id, name }) => [id, name]));
  const changed = wanted.flatMap((skill) => {
    const known = before.get(skill.skillId);
    if (known && known.level === skill.level && near(known.importance, skill.importance)) return [];
    const name = known?.name ?? graph.get(skill.skillId);
    if (!name) throw badRequest('occupations.unknownSkill', { skill: skill.skillId });
    return [{ ...skill, name }];
  });
  if (changed.length === 0) return;
  await tx.execute(sql`
    insert into occupation_skills
      (school_id, occupation_id, skill_id, name, level, importance, basis, evidence, confidence)
    select ${key.schoolId}::uuid, ${key.occupationId}, "skillId", name, level, importance, 'school', '', 1
    from jsonb_to_recordset(${asJson(changed)}) as r("skillId" text, name jsonb, level integer, importance real)
    on conflict (school_id, occupation_id, skill_id) do update set level = excluded.level,
      importance = excluded.importance, basis = 'school', evidence = '', confidence = 1`);
}

/** Importance is kept in single precision. */
const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4;

/** A post that is no longer offered, or is again. */
export async function retireOccupation(
  deps: Deps,
  who: SignedIn,
  occupationId: string,
  retired: boolean,
): Promise<void> {
  const { schoolId, personId } = who;
  if (!keepsCatalogue(who)) throw forbidden('roleMissing');
  await inTransaction(deps.db, async (tx) => {
    const changed = await tx
      .update(occupations)
      .set({ retiredAt: retired ? deps.now() : null, updatedAt: deps.now() })
      .where(and(eq(occupations.schoolId, schoolId), eq(occupations.id, occupationId)))
      .returning({ id: occupations.id });
    if (changed.length === 0) throw notFound();
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: retired ? 'occupations.retire' : 'occupations.restore',
      subjectType: 'occupation',
      subjectId: occupationId,
    });
  });
}
