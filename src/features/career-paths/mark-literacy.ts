import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { requireCourseLearner } from '../career-goals/index.ts';
import { sealForPerson, type InCourse } from '../roster/index.ts';
import type { Literacy } from './literacy.rules.ts';
import { selectMappings, selectPlaces } from './literacy.queries.ts';
import { literacyEvidence, literacyMappings, literacyMarks } from './literacy.tables.ts';

/** Says where the course exercises a literacy, and what is expected there. */
export async function addMapping(
  deps: Deps,
  who: InCourse,
  given: { dimension: Literacy; place: string; expects: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const places = await selectPlaces(tx, who);
    if (!places.some(({ value }) => value === given.place)) throw badRequest('careerPaths.noPlace');
    const [kind, placeId = null] = given.place.split(':');
    const id = deps.newId();
    await tx.insert(literacyMappings).values({
      schoolId: who.schoolId,
      id,
      courseId: who.courseId,
      dimension: given.dimension,
      unitId: kind === 'unit' ? placeId : null,
      projectId: kind === 'project' ? placeId : null,
      expects: given.expects,
      createdAt: deps.now(),
    });
    await audit(tx, deps, who, 'career.literacy.map', { subjectType: 'course', subjectId: who.courseId });
  });
}

/** Takes a place back; marks that were given there stay. */
export async function removeMapping(deps: Deps, who: InCourse, mappingId: string): Promise<void> {
  const gone = await deps.db
    .delete(literacyMappings)
    .where(
      and(
        eq(literacyMappings.schoolId, who.schoolId),
        eq(literacyMappings.courseId, who.courseId),
        eq(literacyMappings.id, mappingId),
      ),
    )
    .returning({ id: literacyMappings.id });
  if (gone.length === 0) throw notFound();
}

/** A mentor or teacher marks a learner of the course by the rubric. */
export async function markLiteracy(
  deps: Deps,
  who: InCourse,
  personId: string,
  given: { dimension: Literacy; level: number; mappingId: string | null; words: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await requireCourseLearner(tx, who, personId);
    const { schoolId } = who;
    const { words, ...content } = given;
    if (content.mappingId !== null) {
      const mapping = (await selectMappings(tx, who)).find(({ id }) => id === content.mappingId);
      if (mapping?.dimension !== content.dimension) throw badRequest('careerPaths.noPlace');
    }
    await tx.insert(literacyMarks).values({
      ...content,
      schoolId,
      id: deps.newId(),
      personId,
      markedOn: dayIn(who.timeZone, deps.now()),
      byPersonId: who.personId,
      wordsSealed: await sealForPerson(tx, deps, { schoolId, personId }, words),
      createdAt: deps.now(),
    });
    await audit(tx, deps, who, 'career.literacy.mark', { subjectType: 'person', subjectId: personId });
  });
}

/** The learner shows something for a literacy. */
export async function addEvidence(
  deps: Deps,
  who: InCourse,
  given: { dimension: Literacy; link: string | null; words: string },
): Promise<void> {
  const { schoolId, personId } = who;
  const { words, ...content } = given;
  await deps.db.insert(literacyEvidence).values({
    ...content,
    schoolId,
    id: deps.newId(),
    personId,
    addedOn: dayIn(who.timeZone, deps.now()),
    wordsSealed: await sealForPerson(deps.db, deps, who, words),
    createdAt: deps.now(),
  });
}

export async function removeEvidence(deps: Deps, who: InCourse, evidenceId: string): Promise<void> {
  const gone = await deps.db
    .delete(literacyEvidence)
    .where(
      and(
        eq(literacyEvidence.schoolId, who.schoolId),
        eq(literacyEvidence.personId, who.personId),
        eq(literacyEvidence.id, evidenceId),
      ),
    )
    .returning({ id: literacyEvidence.id });
  if (gone.length === 0) throw notFound();
}

const audit = (
  tx: Database,
  deps: Deps,
  who: InCourse,
  action: string,
  subject: { subjectType: string; subjectId: string },
) => recordAudit(tx, deps, { schoolId: who.schoolId, actorPersonId: who.personId, action, ...subject });
