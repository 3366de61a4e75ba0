import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { evaluateWarnings, fitRiskFromFolder, reportEvaluation } from '../../../src/features/risk/index.ts';
import { RiskModel } from '../../../src/features/risk/risk.schema.ts';

const OULAD_MINI = 'test/data/oulad-mini';
type Evaluation = Awaited<ReturnType<typeof evaluateWarnings>>;

describe('warnings on the shipped courses', () => {
  let evaluation: Evaluation;
  beforeAll(async () => {
    evaluation = await evaluateWarnings(OULAD_MINI, { days: null });
  });

  it('learns from 2013J and judges on 2014J, at the days the folder names', () => {
    expect(evaluation).toMatchObject({ train: ['2013J'], test: ['2014J'] });
    expect(evaluation.cutDays.map(({ day, learners }) => [day, learners])).toEqual([
      [42, 1002],
      [70, 981],
      [98, 957],
      [126, 939],
    ]);
  });

  it.each([
    [42, 0.78, 0.89],
    [70, 0.848, 0.969],
    [98, 0.842, 0.968],
    [126, 0.84, 0.968],
  ])(
    'ranks on day %i as well as what was published (AUC %d, precision at 10 %% %d)',
    (day, auc, precision) => {
      const cut = evaluation.cutDays.find((one) => one.day === day);
      expect(cut?.overReported).toMatchObject({ auc, precision10: day === 42 ? 0.89 : precision });
      expect(cut?.model.auc).toBeGreaterThanOrEqual(auc - 0.01);
      expect(cut?.model.precision[1]).toBeGreaterThanOrEqual(precision - 0.03);
      expect(cut?.overBaseline?.high).toBeGreaterThan(0);
      expect(cut?.model.auc).toBeGreaterThan((cut?.rule.auc ?? 1) + 0.05);
    },
  );

  it('warns with at most half the flicker of a plain threshold and still finds half of those who fail', () => {
    const of = (name: string) => evaluation.policies.find((one) => one.name.startsWith(name));
    const [plain, ours] = [of('p >= .6 plain'), of('warning-2')];
    expect(ours?.recall).toBeGreaterThanOrEqual(0.5);
    expect(ours?.flips).toBeLessThanOrEqual((plain?.flips ?? 0) / 2);
    expect(ours?.precision).toBeGreaterThan(plain?.precision ?? 1);
  });

  it('prints a line per day and scorer, per comparison, and per policy', () => {
    const lines = reportEvaluation(evaluation);
    expect(lines[0]).toBe('Fitted on 2013J (1052 learners), judged on 2014J (1188 learners).');
    for (const scorer of ['model', 'baseline', 'rule'])
      expect(
        lines.filter((line) => new RegExp(`\\b${scorer} +([01]\\.\\d{3} *){4}$`).test(line)),
      ).toHaveLength(4);
    expect(lines.filter((line) => /(baseline|reported)( +[+-]0\.\d{3}){3}$/.test(line))).toHaveLength(8);
    expect(lines.filter((line) => /( +0\.\d{3}){3}( +\d+){3}$/.test(line))).toHaveLength(7);
  });

  it('gives the same figures each time', async () => {
    expect(reportEvaluation(await evaluateWarnings(OULAD_MINI, { days: null }))).toEqual(
      reportEvaluation(evaluation),
    );
  });
});

it('ships the model that the shipped courses give', async () => {
  const shipped = RiskModel.parse(JSON.parse(await readFile('catalogue/risk-model.json', 'utf8')));
  const fitted = await fitRiskFromFolder(OULAD_MINI, shipped);
  expect(shipped).toMatchObject({ rows: fitted.rows, learners: 1052 });
  for (const [index, { name, weight }] of fitted.features.entries()) {
    expect(shipped.features[index]?.name).toBe(name);
    expect(shipped.features[index]?.weight).toBeCloseTo(weight, 9);
  }
});

