import type { TabView } from '../career/index.ts';
import type { Staffing } from './desk.schema.ts';
import type { LearnerGauges } from './gauges.schema.ts';
import { HORIZONS } from '../career-goals/index.ts';
import { groupBy } from './group-by.rules.ts';
import { NEEDS, type Need } from './needs.rules.ts';

export interface DeskLearner {
  personId: string;
  name: string;
  className: string | null;
  needs: Need[];
  goals: number;
  clarity: number;
  lastTalkOn: string | null;
}

export interface DeskPage {
  tabs: TabView[];
  semester: { name: string | null; startsOn: string; endsOn: string };
  /** What is followed up, by its case. */
  followUps: { id: string; kind: string; name: string; dueAt: Date }[];
  counts: { need: Need; learners: number; chosen: boolean }[];
  classes: {
    name: string | null;
    learners: number;
    goals: number;
    calibrated: number;
    paths: number;
    approved: number;
  }[];
  chosen: Need | null;
  find: string;
  learners: DeskLearner[];
  total: number;
  page: number;
  pages: number;
  /** null: the reader isn't one who staffs classes. */
  staffing: (Staffing & { complete: boolean })[] | null;
}

export const DESK_PAGE_SIZE = 40;

export interface DeskRow {
  gauges: LearnerGauges;
  needs: Need[];
  lastTalkOn: string | null;
}

export function presentDesk(
  rows: readonly DeskRow[],
  given: Pick<DeskPage, 'tabs' | 'semester' | 'followUps'> & {
    need: Need | null;
    find: string;
    page: number;
    staffing: readonly Staffing[] | null;
  },
): DeskPage {
  const { need, find } = given;
  const wanted = rows
    .filter(({ needs }) => (need === null ? needs.length > 0 || find !== '' : needs.includes(need)))
    .filter(({ gauges }) => gauges.learner.name.toLowerCase().includes(find.toLowerCase()))
    .toSorted((a, b) => urgencyOf(a) - urgencyOf(b) || b.needs.length - a.needs.length);
  const pages = Math.max(1, Math.ceil(wanted.length / DESK_PAGE_SIZE));
  const page = Math.min(given.page, pages);
  return {
    tabs: given.tabs,
    semester: given.semester,
    followUps: given.followUps,
    counts: NEEDS.map((one) => ({
      need: one,
      learners: rows.filter(({ needs }) => needs.includes(one)).length,
      chosen: one === need,
    })).filter(({ learners, chosen }) => learners > 0 || chosen),
    classes: presentClasses(rows),
    chosen: need,
    find,
    learners: wanted.slice((page - 1) * DESK_PAGE_SIZE, page * DESK_PAGE_SIZE).map((row) => ({
      personId: row.gauges.learner.personId,
      name: row.gauges.learner.name,
      className: row.gauges.learner.className,
      needs: row.needs,
      goals: row.gauges.goals.length,
      clarity: row.gauges.clarity,
      lastTalkOn: row.lastTalkOn,
    })),
    total: wanted.length,
    page,
    pages,
    staffing:
      given.staffing &&
      given.staffing.map((one) => ({ ...one, complete: one.teachers > 0 && one.careerTeachers > 0 })),
  };
}

const urgencyOf = ({ needs }: DeskRow): number => {
  const [first] = needs;
  return first === undefined ? NEEDS.length : NEEDS.indexOf(first);
};

/** How far each class has come. */
function presentClasses(rows: readonly DeskRow[]): DeskPage['classes'] {
  const groups = groupBy(rows, ({ gauges }) => gauges.learner.className);
  return [...groups].map(([name, own]) => {
    const count = (holds: (gauges: LearnerGauges) => boolean) =>
      own.filter(({ gauges }) => holds(gauges)).length;
    return {
      name,
      learners: own.length,
      goals: count(({ goals, incomplete }) => goals.length === HORIZONS.length && incomplete === 0),
      calibrated: count(({ calibration }) => calibration.state === 'done'),
      paths: count(({ path }) => path !== null && path.confirmed),
      approved: count(({ path }) => path !== null && path.approved),
    };
  });
}
