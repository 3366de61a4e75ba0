import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import { Saved, Ticked } from '../../infra/forms.ts';
import { file, page, redirect, route, type Route } from '../../infra/http.ts';
import { fromWallTime, requireTeacher } from '../roster/index.ts';
import { addLessons, deleteLesson, deleteLessons, savePhaseSettings } from './edit-plan.ts';
import { importCalendar, previewCalendarImport } from './import-calendar.ts';
import { importPlan, previewPlanImport } from './import-plan.ts';
import { presentImport, presentTimetable } from './import.pages.ts';
import { weeklyTimes } from './lesson-times.rules.ts';
import { selectLessons } from './plan.queries.ts';
import type { PlanChanged } from './plan.routes.ts';
import { CATALOGUE } from './read-catalogue.ts';
import { selectSkills } from './skill.queries.ts';
import { getPhaseSettings } from './timetable.queries.ts';

/** A chosen file wins over pasted text; both arrive as text. `confirm` is the button below the preview. */
const Upload = z
  .object({ file: z.string().default(''), source: z.string().default(''), confirm: Ticked, wholeDay: Ticked })
  .transform(({ file: chosen, source, ...rest }) => ({ ...rest, source: chosen || source }));
const LessonBody = z.object({
  title: z.string().trim().min(1).max(200),
  place: z.string().trim().max(200),
  day: z.iso.date(),
  from: z.string().regex(/^\d{2}:\d{2}$/),
  to: z.string().regex(/^\d{2}:\d{2}$/),
  weeks: z.coerce.number().int().min(1).max(30),
});
const PhaseBody = z.object({
  graceMinutes: z.coerce.number().int().min(0).max(60),
  preparationHours: z.coerce.number().int().min(1).max(336),
});
const TIMETABLE_DONE = '/plan/timetable?saved=1';
/** Spreadsheet programs take a file for UTF-8 only when it starts with this. */
const BYTE_ORDER_MARK = '\ufeff';

/** A plan or a timetable out of a file: shown first, saved when confirmed, wholly or not at all. */
export const importRoutes = (deps: Deps, planChanged: PlanChanged): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/plan/import',
    guard: requireTeacher,
    handle: () => page('programme/import', presentImport('', null, new Map())),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/plan/import',
    guard: requireTeacher,
    body: Upload,
    async handle({ who, body }) {
      const preview = body.confirm
        ? await importPlan(deps, who, body.source)
        : await previewPlanImport(deps.db, who, body.source);
      if (body.confirm && preview.merged) {
        planChanged({ schoolId: who.schoolId, courseId: who.courseId });
        return redirect('/plan?saved=1');
      }
      const names = new Map((await selectSkills(deps.db, who)).map(({ id, name }) => [id, name]));
      const status = preview.merged ? 200 : 422;
      return page('programme/import', presentImport(body.source, preview, names), { status });
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/plan/example.csv',
    guard: requireTeacher,
    async handle({ who }) {
      const example = await readFile(join(CATALOGUE, `plan-example.${who.locale}.csv`), 'utf8');
      return file('plan-example.csv', 'text/csv; charset=utf-8', BYTE_ORDER_MARK + example);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/plan/timetable',
    guard: requireTeacher,
    query: Saved,
    handle: async ({ who, query }) =>
      page(
        'programme/timetable',
        presentTimetable({
          lessons: await selectLessons(deps.db, who),
          settings: await getPhaseSettings(deps.db, who),
          timeZone: who.timeZone,
          saved: query.saved,
          source: '',
          wholeDay: false,
          imported: null,
        }),
      ),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/plan/timetable',
    guard: requireTeacher,
    body: Upload,
    async handle({ who, body }) {
      const given = { text: body.source, wholeDay: body.wholeDay };
      const imported = body.confirm
        ? await importCalendar(deps, who, given)
        : await previewCalendarImport(deps.db, who, given);
      if (body.confirm && imported.merged) {
        planChanged({ schoolId: who.schoolId, courseId: who.courseId });
        return redirect(TIMETABLE_DONE);
      }
      const lessons = await selectLessons(deps.db, who);
      const settings = await getPhaseSettings(deps.db, who);
      const { source, wholeDay } = body;
      const { timeZone } = who;
      return page(
        'programme/timetable',
        presentTimetable({ lessons, settings, timeZone, saved: false, source, wholeDay, imported }),
        { status: imported.merged ? 200 : 422 },
      );
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/plan/timetable/phases',
    guard: requireTeacher,
    body: PhaseBody,
    async handle({ who, body }) {
      await savePhaseSettings(deps, who, body);
      planChanged({ schoolId: who.schoolId, courseId: who.courseId });
      return redirect(TIMETABLE_DONE);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/plan/lessons',
    guard: requireTeacher,
    body: LessonBody,
    async handle({ who, body }) {
      const times = weeklyTimes(body, (wall) => fromWallTime(wall, who.timeZone));
      if (!times) throw badRequest('lessonTimes');
      await addLessons(deps, who, { title: body.title, place: body.place || null, times });
      planChanged({ schoolId: who.schoolId, courseId: who.courseId });
      return redirect(TIMETABLE_DONE);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/plan/lessons/delete',
    guard: requireTeacher,
    async handle({ who }) {
      await deleteLessons(deps, who);
      planChanged({ schoolId: who.schoolId, courseId: who.courseId });
      return redirect(TIMETABLE_DONE);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/plan/lessons/:lessonId/delete',
    guard: requireTeacher,
    params: z.object({ lessonId: z.uuid() }),
    async handle({ who, params }) {
      await deleteLesson(deps, who, params.lessonId);
      planChanged({ schoolId: who.schoolId, courseId: who.courseId });
      return redirect(TIMETABLE_DONE);
    },
  }),
];
