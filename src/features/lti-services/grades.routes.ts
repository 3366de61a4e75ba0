import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import type { LinkKind } from '../lti/index.ts';
import { requireAdministrator, requireTeacher } from '../roster/index.ts';
import {
  selectColumns,
  selectItemsWithoutColumn,
  selectOpenCells,
  type GradesScope,
} from './grades-page.queries.ts';
import { presentGrades } from './grades.pages.ts';
import { resendByHand } from './resend-grades.ts';

const MOST_CELLS = 500;
const ColumnParams = z.object({ lineItemId: z.uuid() });
/** Without a person: the whole column. */
const Resend = z.object({ personId: orNothing(z.uuid()).default(null) });

/** The outbox of grades: a teacher's for their course, the administrator's for the school. `kinds` tell where results are seen. */
export function gradesRoutes(deps: Deps, kinds: readonly LinkKind[]): Route[] {
  const resultsOf = ({ kind, ref }: { kind: string; ref: string }) =>
    kinds.find(({ name }) => name === kind)?.path(ref, false) ?? null;
  const load = async (scope: GradesScope) => ({
    columns: await selectColumns(deps.db, scope),
    cells: await selectOpenCells(deps.db, scope, MOST_CELLS),
  });
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/grades',
      guard: requireTeacher,
      query: Saved,
      handle: async ({ who, query: { saved } }) => {
        const rows = await load(who);
        const withoutColumn = await selectItemsWithoutColumn(deps.db, who);
        return page(
          'lti-services/grades',
          presentGrades({ ...rows, withoutColumn }, { saved, path: '/grades', resultsOf }),
        );
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/grades/again',
      guard: requireTeacher,
      handle: async ({ who }) => {
        await resendByHand(deps, who, { courseId: who.courseId, lineItemId: null, personId: null });
        return redirect('/grades?saved=1');
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/grades/:lineItemId/again',
      guard: requireTeacher,
      params: ColumnParams,
      body: Resend,
      handle: async ({ who, params, body }) => {
        await resendByHand(deps, who, { courseId: who.courseId, ...params, ...body });
        return redirect('/grades?saved=1');
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/lms/grades',
      guard: requireAdministrator,
      query: Saved,
      handle: async ({ who, query: { saved } }) => {
        const rows = await load({ schoolId: who.schoolId, courseId: null });
        return page(
          'lti-services/grades',
          presentGrades(
            { ...rows, withoutColumn: [] },
            { saved, path: '/lms/grades', resultsOf: () => null },
          ),
        );
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/lms/grades/again',
      guard: requireAdministrator,
      handle: async ({ who }) => {
        await resendByHand(deps, who, { courseId: null, lineItemId: null, personId: null });
        return redirect('/lms/grades?saved=1');
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/lms/grades/:lineItemId/again',
      guard: requireAdministrator,
      params: ColumnParams,
      body: Resend,
      handle: async ({ who, params, body }) => {
        await resendByHand(deps, who, { courseId: null, ...params, ...body });
        return redirect('/lms/grades?saved=1');
      },
    }),
  ];
}
