import { z } from 'zod';
import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict } from '../../infra/errors.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireRole, type SignedIn } from '../roster/index.ts';
import type { Fields } from './answer.rules.ts';
import { isSchoolWide } from './manage.rules.ts';
import { loadMarkable, markAttempt, openMarks } from './mark-attempt.ts';
import { presentMarking, presentQueue, type MarkingPage } from './marking.pages.ts';
import { selectMarkingQueue } from './marking.queries.ts';
import { judgeMarking, listOpenItems } from './marking.rules.ts';
import type { Marks } from './marking.schema.ts';

const Params = z.object({ attemptId: z.uuid() });
const Form = z
  .looseObject({})
  .transform((fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    ),
  );

/** Marking open answers by a rubric: what waits, one attempt, and its marks. */
export function markingRoutes(deps: Deps, onStored: (schoolId: string) => void): Route[] {
  const requireRater = requireRole(
    'instructor',
    'administrator',
    'career_teacher',
    'enterprise_mentor',
    'supervisor',
  );
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/instruments/marking',
      guard: requireRater,
      query: Saved,
      async handle({ who, query }) {
        const courseId = isSchoolWide(who) ? null : who.courseId;
        // From outside any course, and not answering for the school: nobody's answers are theirs to read.
        const isNobodys = courseId === null && !isSchoolWide(who);
        const rows = isNobodys ? [] : await selectMarkingQueue(deps.db, { ...who, courseId });
        return page('instruments/marking-queue', presentQueue(rows, who, query.saved));
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/instruments/marking/:attemptId',
      guard: requireRater,
      params: Params,
      handle: async ({ who, params }) =>
        page(
          'instruments/marking',
          await loadMarking(deps, who, params.attemptId, { levels: {}, words: {} }, []),
        ),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/instruments/marking/:attemptId',
      guard: requireRater,
      params: Params,
      body: Form,
      async handle({ who, params: { attemptId }, body }) {
        const { missing, marks } = await markAttempt(deps, who, attemptId, body);
        if (missing.length > 0)
          return page('instruments/marking', await loadMarking(deps, who, attemptId, marks, missing), {
            status: 422,
          });
        onStored(who.schoolId);
        return redirect('/instruments/marking?saved=1');
      },
    }),
  ];
}

/** The answers without a name, so that they are marked for what they say; that they were read is told their person. */
async function loadMarking(
  deps: Deps,
  who: SignedIn,
  attemptId: string,
  given: Marks,
  missing: readonly string[],
): Promise<MarkingPage> {
  const { attempt, personId, shown, answers } = await loadMarkable(deps.db, deps, who, attemptId, 'read');
  const marked = await openMarks(deps.db, deps, attempt);
  const raters = marked.map(({ raterPersonId }) => raterPersonId);
  if (judgeMarking(attempt.definition, raters, who.personId) !== 'open')
    throw conflict('instruments.markedAlready');
  await recordAudit(deps.db, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'instruments.texts.read',
    subjectType: 'person',
    subjectId: personId,
    detail: { attemptId, instrumentId: attempt.instrumentId },
  });
  const { id, definition } = attempt;
  const about = {
    id,
    title: definition.title,
    submittedAt: attempt.submittedAt ?? attempt.startedAt,
    marked: marked.length,
    raters: definition.marking?.raters ?? 1,
  };
  return presentMarking(about, listOpenItems(shown, answers), answers, given, missing);
}
