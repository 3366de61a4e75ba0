import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlanWords } from '../../../src/features/programme/catalogue.schema.ts';
import type { ImportedTask } from '../../../src/features/programme/plan-file.schema.ts';
import { readDue, readPlanFile } from '../../../src/features/programme/plan-import.rules.ts';
import { mergePlan } from '../../../src/features/programme/plan-merge.rules.ts';
import type { PlanTask, PlanUnit } from '../../../src/features/programme/programme.schema.ts';
import { readCatalogue } from '../../../src/features/programme/read-catalogue.ts';
import { toActivityId } from '../../../src/features/programme/activity.rules.ts';

const SKILLS = [
  { id: 'S015', names: ['HTML', 'HTML5'] },
  { id: 'S016', names: ['CSS'] },
  { id: 'S048', names: ['数据分析', 'Data analysis'] },
];
let words: PlanWords;
beforeAll(async () => {
  words = (await readCatalogue()).planWords;
});
const read = (text: string) => readPlanFile(text, { words, skills: SKILLS, timeZone: 'Asia/Shanghai' });
const problemsOf = (text: string) =>
  read(text).problems.map(({ line, sentence }) => `${line} ${sentence.id.split('.').at(-1)}`);

describe('readPlanFile', () => {
  test.each(['zh-CN', 'en'])('takes the example it offers (%s)', async (locale) => {
    const { skills } = await readCatalogue();
    const file = readPlanFile(readFileSync(`catalogue/plan-example.${locale}.csv`, 'utf8'), {
      words,
      skills: skills.map(({ id, name }) => ({ id, names: [name['zh-CN'], name.en] })),
      timeZone: 'Asia/Shanghai',
    });
    expect(file.problems).toEqual([]);
    expect(file.ignored).toEqual([]);
    expect(file.tasks).toHaveLength(5);
    expect(file.tasks[1]).toMatchObject({
      kind: 'quiz',
      tier: null,
      required: true,
      fromEnterprise: false,
      skillIds: ['S015'],
      dueAt: new Date('2026-09-18T12:00:00Z'),
    });
    expect(file.tasks[4]).toMatchObject({ kind: 'offline', required: false, activityId: null });
  });

  const one: Partial<ImportedTask> = {
    unit: 'U',
    title: 'T',
    kind: 'assignment',
    tier: null,
    required: true,
    skillIds: [],
  };
  test.each<[string, string, Partial<ImportedTask>]>([
    ['Chinese headings', '单元,任务\nU,T', one],
    ['English headings in any case', 'Unit,TASK\nU,T', one],
    ['a byte order mark', '\ufeffunit,task\nU,T', one],
    ['Windows line ends and an empty last line', 'unit,task\r\nU,T\r\n\r\n', one],
    ['old Mac line ends', 'unit,task\rU,T', one],
    ['semicolons between cells', 'unit;task\nU;T', one],
    ['tabs, as pasted from a spreadsheet', 'unit\ttask\nU\tT', one],
    ['Chinese commas throughout', '单元，任务\nU，T', one],
    ['columns in another order and one that is unknown', 'note,task,unit\nx,T,U', one],
    ['spaces around cells', ' unit , task \n U , T ', one],
    [
      'quoted cells with commas, quotes and line breaks',
      'unit,task\n"U, 1","T ""x""\nmore"',
      { unit: 'U, 1', title: 'T "x"\nmore' },
    ],
    ['a lone quotation mark inside a cell', 'unit,task\nU,a 5" screen', { title: 'a 5" screen' }],
    ['rows that are too short or too long', 'unit,task,kind\nU,T\n', one],
    ['rows of nothing but commas', 'unit,task\n,\nU,T\n,,,', one],
    ['a text that looks like a formula stays text', 'unit,task\nU,=1+1', { title: '=1+1' }],
    [
      'skills by name, id and alias, each once',
      'unit,task,skills\nU,T,html; S016；HTML5',
      { skillIds: ['S015', 'S016'] },
    ],
    [
      'skills with Chinese marks between them',
      'unit,task,skills\nU,T,数据分析、CSS',
      { skillIds: ['S048', 'S016'] },
    ],
    ['full-width letters in closed words', 'unit,task,kind\nU,T,ｑｕｉｚ', { kind: 'quiz' }],
    [
      'a date alone: its last minute',
      'unit,task,due\nU,T,2026-09-14',
      { dueAt: new Date('2026-09-14T15:59:00Z') },
    ],
    [
      'an address with what only the browser needs',
      'unit,task,activity url\nU,T,https://lms.example.edu/mod/quiz/view.php?id=3&forceview=1#top',
      { activityId: 'https://lms.example.edu/mod/quiz/view.php?id=3' },
    ],
  ])('reads %s', (_sentence, text, expected) => {
    const file = read(text);
    expect(file.problems).toEqual([]);
    expect(file.tasks).toHaveLength(1);
    expect(file.tasks[0]).toMatchObject(expected);
  });

  test('an empty unit means the one above, as merged cells export', () => {
    const { tasks } = read('unit,task\nU1,a\n,b\nU2,c');
    expect(tasks.map(({ unit, title }) => unit + title)).toEqual(['U1a', 'U1b', 'U2c']);
  });

  test('headings that aren’t known are named', () => {
    expect(read('unit,task,note,\nU,T,x,').ignored).toEqual(['note']);
  });

  test.each<[string, string, string[]]>([
    ['an empty file', '', ['0 empty']],
    ['blank lines only', '\n \n', ['0 empty']],
    ['headings only', 'unit,task', ['1 empty']],
    ['what was GB18030', 'unit,task\nU,\ufffd\ufffd\u01bd', ['2 notUtf8']],
    ['what was UTF-16', 'u\0n\0i\0t\0', ['1 notUtf8']],
    ['a missing column', 'unit,due\nU,2026-09-01', ['1 columnMissing']],
    ['no headings at all', 'U,T', ['1 columnMissing']],
    ['a doubled column', 'unit,task,单元\nU,T,V', ['1 doubledColumn']],
    ['an open quotation mark', 'unit,task\nU,T\nU,"T2\nU,T3', ['4 brokenQuotes']],
    ['no unit in the first row', 'unit,task\n,T', ['2 unitMissing']],
    ['no task', 'unit,task\nU,', ['2 taskMissing']],
    ['the same task twice, by another case', 'unit,task\nU,T\nU,t', ['3 taskTwice']],
    ['an unknown kind', 'unit,task,kind\nU,T,essay', ['2 unknownWord']],
    ['an unknown skill', 'unit,task,skills\nU,T,HTML;Alchemy', ['2 skillUnknown']],
    ['a day that isn’t', 'unit,task,due\nU,T,2026-02-30', ['2 dueUnreadable']],
    ['a day before its month', 'unit,task,due\nU,T,14/09/2026', ['2 dueUnreadable']],
    ['no web address', 'unit,task,activity url\nU,T,javascript:alert(1)', ['2 activityUnreadable']],
    ['an endless title', `unit,task\nU,${'x'.repeat(201)}`, ['2 titleTooLong']],
    ['too many rows', `unit,task\n${'U,T\n'.repeat(1001)}`, ['0 tooManyRows']],
    [
      'several problems, each with its line',
      'unit,task,kind,due\nU,T,essay,soon\nU,,quiz,',
      ['2 unknownWord', '2 dueUnreadable', '3 taskMissing'],
    ],
  ])('tells %s', (_sentence, text, problems) => {
    expect(problemsOf(text).sort()).toEqual([...problems].sort());
  });

  test('never throws, whatever comes', () => {
    const nasty = fc.array(
      fc.constantFrom('unit', 'task', '单元', ',', ';', '\t', '"', '\n', '\r', 'U', ' ', '\ufeff'),
      { maxLength: 60 },
    );
    fc.assert(fc.property(nasty, (parts) => Array.isArray(read(parts.join('')).tasks)));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        Array.isArray(read(`unit,task\n${text}`).problems),
      ),
    );
  });
});