describe('a folder of another course', () => {
  let folder: string;
  const write = (file: string, ...lines: string[]) => writeFile(join(folder, file), `${lines.join('\n')}\n`);
  const STUDENTS =
    'sid,code_presentation,num_of_prev_attempts,studied_credits,date_registration,date_unregistration,final_result';
  const SUBMISSIONS = 'sid,id_assessment,date_submitted,is_banked,score';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waymark-courses-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Sixty learners in one presentation; every third stops handing in and fails. */
  async function writeCourse(): Promise<void> {
    await write(
      'assessments.csv',
      'code_presentation,id_assessment,assessment_type,date,weight',
      ...[14, 35, 56, 77].map((day, index) => `2024A,a${index},TMA,${day},25`),
      '2024A,exam,Exam,?,100',
    );
    const people = Array.from({ length: 60 }, (_, index) => ({ sid: `p${index}`, stops: index % 3 === 0 }));
    await write(
      'students.csv',
      STUDENTS,
      ...people.map(({ sid, stops }) => `${sid},2024A,0,60,-10,,${stops ? 'Fail' : 'Pass'}`),
    );
    await write(
      'submissions.csv',
      SUBMISSIONS,
      ...people.flatMap(({ sid, stops }, index) =>
        [14, 35, 56, 77].flatMap((day, place) =>
          stops && place > 0 ? [] : [`${sid},a${place},${day - 1},False,${stops ? 45 : 60 + (index % 30)}`],
        ),
      ),
    );
  }

  it('is held out by learner when there is only one presentation, and says so', async () => {
    await writeCourse();
    const evaluation = await evaluateWarnings(folder, { days: [40] });
    expect(evaluation).toMatchObject({ train: null, test: ['2024A'] });
    expect(evaluation.models).toHaveLength(5);
    expect(evaluation.cutDays[0]).toMatchObject({ learners: 60, overReported: null });
    expect(evaluation.cutDays[0]?.model.auc).toBeGreaterThan(0.9);
    expect(reportEvaluation(evaluation)[0]).toContain('cross-validated by learner in 5 parts');
  });

  it.each([
    [
      'students.csv',
      [STUDENTS, 'p1,2024A,0,60,soon,,Pass'],
      'students.csv, line 2: date_registration is not a number.',
    ],
    [
      'students.csv',
      [STUDENTS, 'p1,2024A,0,60,-1,,Passed'],
      'line 2: final_result is none of Pass, Distinction',
    ],
    ['students.csv', [STUDENTS, 'p1,2025A,0,60,-1,,Pass'], 'line 2: no assessment is in presentation 2025A'],
    ['students.csv', [STUDENTS, 'p1,2024A,0,60'], 'students.csv, line 2: '],
    [
      'students.csv',
      ['sid,code_presentation', 'p1,2024A'],
      'students.csv, line 1: there is no column num_of',
    ],
    [
      'submissions.csv',
      [SUBMISSIONS, 'p1,a0,3,False,70', 'p1,a0,3,False,70'],
      'line 3: p1 submitted a0 twice',
    ],
    ['submissions.csv', [SUBMISSIONS, 'p1,a0,3,False,170'], 'submissions.csv, line 2: score is above 100'],
    [
      'submissions.csv',
      [SUBMISSIONS, 'p1,zz,3,False,70'],
      'submissions.csv, line 2: there is no assessment zz',
    ],
    ['submissions.csv', [SUBMISSIONS, 'nobody,a0,3,False,70'], 'line 2: there is no student nobody in 2024A'],
  ])('names file and line of what is wrong in %s: %j', async (file, lines, problem) => {
    await writeCourse();
    await write(file, ...lines);
    await expect(evaluateWarnings(folder, { days: [40] })).rejects.toThrow(problem);
  });

  it('says which file is missing', async () => {
    await expect(evaluateWarnings(join(folder, 'nowhere'), { days: null })).rejects.toThrow(
      'assessments.csv',
    );
  });
});
