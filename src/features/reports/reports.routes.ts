import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { orNothing } from '../../infra/forms.ts';
import { file, page, redirect, route, type Route } from '../../infra/http.ts';
import { requireInCourse } from '../roster/index.ts';
import { exportReport, loadReport, loadReports, makeReport, type ReportTools } from './load-reports.ts';
import { PERIODS } from './period.rules.ts';

const requireReader = requireInCourse(
  'learner',
  'instructor',
  'administrator',
  'career_teacher',
  'supervisor',
);
const One = z.object({ reportId: z.uuid() });

/** Reports that are made, frozen, read, printed and taken along; their kinds come from other rooms. */
export const reportsRoutes = (deps: Deps, tools: ReportTools): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/reports',
    guard: requireReader,
    query: z.object({ person: z.uuid().optional() }),
    handle: async ({ who, query: { person } }) =>
      page('reports/reports', await loadReports(deps, tools, who, { chosen: person ?? null })),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/reports',
    guard: requireReader,
    body: z.object({
      kind: z.string().max(40),
      personId: orNothing(z.uuid()).default(null),
      period: z.enum(PERIODS),
      from: orNothing(z.iso.date()).default(null),
      until: orNothing(z.iso.date()).default(null),
    }),
    handle: async ({ who, body }) => redirect(`/reports/${await makeReport(deps, tools, who, body)}`),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/reports/:reportId',
    guard: requireReader,
    params: One,
    handle: async ({ who, params: { reportId } }) =>
      page('reports/report', await loadReport(deps, tools, who, reportId)),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/reports/:reportId/csv',
    guard: requireReader,
    params: One,
    async handle({ who, params: { reportId } }) {
      const { name, text } = await exportReport(deps, tools, who, reportId);
      return file(name, 'text/csv; charset=utf-8', text);
    },
  }),
];
