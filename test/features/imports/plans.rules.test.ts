import { describe, expect, it } from '@jest/globals';
import { findMappingFault, guessColumns } from '../../../src/features/imports/columns.rules.ts';
import type { Candidate, ColumnUse, Mapping, Table } from '../../../src/features/imports/imports.schema.ts';
import { planMarks } from '../../../src/features/imports/marks-plan.rules.ts';
import { planPeople } from '../../../src/features/imports/people-plan.rules.ts';
import { readImportWords } from '../../../src/features/imports/read-table.ts';

const TASKS = [
  { id: '11111111-1111-4111-8111-111111111111', title: 'Unit 1 quiz' },
  { id: '22222222-2222-4222-8222-222222222222', title: '期末考试' },
];

describe('what columns mean', () => {
  it.each<[string, string[], ColumnUse[]]>([
    ['Chinese headings', ['序', '学号', ' 姓 名 ', '班级（行政）'], ['', 'number', 'name', 'class']],
    ['English headings, in any case', ['Student ID', 'NAME', 'E-Mail'], ['number', 'name', 'email']],
    ['the first of two alike', ['姓名', '学生姓名'], ['name', '']],
  ])('is guessed from %s', async (_sentence, heading, expected) => {
    expect(guessColumns(heading, 'people', await readImportWords(), [])).toEqual(expected);
  });

  it('is a task by its title, whole or in part, where only one is like it', async () => {
    const guessed = guessColumns(
      ['学号', 'unit 1 Quiz', '期末', '考试日期', 'x'],
      'marks',
      await readImportWords(),
      TASKS,
    );
    expect(guessed).toEqual(['number', `task:${TASKS[0]?.id}`, `task:${TASKS[1]?.id}`, 'date', '']);
  });

  it.each<[string, ColumnUse[], 'people' | 'marks', string | null]>([
    ['says who and what', ['number', 'class'], 'people', null],
    ['names nobody', ['class'], 'people', 'whoMissing'],
    ['means one thing twice', ['name', 'class', 'class'], 'people', 'doubled'],
    ['has no marks', ['name', 'date'], 'marks', 'nothingToTake'],
  ])('can be used when it %s', (_sentence, columns, kind, expected) => {
    expect(findMappingFault({ columns }, kind)).toBe(expected);
  });
});

const candidate = (given: Partial<Candidate>): Candidate => ({
  personId: 'p1',
  name: 'Learner 01',
  identifiers: ['2024001'],
  classId: null,
  hasEmail: false,
  membership: 'learner',
  ...given,
});
const table = (...rows: string[][]): Table => ({
  heading: [],
  rows: rows.map((cells, index) => ({ line: index + 2, cells })),
  faults: [],
});
const CLASSES = [{ id: 'c1', name: 'Class 1' }];
const LIST: Mapping = { columns: ['number', 'name', 'class', 'email'], fullMark: 100, day: '2026-09-07' };