test.each<[string, string, string | null]>([
  ['dashes', '2026-09-14 18:30', '2026-09-14T10:30:00.000Z'],
  ['slashes and one digit', '2026/9/4 8:05', '2026-09-04T00:05:00.000Z'],
  ['dots', '2026.9.4', '2026-09-04T15:59:00.000Z'],
  ['Chinese marks', '2026年9月4日 18：30', '2026-09-04T10:30:00.000Z'],
  ['ISO with seconds', '2026-09-14T18:30:00', '2026-09-14T10:30:00.000Z'],
  ['an hour that isn’t', '2026-09-14 25:00', null],
  ['words', 'tomorrow', null],
  ['two digits of a year', '26-09-14', null],
])('readDue: %s', (_sentence, text, expected) => {
  const due = readDue(text, 'Asia/Shanghai');
  expect(due === 'unreadable' ? null : due.toISOString()).toBe(expected);
});

test.each<[string, string | null]>([
  [' https://lms.example.edu/mod/quiz/view.php?id=3 ', 'https://lms.example.edu/mod/quiz/view.php?id=3'],
  [
    'https://lms.example.edu/mod/page/view.php?forceview=1&id=3',
    'https://lms.example.edu/mod/page/view.php?id=3',
  ],
  ['https://name:secret@lms.example.edu/x', 'https://lms.example.edu/x'],
  ['http://lms.example.edu/h5p/12', 'http://lms.example.edu/h5p/12'],
  ['lms.example.edu/x', null],
  ['ftp://lms.example.edu/x', null],
  ['https://', null],
])('toActivityId: %s', (text, expected) => {
  expect(toActivityId(text)).toBe(expected);
});

