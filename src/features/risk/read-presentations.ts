import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import {
  AssessmentLine,
  BaselineFile,
  StudentLine,
  SubmissionLine,
  type PastLearner,
  type Presentation,
} from './replay.schema.ts';

interface Line<T> {
  line: number;
  cells: T;
}

/** Reads the finished courses of a folder; the Error of a bad row names file and line. */
export async function readPresentations(
  folder: string,
): Promise<{ presentations: Presentation[]; baseline: BaselineFile | null }> {
  const assessments = await readLines(folder, 'assessments.csv', AssessmentLine);
  const students = await readLines(folder, 'students.csv', StudentLine);
  const submissions = await readLines(folder, 'submissions.csv', SubmissionLine);
  return {
    presentations: compose(assessments, students, submissions),
    baseline: await readBaseline(folder),
  };
}

function compose(
  assessments: readonly Line<AssessmentCells>[],
  students: readonly Line<StudentCells>[],
  submissions: readonly Line<SubmissionCells>[],
): Presentation[] {
  const presentations = new Map<string, Presentation>();
  const presentationOf = new Map<string, Presentation>();
  for (const { line, cells } of assessments) {
    const { code_presentation: code, id_assessment: id, assessment_type: type, date, weight } = cells;
    const known = presentations.get(code) ?? { code, endDay: 0, assignments: [], learners: [] };
    presentations.set(code, known);
    if (presentationOf.has(id)) throw wrong('assessments.csv', line, `assessment ${id} stands there twice`);
    presentationOf.set(id, known);
    // An exam is the outcome, not a sign of it.
    const isExam = type.toLowerCase() === 'exam';
    if (!isExam && date === null) throw wrong('assessments.csv', line, 'date is empty');
    if (!isExam && date !== null) known.assignments.push({ id, dueDay: date, weight });
    known.endDay = Math.max(known.endDay, date ?? 0);
  }
  const learners = new Map<string, PastLearner & { submissions: Submissions }>();
  for (const { line, cells } of students) {
    const presentation = presentations.get(cells.code_presentation);
    if (!presentation)
      throw wrong('students.csv', line, `no assessment is in presentation ${cells.code_presentation}`);
    const key = keyOf(presentation, cells.sid);
    if (learners.has(key)) throw wrong('students.csv', line, `student ${cells.sid} stands there twice`);
    const learner = { ...describeLearner(cells), submissions: new Map() as Submissions };
    learners.set(key, learner);
    presentation.learners.push(learner);
  }
  for (const { line, cells } of submissions) {
    const { sid, id_assessment: id, date_submitted: day, score } = cells;
    const presentation = presentationOf.get(id);
    if (!presentation) throw wrong('submissions.csv', line, `there is no assessment ${id}`);
    const learner = learners.get(keyOf(presentation, sid));
    if (!learner) throw wrong('submissions.csv', line, `there is no student ${sid} in ${presentation.code}`);
    if (learner.submissions.has(id)) throw wrong('submissions.csv', line, `${sid} submitted ${id} twice`);
    learner.submissions.set(id, { day, mark: score === null ? null : score / 100 });
  }
  return [...presentations.values()].map(inOrder).sort((a, b) => (a.code < b.code ? -1 : 1));
}

type Submissions = Map<string, { day: number; mark: number | null }>;
type AssessmentCells = z.output<typeof AssessmentLine>;
type StudentCells = z.output<typeof StudentLine>;
type SubmissionCells = z.output<typeof SubmissionLine>;

const keyOf = ({ code }: Presentation, sid: string) => JSON.stringify([code, sid]);

const describeLearner = (cells: StudentCells): Omit<PastLearner, 'submissions'> => ({
  id: cells.sid,
  registeredDay: cells.date_registration,
  unregisteredDay: cells.date_unregistration,
  previousAttempts: cells.num_of_prev_attempts,
  credits: cells.studied_credits,
  failed: cells.final_result === 'Fail' || cells.final_result === 'Withdrawn',
});

const inOrder = (presentation: Presentation): Presentation => ({
  ...presentation,
  assignments: presentation.assignments.toSorted((a, b) => a.dueDay - b.dueDay || (a.id < b.id ? -1 : 1)),
  learners: presentation.learners.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
});

async function readLines<S extends z.ZodObject>(
  folder: string,
  file: string,
  shape: S,
): Promise<Line<z.output<S>>[]> {
  const records = parseCsv(file, await readText(folder, file));
  const missing = Object.keys(shape.shape).filter((name) => !records.columns.includes(name));
  if (missing.length > 0) throw wrong(file, 1, `there is no column ${missing.join(', ')}`);
  return records.rows.map(({ line, cells }) => {
    const read = shape.safeParse(cells);
    if (read.success) return { line, cells: read.data };
    const [issue] = read.error.issues;
    throw wrong(file, line, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  });
}

function parseCsv(file: string, text: string): { columns: string[]; rows: Line<unknown>[] } {
  let columns: string[] = [];
  try {
    const rows: { info: { lines: number }; record: unknown }[] = parse(text, {
      bom: true,
      trim: true,
      info: true,
      skip_empty_lines: true,
      columns: (header: string[]) => (columns = header),
    });
    return { columns, rows: rows.map(({ info, record }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    if (error instanceof CsvError) throw wrong(file, Number(error['lines'] ?? 1), error.message);
    throw error;
  }
}

async function readBaseline(folder: string): Promise<BaselineFile | null> {
  const text = await readFile(join(folder, 'baseline.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return BaselineFile.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`baseline.json can't be read: ${why}`, { cause: error });
  }
}

async function readText(folder: string, file: string): Promise<string> {
  try {
    return await readFile(join(folder, file), 'utf8');
  } catch (error) {
    throw new Error(`${join(folder, file)} can't be read.`, { cause: error });
  }
}

const wrong = (file: string, line: number, what: string) => new Error(`${file}, line ${line}: ${what}.`);
