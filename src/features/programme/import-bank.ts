import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { recordAudits } from '../../infra/audit.ts';
import { asJson, inTransaction, selectRows, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { InCourse } from '../roster/index.ts';
import { readBankCsv } from './bank-csv.rules.ts';
import { bankProblem } from './bank-draft.rules.ts';
import { mergeBank, type BankPreview, type MergedBank } from './bank-merge.rules.ts';
import type { BankChoices, BankFile } from './bank.schema.ts';
import type { LineProblem } from './plan-file.schema.ts';
import { readMoodleXml } from './moodle-import.rules.ts';
import { findGarbled } from './plan-import.rules.ts';
import { lockPlan } from './plan.queries.ts';
import { isQti, readQti } from './qti-import.rules.ts';
import { questions } from './programme.tables.ts';
import { readCatalogue } from './read-catalogue.ts';
import { selectQuestions, selectSkills } from './skill.queries.ts';

type CourseKey = Pick<InCourse, 'schoolId' | 'courseId'>;

/** What importing this text would do. */
export async function previewBankImport(
  db: Database,
  course: CourseKey,
  given: BankChoices & { text: string },
): Promise<BankPreview> {
  const { planWords, skills } = await readCatalogue();
  const aliases = new Map(skills.map((skill) => [skill.id, skill.aliases]));
  const names = (await selectSkills(db, course)).map(({ id, name }) => ({
    id,
    names: [name['zh-CN'], name.en, ...(aliases.get(id) ?? [])],
  }));
  const { text, ...choices } = given;
  // A default is one of the school's skills or none.
  const skillId = names.find(({ id }) => id === choices.skillId)?.id ?? null;
  const file = readBank(text, { ...choices, skillId, words: planWords.bank, skills: names });
  if (file.problems.length > 0) return { file, merged: null };
  const inUse = await selectQuestions(db, course);
  const ids = file.questions.flatMap(({ id }) => id ?? []);
  const merged = mergeBank(file, inUse, await selectRoots(db, course, ids));
  const whole = { ...file, leftOut: [...file.leftOut, ...merged.leftOut], problems: merged.problems };
  return { file: whole, merged: merged.problems.length > 0 ? null : merged };
}

/** What can't even be read. */
export const refuseBank = (problem: LineProblem): BankPreview => ({
  file: { questions: [], leftOut: [], ignored: [], problems: [problem] },
  merged: null,
});

/** Moodle XML, items of QTI or CSV, by how it begins. */
function readBank(source: string, vocabulary: Parameters<typeof readBankCsv>[1]): BankFile {
  const text = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const garbled = findGarbled(text);
  if (garbled !== null) return refuseBank(bankProblem(garbled, 'problems.notUtf8')).file;
  if (!/^\s*</.test(text)) return readBankCsv(text, vocabulary);
  const xml = text.trimStart();
  return isQti(xml) ? readQti(xml, vocabulary) : readMoodleXml(xml, vocabulary);
}

const RootRow = z.object({ id: z.string(), root: z.string() });

/** The first versions of the course's versions among these ids. */
async function selectRoots(db: Database, { schoolId, courseId }: CourseKey, ids: string[]) {
  const rows = await selectRows(
    db,
    RootRow,
    sql`select q.id, coalesce(q.replaces_question_id, q.id) as root from questions q
        where q.school_id = ${schoolId}::uuid and q.course_id = ${courseId}::uuid
          and q.id in (select value from jsonb_array_elements_text(${asJson(ids)}))`,
  );
  return new Map(rows.map(({ id, root }) => [id, root]));
}

/** Imports all of it or, when the file has problems, nothing; either way says what it did. */
export function importBank(
  deps: Deps,
  who: InCourse,
  given: BankChoices & { text: string },
): Promise<BankPreview> {
  return inTransaction(deps.db, async (tx) => {
    await lockPlan(tx, who);
    const preview = await previewBankImport(tx, who, given);
    if (preview.merged) await writeBank(tx, deps, who, preview.merged);
    return preview;
  });
}

/** As one edit by hand would: questions are never rewritten, what changes gets a new version. */
async function writeBank(tx: Database, deps: Deps, who: InCourse, merged: MergedBank): Promise<void> {
  const { schoolId, courseId } = who;
  const rootIds = merged.changed.map(({ rootId }) => rootId);
  if (rootIds.length > 0)
    await tx
      .update(questions)
      .set({ retiredAt: deps.now() })
      .where(
        and(
          eq(questions.schoolId, schoolId),
          eq(questions.courseId, courseId),
          isNull(questions.retiredAt),
          or(inArray(questions.id, rootIds), inArray(questions.replacesQuestionId, rootIds)),
        ),
      );
  const rows = [...merged.added.map((question) => ({ question, rootId: null })), ...merged.changed].map(
    ({ question: { skillId, content }, rootId }) => ({ ...content, id: deps.newId(), skillId, rootId }),
  );
  await tx.execute(sql`
    insert into questions (school_id, id, skill_id, course_id, replaces_question_id, kind, difficulty, stem, choices,
      key, explanation, updated_at)
    select ${schoolId}::uuid, id, "skillId", ${courseId}::uuid, "rootId", kind, difficulty, stem, choices, key,
      explanation, ${deps.now().toISOString()}::timestamptz
    from jsonb_to_recordset(${asJson(rows)}) as r(id text, "skillId" text, "rootId" text, kind text,
      difficulty integer, stem jsonb, choices jsonb, key jsonb, explanation jsonb)`);
  await recordAudits(
    tx,
    deps,
    rows.map(({ id, rootId }) => ({
      schoolId,
      actorPersonId: who.personId,
      action: rootId === null ? 'question.add' : 'question.edit',
      subjectType: 'question',
      subjectId: id,
      detail: { courseId },
    })),
  );
}
