import ICAL from 'ical.js';
import { fromWallTime, isTimeZone } from '../roster/index.ts';
import type { Sentence } from './plan-file.schema.ts';
import { findGarbled } from './plan-import.rules.ts';

/** An endless series is taken for a school year's half. */
const ENDLESS_DAYS = 200;
const LONGEST_DAYS = 400;
const MAX_LESSONS = 1000;
const MAX_TITLE = 200;
const DAY_MS = 86_400_000;
const MAX_INTERVAL = 60;
/** What a weekly timetable needs. Other parts make series that are hard to check and may never end. */
const RULE_PARTS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'WKST'];

export interface ImportedLesson {
  /** `<UID>#<which of the series>`: a second import finds the lesson again. */
  importKey: string;
  title: string;
  place: string | null;
  startsAt: Date;
  endsAt: Date;
}

export interface CalendarFile {
  lessons: ImportedLesson[];
  /** Whole-day entries that were passed over: mostly holidays. */
  wholeDaySkipped: number;
  /** Titles of series without an end, cut after ENDLESS_DAYS. */
  endless: string[];
  problems: { title: string; sentence: Sentence }[];
}

interface Options {
  /** The school's zone: what times without one mean. */
  timeZone: string;
  /** Take whole-day entries as lessons (training weeks). */
  wholeDay: boolean;
}

/** UID of an import key. */
export const uidOf = (importKey: string): string => importKey.slice(0, importKey.lastIndexOf('#'));

/** Reads an iCalendar timetable (RFC 5545): entries once or weekly, in their zones. Cancelled ones are left out. */
export function readCalendar(text: string, options: Options): CalendarFile {
  const file: CalendarFile = { lessons: [], wholeDaySkipped: 0, endless: [], problems: [] };
  const refuse = (title: string, id: string, values: Sentence['values'] = {}) => {
    file.problems.push({ title, sentence: { id: `programme.import.problems.${id}`, values } });
    return file;
  };
  const line = findGarbled(text);
  if (line !== null) return refuse('', 'notUtf8');
  const components = parseComponents(text);
  if (!components) return refuse('', 'notCalendar');
  const series = groupByUid(components);
  if (series.length === 0) return refuse('', 'noEvents');
  for (const { uid, base, exceptions } of series) {
    const title = titleOf(base);
    if (uid === '') refuse(title, 'uidMissing');
    else
      try {
        readSeries(uid, base, exceptions, options, file);
      } catch (error) {
        // The library's own errors say only that something in the entry isn't as it should be.
        if (error instanceof Unreadable) refuse(title, error.id, error.values);
        else refuse(title, 'entryUnreadable');
      }
    if (file.lessons.length > MAX_LESSONS) return refuse(title, 'tooManyLessons', { most: MAX_LESSONS });
  }
  return file;
}

/** Stops one series with the reason. */
class Unreadable extends Error {
  readonly id: string;
  readonly values: Sentence['values'];
  constructor(id: string, values: Sentence['values'] = {}) {
    super(id);
    this.id = id;
    this.values = values;
  }
}

function parseComponents(text: string): ICAL.Component[] | null {
  try {
    const parsed = ICAL.parse(text) as unknown[];
    const roots = (Array.isArray(parsed[0]) ? parsed : [parsed]) as ConstructorParameters<
      typeof ICAL.Component
    >[0][];
    return roots.flatMap((root) => new ICAL.Component(root).getAllSubcomponents('vevent'));
  } catch {
    // The library throws errors of several kinds; all mean that this is no calendar.
    return null;
  }
}

interface Series {
  uid: string;
  base: ICAL.Component;
  exceptions: ICAL.Component[];
}

function groupByUid(components: ICAL.Component[]): Series[] {
  const uidOfComponent = (component: ICAL.Component) => String(component.getFirstPropertyValue('uid') ?? '');
  const isException = (component: ICAL.Component) => component.hasProperty('recurrence-id');
  const bases = components.filter((component) => !isException(component));
  const series = new Map<string, Series>();
  // The last of several entries with one UID counts.
  bases.forEach((base, index) => {
    const uid = uidOfComponent(base);
    series.set(uid || `#${index}`, { uid, base, exceptions: [] });
  });
  for (const exception of components.filter(isException))
    series.get(uidOfComponent(exception))?.exceptions.push(exception);
  return [...series.values()];
}

