import { recordAudits } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { addDays, dayIn, mondayOf } from '../../infra/day.rules.ts';
import { selectLessons } from '../programme/index.ts';
import { fromWallTime, openForPerson, toWallTime, type InCourse } from '../roster/index.ts';
import { SUGGESTED_DAYS, isFor, suggestLessons } from './attendance.rules.ts';
import { selectCourseClasses, selectLearners, selectMentors } from './course-people.queries.ts';
import { WEEKS_SHOWN, presentMine, type MinePage } from './mine.pages.ts';
import {
  SESSIONS_SHOWN,
  newSessionForm,
  presentSession,
  presentSessions,
  type SessionPage,
  type SessionsPage,
} from './offline.pages.ts';
import {
  findSession,
  selectAttendances,
  selectOnlineDays,
  selectOwnSessions,
  selectRecordedLessons,
  selectSessions,
} from './offline.queries.ts';
import { presentTabs } from './tabs.pages.ts';

const DAY_MS = 86_400_000;
const OWN_SESSIONS_MAX = 200;

export async function loadSessions(
  deps: Deps,
  who: InCourse,
  { page, saved }: { page: number; saved: boolean },
): Promise<SessionsPage> {
  const { db } = deps;
  const now = deps.now();
  // A day more than is suggested: what began before it may still overlap.
  const since = new Date(now.getTime() - (SUGGESTED_DAYS + 1) * DAY_MS);
  const choices = { classes: await selectCourseClasses(db, who), mentors: await selectMentors(db, who) };
  const window = { offset: (page - 1) * SESSIONS_SHOWN, limit: SESSIONS_SHOWN + 1 };
  return presentSessions(await selectSessions(db, who, window), {
    tabs: presentTabs(who, 'sessions'),
    saved,
    page,
    suggestions: suggestLessons(
      await selectLessons(db, who),
      await selectRecordedLessons(db, who, since),
      now,
    ),
    form: newSessionForm(choices, toWallTime(now, who.timeZone)),
  });
}

/** A session with who came; that notes about learners were read is recorded (R108). */
export function loadSession(
  deps: Deps,
  who: InCourse,
  offlineSessionId: string,
  saved: boolean,
): Promise<SessionPage> {
  return inTransaction(deps.db, async (tx) => {
    const key = { ...who, offlineSessionId };
    const row = await findSession(tx, key);
    if (!row) throw notFound();
    const attendances = (await selectAttendances(tx, key)).map(
      ({ noteSealed, wrappedKey, ...attendance }) => ({
        ...attendance,
        note: noteSealed === null || wrappedKey === null ? null : deps.vault.open(wrappedKey, noteSealed),
      }),
    );
    await recordAudits(
      tx,
      deps,
      attendances
        .filter(({ note }) => note !== null)
        .map(({ personId }) => ({
          schoolId: who.schoolId,
          actorPersonId: who.personId,
          action: 'training.notes.read',
          subjectType: 'person',
          subjectId: personId,
          detail: { offlineSessionId },
        })),
    );
    return presentSession(row, {
      learners: (await selectLearners(tx, who)).filter((learner) => isFor(row, learner)),
      attendances,
      choices: { classes: await selectCourseClasses(tx, who), mentors: await selectMentors(tx, who) },
      startsAt: toWallTime(row.startsAt, who.timeZone),
      now: deps.now(),
      tabs: presentTabs(who, 'sessions'),
      saved,
    });
  });
}

/** What a learner did, in the room and online. */
export async function loadMine(
  deps: Deps,
  who: InCourse,
  { checkedIn, problem }: Pick<MinePage, 'checkedIn' | 'problem'>,
): Promise<MinePage> {
  const now = deps.now();
  const firstMonday = addDays(mondayOf(dayIn(who.timeZone, now)), (1 - WEEKS_SHOWN) * 7);
  const since = fromWallTime(`${firstMonday}T00:00`, who.timeZone) ?? now;
  const rows = await selectOwnSessions(deps.db, { ...who, since, limit: OWN_SESSIONS_MAX });
  const notes = await openForPerson(
    deps.db,
    deps,
    who,
    rows.map(({ noteSealed }) => noteSealed),
  );
  return presentMine(
    {
      sessions: rows.map(({ noteSealed: _, ...session }, index) => ({
        ...session,
        note: notes[index] ?? null,
      })),
      days: await selectOnlineDays(deps.db, { ...who, since: firstMonday }),
    },
    { tabs: presentTabs(who, 'mine'), now, timeZone: who.timeZone, checkedIn, problem },
  );
}
