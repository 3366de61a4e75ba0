import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { SignedIn } from '../roster/index.ts';
import { selectEthicsItems } from './alignment.queries.ts';
import { presentFreshness, presentUpdate, type FreshnessPage, type UpdatePage } from './freshness.pages.ts';
import {
  findCourseUpdate,
  selectCourseFreshness,
  selectCourseUpdates,
  selectDueResources,
  selectSurges,
  selectWaitingUpdates,
} from './freshness.queries.ts';
import { addMonths } from './freshness.rules.ts';
import { presentInbox, type InboxPage } from './inbox.pages.ts';
import { presentLaw, type LawPage } from './law.pages.ts';
import { selectLawCases, selectRegulationEvents, selectRegulations } from './law.queries.ts';
import { selectReviews, selectWaitingResources } from './library.queries.ts';
import { isStaff } from './load-library.ts';
import { selectStaff } from './people.queries.ts';
import { isAny } from './resources.schema.ts';
import { todayOf } from './save-resource.ts';
import { presentTabs } from './tabs.pages.ts';

const SHOWN = 200;
const LOG_SHOWN = 50;

/** Administrators and supervisors answer for every course, teachers for the one they are in. */
const courseScope = (who: SignedIn): string | null =>
  isAny(who, 'administrator', 'supervisor') ? null : who.courseId;

export async function loadFreshness(deps: Deps, who: SignedIn, saved: boolean): Promise<FreshnessPage> {
  const { db } = deps;
  const { schoolId, timeZone } = who;
  const today = todayOf(deps, who);
  const mayEdit = isAny(who, 'instructor', 'administrator');
  const courseId = courseScope(who);
  return presentFreshness(
    {
      resources: await selectDueResources(db, { schoolId, until: addMonths(today, 1), limit: SHOWN }),
      courses: await selectCourseFreshness(db, { schoolId, courseId, timeZone }),
      surges: await selectSurges(db, { schoolId, limit: SHOWN }),
      log: await selectCourseUpdates(db, { schoolId, courseId, limit: LOG_SHOWN }),
    },
    {
      tabs: presentTabs(who, 'freshness'),
      saved,
      today,
      courseId: who.courseId,
      staff: mayEdit ? await selectStaff(db, schoolId) : [],
      mayEdit,
    },
  );
}

/** A course's update; `updateId` null: the form of a new one. Reviewers have no tab for it, and come from their inbox. */
export async function loadUpdate(
  deps: Deps,
  who: SignedIn,
  updateId: string | null,
  saved: boolean,
): Promise<UpdatePage> {
  const { schoolId } = who;
  const update = updateId === null ? null : await findCourseUpdate(deps.db, { schoolId, updateId });
  if (update === undefined) throw notFound();
  const foreign = courseScope(who) !== null && update !== null && update.courseId !== courseScope(who);
  if (foreign && !isAny(who, 'expert', 'enterprise_mentor')) throw notFound();
  return presentUpdate(update, {
    tabs: presentTabs(who, isAny(who, 'instructor', 'administrator', 'supervisor') ? 'freshness' : 'inbox'),
    saved,
    reader: who,
    reviews: update
      ? await selectReviews(deps.db, {
          schoolId,
          subject: 'course_update',
          subjectId: update.id,
          version: update.version,
        })
      : [],
  });
}

export async function loadInbox(deps: Deps, who: SignedIn): Promise<InboxPage> {
  const key = { schoolId: who.schoolId, limit: SHOWN };
  return presentInbox(
    {
      resources: await selectWaitingResources(deps.db, key),
      updates: await selectWaitingUpdates(deps.db, key),
    },
    { tabs: presentTabs(who, 'inbox'), reader: who },
  );
}

export async function loadLawPage(deps: Deps, who: SignedIn, saved: boolean): Promise<LawPage> {
  const { db } = deps;
  const { schoolId } = who;
  const staff = isStaff(who);
  return presentLaw(
    {
      regulations: await selectRegulations(db, schoolId),
      cases: await selectLawCases(db, { schoolId, publishedOnly: !staff }),
      log: staff ? await selectRegulationEvents(db, { schoolId, limit: LOG_SHOWN }) : [],
      ethics: await selectEthicsItems(db, schoolId),
    },
    {
      tabs: presentTabs(who, 'law'),
      saved,
      today: todayOf(deps, who),
      staff,
      mayEdit: isAny(who, 'instructor', 'administrator'),
    },
  );
}
