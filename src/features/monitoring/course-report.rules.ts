import type { Cell, ReportAsk, ReportContent, Section, Words } from '../reports/index.ts';
import type { CourseFigures } from './monitoring.schema.ts';

export const MONITORING_REPORT = 'monitoring-report-1';

/** A task that fewer of its learners opened is looked at again … */
export const RARELY_OPENED = 0.3;
/** … as is a skill with fewer questions to practise with. */
export const FEW_QUESTIONS = 6;

const word = (id: string, values: Record<string, string | number> = {}): Words => ({
  id: `monitoring.${id}`,
  values,
});
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const of = (part: number, whole: number): Words | null => (whole === 0 ? null : word('of', { part, whole }));

/** §5.5.3.2, §5.5.3.3: students, teachers and resources of a course in a period, each with metrics of their own. */
export function composeMonitoringReport(figures: CourseFigures, ask: ReportAsk): ReportContent {
  return {
    rule: MONITORING_REPORT,
    title: word('course.title'),
    subject: figures.course,
    from: ask.from,
    until: ask.until,
    sections: [students(figures), mastery(figures), teachers(figures), resources(figures), supply(figures)],
    method: [
      word('method.time'),
      word('method.due'),
      word('method.answered'),
      word('method.rare', { percent: RARELY_OPENED * 100, questions: FEW_QUESTIONS }),
      word('method.frozen'),
    ],
  };
}

const figure = (
  name: string,
  value: number | null,
  unit: 'number' | 'minutes' | 'percent' | 'hours',
  note: Words | null = null,
) => ({ label: word(`course.${name}`), value, unit, note });

function students({ learners, tiers }: CourseFigures): Section {
  const { learners: enrolled, active, seconds, due, done, inTime, answers, correct } = learners;
  return {
    kind: 'figures',
    heading: word('course.students'),
    note: null,
    figures: [
      figure('learners', enrolled, 'number'),
      figure('active', share(active, enrolled), 'percent', of(active, enrolled)),
      figure('minutesEach', active === 0 ? null : seconds / 60 / active, 'minutes'),
      figure('done', share(done, due), 'percent', of(done, due)),
      figure('inTime', share(inTime, due), 'percent', of(inTime, due)),
      figure('right', share(correct, answers), 'percent', of(correct, answers)),
      figure('found', learners.found, 'number'),
      figure('released', learners.released, 'number'),
      ...tiers.map(({ tier, learners: count }) => ({
        label: { id: `tier.${tier}`, values: {} },
        value: count,
        unit: 'number' as const,
        note: null,
      })),
    ],
  };
}

/** Learner and skill pairs with four answers or more, in five bands of share right. */
function mastery({ bands }: CourseFigures): Section {
  const rows: Cell[][] = Array.from({ length: 5 }, (_, band) => [
    `${band * 20}–${band * 20 + 20} %`,
    bands.find((row) => row.band === band)?.pairs ?? 0,
  ]);
  return {
    kind: 'table',
    heading: word('course.mastery'),
    note: bands.length === 0 ? word('course.noAnswers') : null,
    columns: [
      { label: word('course.band'), unit: 'text' },
      { label: word('course.pairs'), unit: 'number' },
    ],
    rows,
    chart: bands.length === 0 ? null : 'bars',
  };
}

const teachers = ({ teaching }: CourseFigures): Section => ({
  kind: 'figures',
  heading: word('course.teachers'),
  note: null,
  figures: [
    figure('yellow', teaching.yellow, 'number'),
    figure('red', teaching.red, 'number'),
    figure('openNow', teaching.openNow, 'number'),
    figure('acknowledge', teaching.hoursToAcknowledge, 'hours'),
    figure(
      'answered',
      share(teaching.inTime, teaching.judged),
      'percent',
      of(teaching.inTime, teaching.judged),
    ),
    figure('methods', teaching.methodChanges, 'number'),
    figure('guidances', teaching.mentorGuidances, 'number'),
    figure('falseAlarms', teaching.falseAlarms, 'number'),
    figure('lessons', teaching.lessons, 'number'),
    figure('dated', share(teaching.dated, teaching.tasks), 'percent', of(teaching.dated, teaching.tasks)),
    figure('linked', share(teaching.linked, teaching.tasks), 'percent', of(teaching.linked, teaching.tasks)),
  ],
});

const resources = ({ tasks }: CourseFigures): Section => ({
  kind: 'table',
  heading: word('course.resources'),
  note: tasks.length === 0 ? word('course.noTasks') : null,
  columns: [
    { label: word('course.task'), unit: 'text' },
    { label: word('course.kind'), unit: 'text' },
    { label: word('course.opened'), unit: 'percent' },
    { label: word('course.completed'), unit: 'percent' },
    { label: word('course.meanMinutes'), unit: 'minutes' },
    { label: word('course.meanBest'), unit: 'percent' },
    { label: word('course.hint'), unit: 'text' },
  ],
  rows: tasks.map((task) => {
    const opened = share(task.opened, task.learners);
    return [
      task.title,
      { id: `learning.taskKind.${task.kind}`, values: {} },
      opened,
      share(task.completed, task.learners),
      task.meanSeconds === null ? null : task.meanSeconds / 60,
      task.meanBest,
      opened !== null && opened < RARELY_OPENED ? word('course.rarelyOpened') : '',
    ];
  }),
  chart: null,
});

const supply = ({ skills }: CourseFigures): Section => ({
  kind: 'table',
  heading: word('course.supply'),
  note: skills.length === 0 ? word('course.noSkills') : null,
  columns: [
    { label: word('course.skill'), unit: 'text' },
    { label: word('course.questions'), unit: 'number' },
    { label: word('course.materials'), unit: 'number' },
    { label: word('course.answers'), unit: 'number' },
    { label: word('course.weak'), unit: 'number' },
    { label: word('course.hint'), unit: 'text' },
  ],
  rows: skills.map(({ name, questions, resources: materials, answers, weak }) => [
    name,
    questions,
    materials,
    answers,
    weak,
    materials === 0
      ? word('course.noMaterial')
      : questions < FEW_QUESTIONS
        ? word('course.fewQuestions')
        : '',
  ]),
  chart: null,
});
