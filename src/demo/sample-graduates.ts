import {
  keepAnswers,
  saveContact,
  saveDestination,
  selectWaves,
  addClass,
} from '../features/employment/index.ts';
import type { InCourse } from '../features/roster/index.ts';
import { saveSchoolPart } from '../features/roster/edit-school.ts';
import { people, personKeys } from '../features/roster/roster.tables.ts';
import { selectClasses, selectMajors } from '../features/roster/school.queries.ts';
import { dayIn } from '../infra/day.rules.ts';
import { inTransaction } from '../infra/db.ts';
import type { Deps } from '../infra/deps.ts';
import type { Locale } from '../infra/views.ts';
import { makeGraduates, type SampleGraduate } from './graduates.rules.ts';
import type { SampleCourse } from './sample-course.schema.ts';

/** The class before: who left the LMS, and is followed up. A class that is there already stays. */
export async function setUpGraduates(
  deps: Deps,
  who: InCourse,
  { course, locale, endsAt, seed }: { course: SampleCourse; locale: Locale; endsAt: Date; seed: string },
): Promise<void> {
  const { schoolId, timeZone } = who;
  const name = course.graduates.className[locale];
  const findClass = async () => (await selectClasses(deps.db, schoolId)).find((row) => row.name === name);
  if (await findClass()) return;
  const today = dayIn(timeZone, endsAt);
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '07-01' ? 1 : 0);
  const majorName = course.groups[0]?.major[locale];
  const major = (await selectMajors(deps.db, schoolId)).find((row) => row.name === majorName);
  if (!major) return;
  await saveSchoolPart(deps, who, { part: 'class', id: null, name, majorId: major.id, entryYear: year - 3 });
  const classId = (await findClass())?.id;
  if (classId === undefined) throw new Error('The class that was just saved is not there.');
  const sample = makeGraduates(course, { seed, locale, today });
  const personIds = await insertPeople(deps, schoolId, classId, sample);
  await addClass(deps, who, { classId, graduatedOn: `${year}-06-30` });
  for (const [index, { contact, destination, answers }] of sample.entries()) {
    const personId = personIds[index] ?? '';
    await saveContact(deps, who, personId, contact);
    if (!destination) continue;
    await saveDestination(deps, who, personId, destination, 'staff');
    if (!answers) continue;
    for (const wave of await selectWaves(deps.db, { schoolId, personId }))
      if (wave.dueOn < today)
        await keepAnswers(
          deps,
          wave,
          { submittedAt: new Date(`${wave.dueOn}T04:00:00Z`), answers },
          timeZone,
        );
  }
}

/** They left before Waymark came: no launch tells of them. */
async function insertPeople(
  deps: Deps,
  schoolId: string,
  classId: string,
  sample: readonly SampleGraduate[],
): Promise<string[]> {
  const rows = sample.map(({ name }) => ({
    schoolId,
    id: deps.newId(),
    displayName: name,
    classId,
    createdAt: deps.now(),
  }));
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(people).values(rows);
    await tx
      .insert(personKeys)
      .values(rows.map(({ id }) => ({ schoolId, personId: id, wrappedKey: deps.vault.newWrappedKey() })));
  });
  return rows.map(({ id }) => id);
}
