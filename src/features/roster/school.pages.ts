import type { ClassListProblem } from './class-list.rules.ts';
import type { CalendarDayKind, DataRequestKind, TalentType } from './roster.schema.ts';
import { CALENDAR_DAY_KINDS, TALENT_TYPES, WARNING_CLOCKS, type WarningClock } from './roster.schema.ts';
import type { CalendarStretch } from './school-day.rules.ts';

interface SchoolRow {
  name: string;
  timeZone: string;
  warningClock: WarningClock;
}
interface TermRow {
  id: string;
  name: string;
  startsOn: string;
  endsOn: string;
}
interface DataRequestRow {
  id: string;
  personId: string;
  name: string;
  kind: DataRequestKind;
  note: string;
  requestedAt: Date;
  answeredAt: Date | null;
  answer: string | null;
}

export interface SchoolRows {
  school: SchoolRow;
  colleges: { id: string; name: string }[];
  majors: { id: string; name: string; collegeId: string; talentType: TalentType | null }[];
  classes: { id: string; name: string; majorId: string; entryYear: number | null; learners: number }[];
  terms: TermRow[];
  calendarDays: CalendarStretch[];
  requests: DataRequestRow[];
  timeZones: string[];
  /** Whether the installation can send e-mail at all. */
  mailOn: boolean;
  /** The database inside the process: for trying, teaching and testing (design, decision 1). */
  embeddedDatabase: boolean;
  saved: boolean;
}

interface ClassView {
  id: string;
  name: string;
  entryYear: number | null;
  learners: number;
}
interface MajorView {
  id: string;
  name: string;
  collegeId: string;
  talentType: TalentType | null;
  talentTypes: { value: TalentType; selected: boolean }[];
  classes: ClassView[];
}

export interface SchoolPage {
  saved: boolean;
  embeddedDatabase: boolean;
  mailOn: boolean;
  name: string;
  timeZones: { value: string; selected: boolean }[];
  clocks: { value: WarningClock; selected: boolean }[];
  colleges: { id: string; name: string; majors: MajorView[] }[];
  /** For the form of a new class: every major with its college. */
  allMajors: { id: string; name: string }[];
  talentTypes: readonly TalentType[];
  terms: TermRow[];
  calendarDays: CalendarStretch[];
  calendarKinds: readonly CalendarDayKind[];
  openRequests: DataRequestRow[];
  answeredRequests: DataRequestRow[];
}

export function presentSchool(rows: SchoolRows): SchoolPage {
  const { school } = rows;
  const byName = new Intl.Collator('zh-CN', { numeric: true });
  const sorted = <T extends { name: string }>(list: T[]) =>
    [...list].sort((a, b) => byName.compare(a.name, b.name));
  const majors = sorted(rows.majors).map((major) => ({
    ...major,
    talentTypes: TALENT_TYPES.map((value) => ({ value, selected: value === major.talentType })),
    classes: sorted(rows.classes.filter(({ majorId }) => majorId === major.id)).map(
      ({ id, name, entryYear, learners }) => ({ id, name, entryYear, learners }),
    ),
  }));
  return {
    saved: rows.saved,
    embeddedDatabase: rows.embeddedDatabase,
    mailOn: rows.mailOn,
    name: school.name,
    timeZones: rows.timeZones.map((value) => ({ value, selected: value === school.timeZone })),
    clocks: WARNING_CLOCKS.map((value) => ({ value, selected: value === school.warningClock })),
    colleges: sorted(rows.colleges).map(({ id, name }) => ({
      id,
      name,
      majors: majors.filter(({ collegeId }) => collegeId === id),
    })),
    allMajors: majors.map(({ id, name }) => ({ id, name })),
    talentTypes: TALENT_TYPES,
    terms: rows.terms,
    calendarDays: rows.calendarDays,
    calendarKinds: CALENDAR_DAY_KINDS,
    openRequests: rows.requests.filter(({ answeredAt }) => answeredAt === null),
    answeredRequests: rows.requests.filter(({ answeredAt }) => answeredAt !== null),
  };
}

export interface ClassPage {
  id: string;
  name: string;
  majorName: string;
  learners: { personId: string; name: string }[];
  list: string;
  problems: ClassListProblem[];
  saved: boolean;
}