describe('a class list', () => {
  const plan = (row: string[], ...candidates: Candidate[]) =>
    planPeople(table(row), LIST, { candidates, classes: CLASSES });

  it.each<[string, string[], Partial<Candidate>, object]>([
    [
      'puts somebody into a class',
      ['2024001', '', 'Class 1'],
      {},
      { classId: 'c1', email: null, joins: false },
    ],
    ['finds by name what has no number', ['', 'Learner 01', 'Class 1'], {}, { classId: 'c1' }],
    ['reads full-width numbers', ['２０２４００１', '', 'Class 1'], {}, { classId: 'c1' }],
    [
      'gives an address where there is none',
      ['2024001', '', '', 'a@b.example'],
      {},
      { email: 'a@b.example' },
    ],
    ['lets somebody join', ['2024001'], { membership: null }, { joins: true }],
  ])('%s', (_sentence, row, known, expected) => {
    expect(plan(row, candidate(known)).changes).toEqual([expect.objectContaining(expected)]);
  });

  it.each<[string, string[], Candidate[], string]>([
    ['nobody', ['9', 'X'], [candidate({})], 'nobody'],
    ['one of several', ['', 'Learner 01'], [candidate({}), candidate({ personId: 'p2' })], 'several'],
    ['no one', ['', ''], [candidate({})], 'noOneNamed'],
    ['a class that isn’t there', ['2024001', '', 'Class 9'], [candidate({})], 'classUnknown'],
    ['no address', ['2024001', '', '', 'a(at)b'], [candidate({})], 'emailWrong'],
    [
      'who left, as the LMS says',
      ['2024001', '', 'Class 1'],
      [candidate({ membership: 'left' })],
      'leftCourse',
    ],
    ['a teacher', ['2024001', '', 'Class 1'], [candidate({ membership: 'staff' })], 'notLearner'],
  ])('leaves out a row that names %s', (_sentence, row, candidates, problem) => {
    const { changes, faults } = plan(row, ...candidates);
    expect(changes).toEqual([]);
    expect(faults.map((fault) => fault.problem)).toEqual([problem]);
  });

  it('takes nobody twice, changes nothing that is so already, and leaves out rows with a broken formula', () => {
    const known = candidate({ classId: 'c1', hasEmail: true });
    const twice = table(['2024001', '', 'Class 1'], ['', 'Learner 01', 'Class 1'], ['2024001']);
    const planned = planPeople({ ...twice, faults: [{ line: 4, cell: 'A4', text: '#REF!' }] }, LIST, {
      candidates: [known],
      classes: CLASSES,
    });
    expect(planned.unchanged).toBe(1);
    expect(planned.faults.map(({ problem }) => problem)).toEqual(['twice', 'fault']);
  });
});

describe('a list of marks', () => {
  const TASK = TASKS[0]?.id ?? '';
  const MARKS: Mapping = { columns: ['number', `task:${TASK}`, 'date'], fullMark: 100, day: '2026-09-01' };
  const plan = (row: string[], standing: Parameters<typeof planMarks>[2]['standing'] = []) =>
    planMarks(
      table(row),
      MARKS,
      { candidates: [candidate({})], standing, absentWords: ['缺考', '-'] },
      '2026-09-07',
    );
  const earlier = { personId: 'p1', taskId: TASK, points: 80, fullMark: 100, day: '2026-09-01' };

  it.each<[string, string[], object]>([
    ['a mark on the list’s day', ['2024001', '87.5'], { points: 87.5, day: '2026-09-01', before: null }],
    ['a mark with its own day', ['2024001', '60', '2026/8/9'], { day: '2026-08-09' }],
    ['a day as Chinese writes it', ['2024001', '60', '2026年8月9日'], { day: '2026-08-09' }],
    ['nought is a mark', ['2024001', '0'], { points: 0 }],
  ])('holds %s', (_sentence, row, expected) => {
    expect(plan(row).changes).toEqual([expect.objectContaining(expected)]);
  });

  it.each<[string, string[], string]>([
    ['more than there is', ['2024001', '101'], 'beyondFull'],
    ['less than nothing', ['2024001', '-5'], 'notMark'],
    ['a word', ['2024001', '良'], 'notMark'],
    ['no day', ['2024001', '60', '2026-02-30'], 'dateWrong'],
    ['a day to come', ['2024001', '60', '2026-09-08'], 'inFuture'],
    ['somebody unknown', ['9', '60'], 'nobody'],
  ])('is told what is wrong with %s', (_sentence, row, problem) => {
    const { changes, faults } = plan(row);
    expect(changes).toEqual([]);
    expect(faults.map((fault) => fault.problem)).toEqual([problem]);
  });

  it('changes nothing when it says the same again, and says what another mark takes the place of', () => {
    expect(plan(['2024001', '80'], [earlier])).toMatchObject({ changes: [], unchanged: 1 });
    expect(plan(['2024001', '81'], [earlier]).changes).toEqual([
      expect.objectContaining({ points: 81, before: { points: 80, fullMark: 100, day: '2026-09-01' } }),
    ]);
  });

  it('passes over who was absent, and empty cells', () => {
    expect(plan(['2024001', '缺考'])).toMatchObject({ changes: [], absent: 1, faults: [] });
    expect(plan(['2024001', ''])).toMatchObject({ changes: [], absent: 0, faults: [] });
  });
});
