import type { CourseLearner, SessionRow } from './offline.schema.ts';
import type { TabView } from './tabs.pages.ts';
import {
  ATTENDANCE_STATES,
  OFFLINE_KINDS,
  type AttendanceState,
  type Named,
  type OfflineKind,
} from './training.schema.ts';

export interface Option<T> {
  value: T;
  selected: boolean;
}
export interface NamedOption {
  id: string;
  name: string;
  selected: boolean;
}

export const choose = <T>(values: readonly T[], chosen: T | null): Option<T>[] =>
  values.map((value) => ({ value, selected: value === chosen }));

/** What stood before is offered, too: a mentor whose appointment ended did lead that session. */
export function chooseNamed(list: readonly Named[], chosen: Partial<Named> | null): NamedOption[] {
  const id = chosen?.id ?? null;
  const known = list.some((one) => one.id === id);
  const all = id === null || known ? list : [...list, { id, name: chosen?.name ?? '' }];
  return all.map((one) => ({ id: one.id, name: one.name, selected: one.id === id }));
}

/** The form that records or changes a session; times as wall time in the school's zone. */
export interface SessionForm {
  title: string;
  startsAt: string;
  minutes: number;
  place: string;
  kinds: Option<OfflineKind>[];
  classes: NamedOption[];
  mentors: NamedOption[];
}

interface Choices {
  classes: readonly Named[];
  mentors: readonly Named[];
}

export const newSessionForm = ({ classes, mentors }: Choices, startsAt: string): SessionForm => ({
  title: '',
  startsAt,
  minutes: 90,
  place: '',
  kinds: choose(OFFLINE_KINDS, 'practical'),
  classes: chooseNamed(classes, null),
  mentors: chooseNamed(mentors, null),
});

const formOf = (session: SessionRow, { classes, mentors }: Choices, startsAt: string): SessionForm => ({
  title: session.title,
  startsAt,
  minutes: session.minutes,
  place: session.place ?? '',
  kinds: choose(OFFLINE_KINDS, session.kind),
  classes: chooseNamed(
    classes,
    session.classId === null ? null : { id: session.classId, name: session.className ?? '' },
  ),
  mentors: chooseNamed(
    mentors,
    session.mentorPersonId === null ? null : { id: session.mentorPersonId, name: session.mentorName ?? '' },
  ),
});

interface SessionView {
  id: string;
  kind: OfflineKind;
  title: string;
  startsAt: Date;
  minutes: number;
  place: string | null;
  className: string | null;
  mentorName: string | null;
  counts: { state: AttendanceState; count: number }[];
  /** Anybody at all was recorded. */
  recorded: boolean;
}

const viewOf = (row: SessionRow): SessionView => {
  const counts = ATTENDANCE_STATES.flatMap((state) => {
    const count = row.counts[state] ?? 0;
    return count === 0 ? [] : [{ state, count }];
  });
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    startsAt: row.startsAt,
    minutes: row.minutes,
    place: row.place,
    className: row.className,
    mentorName: row.mentorName,
    counts,
    recorded: counts.length > 0,
  };
};

export interface SessionsPage {
  tabs: TabView[];
  saved: boolean;
  suggestions: { id: string; title: string; place: string | null; startsAt: Date }[];
  sessions: SessionView[];
  kinds: readonly OfflineKind[];
  form: SessionForm;
  paging: { previous: number | null; next: number | null };
}

export const SESSIONS_SHOWN = 50;

/** `rows` may hold one more than is shown: it tells that there are older ones. */
export function presentSessions(
  rows: readonly SessionRow[],
  given: Pick<SessionsPage, 'tabs' | 'saved' | 'suggestions' | 'form'> & { page: number },
): SessionsPage {
  return {
    tabs: given.tabs,
    saved: given.saved,
    suggestions: given.suggestions.map(({ id, title, place, startsAt }) => ({ id, title, place, startsAt })),
    sessions: rows.slice(0, SESSIONS_SHOWN).map(viewOf),
    kinds: OFFLINE_KINDS,
    form: given.form,
    paging: {
      previous: given.page > 1 ? given.page - 1 : null,
      next: rows.length > SESSIONS_SHOWN ? given.page + 1 : null,
    },
  };
}

export interface AttendanceRow {
  personId: string;
  state: AttendanceState;
  score: number | null;
  note: string | null;
  checkedInAt: Date | null;
}

export interface SessionPage extends SessionView {
  tabs: TabView[];
  saved: boolean;
  code: { code: string; until: Date } | null;
  learners: {
    personId: string;
    name: string;
    states: Option<AttendanceState>[];
    recorded: boolean;
    score: string;
    note: string;
    checkedInAt: Date | null;
  }[];
  unrecorded: number;
  form: SessionForm;
}

export function presentSession(
  row: SessionRow,
  given: {
    learners: readonly CourseLearner[];
    attendances: readonly AttendanceRow[];
    choices: Choices;
    startsAt: string;
    now: Date;
    tabs: TabView[];
    saved: boolean;
  },
): SessionPage {
  const byPerson = new Map(given.attendances.map((attendance) => [attendance.personId, attendance]));
  const learners = given.learners.map(({ personId, name }) => {
    const attendance = byPerson.get(personId);
    return {
      personId,
      name,
      states: choose(ATTENDANCE_STATES, attendance?.state ?? null),
      recorded: attendance !== undefined,
      score: attendance === undefined || attendance.score === null ? '' : String(attendance.score),
      note: attendance?.note ?? '',
      checkedInAt: attendance?.checkedInAt ?? null,
    };
  });
  const { checkInCode: code, checkInUntil: until } = row;
  return {
    ...viewOf(row),
    tabs: given.tabs,
    saved: given.saved,
    code: code !== null && until !== null && until > given.now ? { code, until } : null,
    learners,
    unrecorded: learners.filter(({ recorded }) => !recorded).length,
    form: formOf(row, given.choices, given.startsAt),
  };
}
