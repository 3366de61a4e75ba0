import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { contentSecurityPolicy } from '../../infra/edge.ts';
import { badRequest } from '../../infra/errors.ts';
import { Saved } from '../../infra/forms.ts';
import { json, page, redirect, route, type Route } from '../../infra/http.ts';
import { UploadedFile } from '../../infra/read-body.ts';
import {
  COURSE_ROLES,
  anyone,
  requireCourseStaff,
  requireInCourse,
  requireTeacher,
} from '../roster/index.ts';
import { fetchToken } from './fetch-token.ts';
import { importPackage } from './import-package.ts';
import { inLanguage } from './lang-string.rules.ts';
import { launchUnit } from './launch-unit.ts';
import { isLearner, loadLearnerResult, loadPackage, loadPackages, loadResults } from './load-packages.ts';
import { removePackage } from './remove-package.ts';
import { WAIVED_REASONS } from './session.schema.ts';
import { waiveUnit } from './waive-unit.ts';

const PackageParams = z.object({ packageId: z.uuid() });
const UnitParams = PackageParams.extend({ unitId: z.uuid() });
const LearnerParams = PackageParams.extend({ personId: z.uuid() });

export interface Cmi5Listeners {
  /** Told after statements of ours were stored. */
  onStored(schoolId: string): void;
}

/** Course packages: brought in, opened, looked after; and the two addresses that units themselves call. */
export function cmi5Routes(deps: Deps, listeners: Cmi5Listeners): Route[] {
  const inCourse = requireInCourse(...COURSE_ROLES, 'career_teacher', 'supervisor', 'enterprise_mentor');
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/cmi5',
      guard: inCourse,
      query: Saved,
      handle: async ({ who, query: { saved } }) =>
        page('cmi5/packages', await loadPackages(deps, who, { saved, problems: [] })),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/cmi5',
      guard: requireTeacher,
      reads: 'upload',
      body: z.object({ file: z.instanceof(UploadedFile).optional() }),
      async handle({ who, body: { file } }) {
        if (!file) throw badRequest('cmi5.noFile');
        const outcome = await importPackage(deps, who, file.content);
        if (outcome.ok) return redirect(`/cmi5/${outcome.packageId}`);
        const { problems } = outcome;
        return page('cmi5/packages', await loadPackages(deps, who, { saved: false, problems }), {
          status: 422,
        });
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/cmi5/:packageId',
      guard: inCourse,
      params: PackageParams,
      handle: async ({ who, params }) => page('cmi5/package', await loadPackage(deps, who, params.packageId)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/cmi5/:packageId/remove',
      guard: requireTeacher,
      params: PackageParams,
      async handle({ who, params }) {
        await removePackage(deps, who, params.packageId);
        return redirect('/cmi5?saved=1');
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/cmi5/:packageId/units/:unitId/launch',
      guard: inCourse,
      params: UnitParams,
      async handle({ who, params }) {
        const launcher = { ...who, isLearner: isLearner(who) };
        const { url, ownWindow, title } = await launchUnit(deps, launcher, params);
        listeners.onStored(who.schoolId);
        const shown = {
          ...{ url, ownWindow, packageId: params.packageId, title: inLanguage(title, who.locale) },
          script: `${deps.config.basePath}/assets/courseware.js`,
        };
        // Around the unit stands a page of ours: an LMS may let its frame go nowhere else.
        const policy = contentSecurityPolicy(who.embedOrigins, [new URL(url).origin]);
        return page('cmi5/unit', shown, ownWindow ? {} : { headers: { 'content-security-policy': policy } });
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/cmi5/:packageId/results',
      guard: requireCourseStaff,
      params: PackageParams,
      handle: async ({ who, params }) => page('cmi5/results', await loadResults(deps, who, params.packageId)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/cmi5/:packageId/results/:personId',
      guard: requireCourseStaff,
      params: LearnerParams,
      query: Saved,
      handle: async ({ who, params, query }) =>
        page('cmi5/learner', await loadLearnerResult(deps, who, { ...params, ...query })),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/cmi5/:packageId/results/:personId/waive',
      guard: requireTeacher,
      params: LearnerParams,
      body: z.object({ unitId: z.uuid(), reason: z.enum(WAIVED_REASONS) }),
      async handle({ who, params, body }) {
        await waiveUnit(deps, who, { ...params, ...body });
        listeners.onStored(who.schoolId);
        return redirect(`/cmi5/${params.packageId}/results/${params.personId}?saved=1`);
      },
    }),
    route({
      method: 'get',
      path: '/cmi5/closed',
      guard: anyone,
      handle: () => page('cmi5/closed', {}, { layout: 'bare' }),
    }),
    route({
      method: 'post',
      path: '/cmi5/fetch/:fetchKey',
      guard: anyone,
      params: z.object({ fetchKey: z.string().max(300) }),
      handle: async ({ params }) => json(await fetchToken(deps, params.fetchKey)),
    }),
  ];
}
