import { ENOUGH_ATTEMPTS, RELEASED_FROM, assessMastery, assessOwnLevel } from '../learning/index.ts';
import { PHASES } from '../programme/index.ts';
import { addDays, type ReportAsk, type ReportContent, type Section, type Words } from '../reports/index.ts';
import type { LearnerFigures, ReportedSkill, ReportedTask } from './monitoring.schema.ts';

export const LEARNING_REPORT = 'learning-report-1';

const word = (id: string, values: Record<string, string | number> = {}): Words => ({
  id: `monitoring.${id}`,
  values,
});

/** §5.2.2.2: what one learner did in a period, how it went, and what comes next. Of the figures alone: no verdict. */
export function composeLearningReport(figures: LearnerFigures, ask: ReportAsk): ReportContent {
  return {
    rule: LEARNING_REPORT,
    title: word('learning.title'),
    subject: `${figures.name} · ${figures.course}`,
    from: ask.from,
    until: ask.until,
    sections: [
      overview(figures),
      weeks(figures, ask),
      ...(figures.phases.length > 0 ? [phases(figures)] : []),
      tasks(figures.tasks),
      skills(figures.skills),
    ],
    method: [word('method.time'), word('method.mastery', { n: ENOUGH_ATTEMPTS }), word('method.frozen')],
  };
}

const minutes = (seconds: number): number => Math.round(seconds / 60);
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function overview({ days, tasks: listed, skills: known, found, released }: LearnerFigures): Section {
  const due = listed.filter(({ dueOn }) => dueOn !== null);
  const done = due.filter(({ doneOn }) => doneOn !== null);
  const figure = (
    name: string,
    value: number | null,
    unit: 'number' | 'minutes' | 'percent',
    note: Words | null,
  ) => ({
    label: word(`learning.${name}`),
    value,
    unit,
    note,
  });
  const active = days.filter(({ seconds }) => seconds > 0).length;
  const inTime = done.filter((task) => task.inTime).length;
  return {
    kind: 'figures',
    heading: word('learning.overview'),
    note: null,
    figures: [
      figure('minutes', minutes(days.reduce((sum, { seconds }) => sum + seconds, 0)), 'minutes', null),
      figure('activeDays', active, 'number', null),
      figure('done', share(done.length, due.length), 'percent', of(done.length, due.length)),
      figure('inTime', share(inTime, done.length), 'percent', of(inTime, done.length)),
      figure('weakNow', known.filter(({ isWeak }) => isWeak).length, 'number', null),
      figure('found', found, 'number', null),
      figure('released', released, 'number', null),
    ],
  };
}

const of = (part: number, whole: number): Words | null => (whole === 0 ? null : word('of', { part, whole }));

function weeks({ days }: LearnerFigures, { from, until }: ReportAsk): Section {
  const rows: [string, number][] = [];
  for (let monday = mondayOf(from); monday <= until; monday = addDays(monday, 7)) {
    const last = addDays(monday, 6);
    const own = days.filter(({ day }) => day >= monday && day <= last);
    rows.push([monday, minutes(own.reduce((sum, { seconds }) => sum + seconds, 0))]);
  }
  return {
    kind: 'table',
    heading: word('learning.weeks'),
    note: null,
    columns: [
      { label: word('learning.week'), unit: 'day' },
      { label: word('learning.minutes'), unit: 'minutes' },
    ],
    rows,
    chart: 'bars',
  };
}

function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

const phases = ({ phases: rows }: LearnerFigures): Section => ({
  kind: 'table',
  heading: word('learning.phases'),
  note: null,
  columns: [
    { label: word('learning.phase'), unit: 'text' },
    { label: word('learning.minutes'), unit: 'minutes' },
    { label: word('learning.answers'), unit: 'number' },
    { label: word('learning.right'), unit: 'percent' },
  ],
  rows: PHASES.map((phase) => {
    const own = rows.find((row) => row.phase === phase) ?? { seconds: 0, answers: 0, correct: 0 };
    const name = { id: `phase.${phase}`, values: {} };
    return [name, minutes(own.seconds), own.answers, share(own.correct, own.answers)];
  }),
  chart: null,
});

const tasks = (rows: readonly ReportedTask[]): Section => ({
  kind: 'table',
  heading: word('learning.tasks'),
  note: rows.length === 0 ? word('learning.noTasks') : null,
  columns: [
    { label: word('learning.task'), unit: 'text' },
    { label: word('learning.due'), unit: 'day' },
    { label: word('learning.doneOn'), unit: 'day' },
    { label: word('learning.result'), unit: 'percent' },
  ],
  rows: rows.map(({ title, dueOn, doneOn, best }) => [title, dueOn, doneOn, best]),
  chart: null,
});

function skills(rows: readonly ReportedSkill[]): Section {
  const ownLevel = assessOwnLevel(rows);
  return {
    kind: 'table',
    heading: word('learning.skills'),
    note: rows.length === 0 ? word('learning.noSkills') : null,
    columns: [
      { label: word('learning.skill'), unit: 'text' },
      { label: word('learning.answers'), unit: 'number' },
      { label: word('learning.mastery'), unit: 'percent' },
      { label: word('learning.state'), unit: 'text' },
    ],
    rows: rows.map((row) => {
      const { mastery } = assessMastery(row, ownLevel);
      return [row.name, row.attempts, mastery, word(`state.${stateOf(row, mastery)}`)];
    }),
    chart: null,
  };
}

function stateOf(
  { isWeak, attempts }: ReportedSkill,
  mastery: number,
): 'weak' | 'few' | 'mastered' | 'underway' {
  if (isWeak) return 'weak';
  if (attempts < ENOUGH_ATTEMPTS) return 'few';
  return mastery >= RELEASED_FROM ? 'mastered' : 'underway';
}
