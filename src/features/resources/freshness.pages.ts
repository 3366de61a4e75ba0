import { courseDueOn, judgeDue, resourceDueOn, type Due } from './freshness.rules.ts';
import type { CourseFreshness, CourseUpdate, StaleResource, Surge } from './freshness.schema.ts';
import {
  UPDATE_SEATS,
  UPDATE_SOURCES,
  isAny,
  type Named,
  type Reader,
  type ReviewRow,
  type Seat,
  type UpdateSource,
} from './resources.schema.ts';
import { isReturned, judgeReviews, openSeats, type SeatStanding } from './review.rules.ts';
import type { TabView } from './tabs.pages.ts';

export interface FreshnessPage {
  tabs: TabView[];
  saved: boolean;
  resources: (StaleResource & { due: Due })[];
  courses: (CourseFreshness & { due: Due; here: boolean })[];
  surges: (Surge & { due: Due; late: boolean })[];
  log: CourseUpdate[];
  overdue: number;
  /** null: may look only. */
  edit: { today: string; staff: readonly Named[]; courses: readonly Named[]; inCourse: boolean } | null;
}

export function presentFreshness(
  rows: {
    resources: readonly StaleResource[];
    courses: readonly CourseFreshness[];
    surges: readonly Surge[];
    log: readonly CourseUpdate[];
  },
  given: {
    tabs: TabView[];
    saved: boolean;
    today: string;
    courseId: string | null;
    staff: readonly Named[];
    mayEdit: boolean;
  },
): FreshnessPage {
  const { today } = given;
  const isLate = ({ due }: { due: Due }) => due.standing === 'overdue';
  const resources = rows.resources.map((row) => ({ ...row, due: judgeDue(resourceDueOn(row), today) }));
  const courses = rows.courses
    .map((row) => ({ ...row, due: judgeDue(courseDueOn(row), today), here: row.courseId === given.courseId }))
    .sort((a, b) => a.due.daysLeft - b.due.daysLeft);
  const surges = rows.surges.map((row) => ({
    ...row,
    due: judgeDue(row.dueOn, row.closedOn ?? today),
    late: judgeDue(row.dueOn, row.closedOn ?? today).standing === 'overdue',
  }));
  return {
    tabs: given.tabs,
    saved: given.saved,
    resources,
    courses,
    surges,
    log: [...rows.log],
    overdue:
      resources.filter(isLate).length +
      courses.filter(isLate).length +
      surges.filter((surge) => surge.closedOn === null && surge.late).length,
    edit: given.mayEdit
      ? {
          today,
          staff: given.staff,
          courses: rows.courses.map(({ courseId, title }) => ({ id: courseId, name: title })),
          inCourse: given.courseId !== null,
        }
      : null,
  };
}

/** A form has so many lines for data; empty ones aren't kept. */
export const ITEM_LINES = 5;

export interface UpdatePage {
  tabs: TabView[];
  saved: boolean;
  /** null: a new one. */
  update: CourseUpdate | null;
  standing: SeatStanding[];
  reviews: ReviewRow[];
  returned: boolean;
  seats: Seat[];
  /** null: may not change it. */
  form: {
    summary: string;
    lines: {
      line: number;
      words: string;
      reference: string;
      sources: { value: UpdateSource; selected: boolean }[];
    }[];
  } | null;
}

export function presentUpdate(
  update: CourseUpdate | null,
  given: {
    tabs: TabView[];
    saved: boolean;
    reader: Reader & { courseId: string | null };
    reviews: readonly ReviewRow[];
  },
): UpdatePage {
  const { reader, reviews } = given;
  const standing = update === null ? [] : judgeReviews(reviews, UPDATE_SEATS);
  const isOpen = update === null || update.approvedOn === null;
  const isEditor =
    update === null ||
    (update.courseId === reader.courseId &&
      (isAny(reader, 'administrator') ||
        (isAny(reader, 'instructor') && update.createdBy === reader.personId)));
  return {
    tabs: given.tabs,
    saved: given.saved,
    update,
    standing,
    reviews: [...reviews],
    returned: isReturned(standing),
    seats: update !== null && isOpen ? openSeats({ standing, reader, authors: [update.createdBy] }) : [],
    form:
      isOpen && isEditor
        ? {
            summary: update?.summary ?? '',
            lines: Array.from({ length: ITEM_LINES }, (_, line) => {
              const item = update?.items[line];
              return {
                line,
                words: item?.words ?? '',
                reference: item?.reference ?? '',
                sources: UPDATE_SOURCES.map((value) => ({ value, selected: value === item?.source })),
              };
            }),
          }
        : null,
  };
}