describe('mergePlan', () => {
  const units: PlanUnit[] = [
    { id: 'u1', position: 1, title: 'One' },
    { id: 'u2', position: 2, title: 'Two' },
  ];
  const task = (id: string, unitId: string, title: string, given: Partial<PlanTask> = {}): PlanTask => ({
    id,
    unitId,
    position: 1,
    title,
    kind: 'quiz',
    tier: null,
    activityId: null,
    dueAt: null,
    required: true,
    fromEnterprise: false,
    skillIds: [],
    ...given,
  });
  const told = (unit: string, title: string, given: Partial<ImportedTask> = {}): ImportedTask => ({
    ...task('', '', title),
    line: 2,
    unit,
    ...given,
  });
  const summary = (plan: { units: PlanUnit[]; tasks: PlanTask[] }, imported: ImportedTask[]) => {
    const merged = mergePlan(plan, imported, ['unit', 'task', 'kind']);
    return merged.tasks.map(
      ({ id, change, unit }) => `${id ?? 'new'} ${change} in ${merged.units[unit]?.title}`,
    );
  };

  test.each<[string, PlanTask[], ImportedTask[], string[]]>([
    ['a new task in a known unit', [], [told('One', 'a')], ['new new in One']],
    ['a new unit', [], [told('Three', 'a')], ['new new in Three']],
    ['the same task is left as it is', [task('t', 'u1', 'a')], [told('One', 'a')], ['t same in One']],
    [
      'another spelling of the title is the same task',
      [task('t', 'u1', 'A b')],
      [told('one', 'a  B')],
      ['t changed in one'],
    ],
    ['a changed kind', [task('t', 'u1', 'a')], [told('One', 'a', { kind: 'project' })], ['t changed in One']],
    ['a moved task keeps its id', [task('t', 'u1', 'a')], [told('Two', 'a')], ['t changed in Two']],
    [
      'of two with one title, each keeps its unit’s',
      [task('t1', 'u1', 'a'), task('t2', 'u2', 'a')],
      [told('Two', 'a'), told('One', 'a')],
      ['t2 same in Two', 't1 same in One'],
    ],
    [
      'a title that two tasks have doesn’t tell which one moved',
      [task('t1', 'u1', 'a'), task('t2', 'u2', 'a')],
      [told('Three', 'a')],
      ['new new in Three'],
    ],
  ])('%s', (_sentence, tasks, imported, expected) => {
    expect(summary({ units, tasks }, imported)).toEqual(expected);
  });

  test('leaves alone what the file has no column for', () => {
    const dueAt = new Date('2026-09-14T10:00:00Z');
    const known = task('t', 'u1', 'a', { dueAt, skillIds: ['S015'] });
    const { tasks } = mergePlan({ units, tasks: [known] }, [told('One', 'a')], ['unit', 'task', 'kind']);
    expect(tasks[0]).toMatchObject({ dueAt, skillIds: ['S015'], change: 'same' });
  });

  test('empties what the file has a column for and left empty', () => {
    const known = task('t', 'u1', 'a', { skillIds: ['S015'] });
    const { tasks } = mergePlan({ units, tasks: [known] }, [told('One', 'a')], ['unit', 'task', 'skills']);
    expect(tasks[0]).toMatchObject({ skillIds: [], change: 'changed' });
  });

  test('keeps tasks and units that the file doesn’t name, after its own', () => {
    const merged = mergePlan({ units, tasks: [task('t', 'u1', 'a')] }, [told('Two', 'b')], ['unit', 'task']);
    expect(merged.units.map(({ title }) => title)).toEqual(['Two', 'One']);
    expect(merged.kept.map(({ id }) => id)).toEqual(['t']);
  });

  test('imported twice is imported once', () => {
    const title = fc.constantFrom('a', 'b', 'c', 'A', ' b');
    const rows = fc.uniqueArray(
      fc.record({
        unit: fc.constantFrom('One', 'Two', 'Three'),
        title,
        kind: fc.constantFrom('quiz' as const, 'project' as const),
      }),
      { selector: (row) => `${row.unit}/${row.title.trim().toLowerCase()}`, maxLength: 8 },
    );
    const columns = ['unit', 'task', 'kind', 'skills'] as const;
    fc.assert(
      fc.property(rows, (given) => {
        const imported = given.map((row) => told(row.unit, row.title, { kind: row.kind }));
        const once = mergePlan({ units, tasks: [task('t', 'u1', 'a')] }, imported, [...columns]);
        const plan = {
          units: once.units.map((unit, index) => ({
            ...unit,
            id: unit.id ?? `new-u${index}`,
            position: index,
          })),
          tasks: [] as PlanTask[],
        };
        plan.tasks = [
          ...once.tasks.map(({ unit, change: _change, ...rest }, index) => ({
            ...rest,
            id: rest.id ?? `new-t${index}`,
            unitId: plan.units[unit]?.id ?? '',
            position: index,
          })),
          ...once.kept,
        ];
        const twice = mergePlan(plan, imported, [...columns]);
        return (
          twice.tasks.every(({ change }) => change === 'same') &&
          twice.units.every(({ id }) => id !== null) &&
          twice.kept.length === once.kept.length
        );
      }),
    );
  });
});