function readSeries(
  uid: string,
  base: ICAL.Component,
  exceptions: ICAL.Component[],
  options: Options,
  file: CalendarFile,
): void {
  if (isCancelled(base)) return;
  const event = new ICAL.Event(base);
  for (const exception of exceptions) event.relateException(new ICAL.Event(exception));
  if (!event.startDate) throw new Unreadable('noStart');
  if (event.startDate.isDate && !options.wholeDay) {
    file.wholeDaySkipped += 1;
    return;
  }
  if (!event.isRecurring()) {
    file.lessons.push(toLesson(`${uid}#`, base, event.startDate, event.endDate, options));
    return;
  }
  const rule = checkRule(base);
  const last = takeLastMoment(base, rule, options);
  if (last === null && !rule.count) file.endless.push(titleOf(base));
  const days = last === null && !rule.count ? ENDLESS_DAYS : LONGEST_DAYS;
  const cut = toInstant(base, event.startDate, options).getTime() + days * DAY_MS;
  const lastMoment = Math.min(cut, last?.getTime() ?? Infinity);
  const iterator = event.iterator();
  for (let at = iterator.next() as ICAL.Time | null; at; at = iterator.next() as ICAL.Time | null) {
    if (toInstant(base, at, options).getTime() > lastMoment) return;
    const { item, startDate, endDate } = event.getOccurrenceDetails(at) as Occurrence;
    if (isCancelled(item.component)) continue;
    const key = `${uid}#${at.toString().replace(/[-:]/g, '')}`;
    file.lessons.push(toLesson(key, item.component, startDate, endDate, options));
    if (file.lessons.length > MAX_LESSONS) return;
  }
}

/** The library's own type for this doesn't resolve. */
interface Occurrence {
  item: ICAL.Event;
  startDate: ICAL.Time;
  endDate: ICAL.Time;
}

/** Refuses what isn't one daily or weekly rule. */
function checkRule(base: ICAL.Component): ICAL.Recur {
  const [rule, ...more] = base
    .getAllProperties('rrule')
    .map((property) => property.getFirstValue() as ICAL.Recur);
  if (!rule || more.length > 0) throw new Unreadable('ruleUnsupported', { rule: more.join(' ') });
  const foreign = rule
    .toString()
    .split(';')
    .some((part) => !RULE_PARTS.includes(part.split('=')[0] ?? ''));
  if (foreign || rule.interval > MAX_INTERVAL || !['DAILY', 'WEEKLY'].includes(rule.freq))
    throw new Unreadable('ruleUnsupported', { rule: rule.toString() });
  return rule;
}

/**
 * When a series ends, taken out of the rule: the end mostly stands in UTC, and the library would compare it with
 * the wall times of a zone it doesn't know. A day as the end includes that day.
 */
function takeLastMoment(base: ICAL.Component, rule: ICAL.Recur, options: Options): Date | null {
  const until = rule.until;
  if (!until) return null;
  rule.until = null;
  const at = toInstant(base, until, options);
  return until.isDate ? new Date(at.getTime() + DAY_MS - 1) : at;
}

function toLesson(
  importKey: string,
  component: ICAL.Component,
  start: ICAL.Time,
  end: ICAL.Time,
  options: Options,
): ImportedLesson {
  const startsAt = toInstant(component, start, options);
  const endsAt = toInstant(component, end, options);
  if (endsAt <= startsAt) throw new Unreadable('endsEarly');
  const place = String(component.getFirstPropertyValue('location') ?? '').trim();
  return {
    importKey,
    title: titleOf(component),
    place: place.slice(0, MAX_TITLE) || null,
    startsAt,
    endsAt,
  };
}

/** A wall time in the entry's zone: a named zone, the file's own definition of one, UTC, or the school's. */
function toInstant(component: ICAL.Component, time: ICAL.Time, { timeZone }: Options): Date {
  const named = component.getFirstProperty('dtstart')?.getFirstParameter('tzid');
  const wall = `${time.toString().slice(0, 10)}T${time.isDate ? '00:00' : time.toString().slice(11, 16)}`;
  if (time.zone === ICAL.Timezone.utcTimezone) return time.toJSDate();
  const zone = named === undefined ? timeZone : isTimeZone(named) ? named : null;
  if (zone === null) {
    if (time.zone === ICAL.Timezone.localTimezone) throw new Unreadable('zoneUnknown', { zone: named ?? '' });
    return time.toJSDate();
  }
  const instant = fromWallTime(wall, zone);
  if (!instant) throw new Unreadable('noStart');
  return instant;
}

const isCancelled = (component: ICAL.Component): boolean =>
  String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';

const titleOf = (component: ICAL.Component): string =>
  String(component.getFirstPropertyValue('summary') ?? '')
    .trim()
    .slice(0, MAX_TITLE);
