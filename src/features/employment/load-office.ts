import { addDays, dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import type { SignedIn } from '../roster/index.ts';
import { checkRecords, type CheckResult } from './check-records.rules.ts';
import { collectAnswers } from './collect-answers.ts';
import { TICKET_OUTCOMES } from './employment.schema.ts';
import {
  LISTED,
  selectClassesOf,
  selectGraduates,
  selectYears,
  type ListedGraduate,
} from './graduates.queries.ts';
import { loadFigures } from './load-figures.ts';
import { selectOfficers, type Officer } from './office.queries.ts';
import { presentTabs, type TabView } from './tabs.pages.ts';
import { selectTickets } from './tickets.queries.ts';
import { MOST_CONTACTS } from './wave.rules.ts';
import { selectCalls, type Call } from './waves.queries.ts';

/** Working on a finding takes a term's quarter. */
const FINDING_DAYS = 30;

export interface GraduatesAsk {
  year: number | null;
  search: string;
  unknownOnly: boolean;
  page: number;
  saved: boolean;
}

/** The list of a school's graduates, by year and name. */
export async function loadGraduates(deps: Deps, who: SignedIn, ask: GraduatesAsk) {
  await collectAnswers(deps, who.schoolId);
  const { schoolId } = who;
  const rows = await selectGraduates(deps.db, { schoolId, ...ask });
  const total = rows[0]?.total ?? 0;
  const years = await selectYears(deps.db, schoolId);
  return {
    ...ask,
    tabs: presentTabs(who, 'graduates'),
    years: years.map((row) => ({ ...row, selected: row.year === ask.year })),
    graduates: rows.map((row: ListedGraduate) => ({
      ...row,
      code: row.code === null ? null : String(row.code),
    })),
    total,
    newer: ask.page > 1 ? ask.page - 1 : null,
    older: ask.page * LISTED < total ? ask.page + 1 : null,
    year: ask.year === null ? '' : String(ask.year),
    classes: await selectClassesOf(deps.db, schoolId),
    today: dayIn(who.timeZone, deps.now()),
  };
}

export interface CallsPage {
  tabs: TabView[];
  saved: boolean;
  calls: (Call & { late: boolean })[];
  total: number;
  most: number;
}

/** Who is to be asked today. */
export async function loadCalls(deps: Deps, who: SignedIn): Promise<CallsPage> {
  await collectAnswers(deps, who.schoolId);
  const today = dayIn(who.timeZone, deps.now());
  const calls = await selectCalls(deps.db, { schoolId: who.schoolId, today, mostContacts: MOST_CONTACTS });
  return {
    tabs: presentTabs(who, 'calls'),
    saved: false,
    calls: calls.map((call) => ({ ...call, late: call.dueOn < today })),
    total: calls[0]?.total ?? 0,
    most: MOST_CONTACTS,
  };
}

/** Calls for help without their words, and findings with theirs. */
export async function loadTickets(deps: Deps, who: SignedIn, ask: { closed: boolean; saved: boolean }) {
  await collectAnswers(deps, who.schoolId);
  const { schoolId } = who;
  const today = dayIn(who.timeZone, deps.now());
  const rows = await selectTickets(deps.db, {
    schoolId,
    personId: null,
    show: ask.closed ? 'closed' : 'open',
  });
  const officers = await selectOfficers(deps.db, schoolId);
  return {
    ...ask,
    tabs: presentTabs(who, 'tickets'),
    tickets: rows.map(({ ticket, personName, ownerName }) => ({
      id: ticket.id,
      kind: ticket.kind,
      personId: ticket.personId,
      personName,
      ownerName,
      dueOn: ticket.dueOn,
      overdue: ticket.closedAt === null && ticket.dueOn < today,
      outcome: ticket.outcome,
      // Of a graduate's ticket the words stand on the graduate's page, where reading them is audited.
      words: ticket.personId === null ? ticket.words : null,
      answer: ticket.personId === null ? ticket.answer : null,
      officers: presentOfficers(officers, ticket.ownerPersonId),
    })),
    outcomes: TICKET_OUTCOMES,
  };
}

const presentOfficers = (officers: readonly Officer[], ownerPersonId: string) =>
  officers.map((officer) => ({ ...officer, selected: officer.personId === ownerPersonId }));

export interface QualityPage {
  tabs: TabView[];
  saved: boolean;
  years: { year: number; graduates: number; known: number; selected: boolean }[];
  year: string;
  from: string;
  until: string;
  checks: CheckResult[];
  officers: Officer[];
  dueOn: string;
  /** Frozen reports are made in a course's list, by administrators. */
  mayFreeze: boolean;
}

/** Before a report is made: what is doubtful in a year's records, and what follows from the report. */
export async function loadQuality(
  deps: Deps,
  who: SignedIn,
  ask: { year: number | null; saved: boolean },
): Promise<QualityPage> {
  const { schoolId, timeZone } = who;
  await collectAnswers(deps, schoolId);
  const today = dayIn(timeZone, deps.now());
  const years = await selectYears(deps.db, schoolId);
  const year = ask.year ?? years[0]?.year ?? Number(today.slice(0, 4));
  const [from, last] = [`${year}-01-01`, `${year}-12-31`];
  const { records } = await loadFigures(deps, { schoolId, timeZone, from, until: last });
  return {
    tabs: presentTabs(who, 'quality'),
    saved: ask.saved,
    years: years.map((row) => ({ ...row, selected: row.year === year })),
    year: String(year),
    from,
    until: last < today ? last : today,
    checks: checkRecords(records, today),
    officers: await selectOfficers(deps.db, schoolId),
    dueOn: addDays(today, FINDING_DAYS),
    mayFreeze: who.courseId !== null && who.roles.includes('administrator'),
  };
}
