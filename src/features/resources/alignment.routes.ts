import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, Several } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireRole, requireTeacher } from '../roster/index.ts';
import {
  addTarget,
  alignModule,
  deleteCompoundPost,
  deleteTarget,
  saveCompoundPost,
} from './align-modules.ts';
import { Count, Person, Words } from './fields.schema.ts';
import { loadCoverage, loadCross } from './load-alignment.ts';
import { TARGET_KINDS } from './resources.schema.ts';

const requireEditor = requireRole('instructor', 'administrator');
const TargetBody = z.object({
  kind: z.enum(TARGET_KINDS),
  name: z.string().trim().min(1).max(200),
  issuer: Words(200),
  level: Words(100),
});
/** Targets as ticked, ethics as `ethics-<item>` with the scene beside (`scene-<item>`). */
const ModuleBody = z
  .looseObject({ targetIds: Several })
  .transform(({ targetIds, ...fields }): unknown => ({
    targetIds,
    ethics: Object.keys(fields).flatMap((name) => {
      const itemId = /^ethics-(.{1,64})$/.exec(name)?.[1];
      return itemId === undefined ? [] : [{ itemId, scene: fields[`scene-${itemId}`] }];
    }),
  }))
  .pipe(
    z.object({
      targetIds: z.array(z.string()),
      ethics: z
        .array(z.object({ itemId: z.string(), scene: z.string().trim().max(300).default('') }))
        .max(100),
    }),
  );
const PostBody = z.object({
  name: z.string().trim().min(1).max(200),
  note: Words(1000),
  cycleWeeks: Count(1, 520),
  schoolMentorId: Person,
  enterpriseMentorId: Person,
  unitIds: Several,
});
const PostParams = z.object({ postId: z.uuid() });
const PATH = '/s/:sessionId/resources';
const COVERED = '/resources/coverage?saved=1';
const CROSSED = '/resources/cross?saved=1';

/** What modules lead to, what they lack, and posts that need several majors (R024, R030, R052, R110). */
export const alignmentRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: `${PATH}/coverage`,
    guard: requireRole('instructor', 'administrator', 'supervisor'),
    query: Saved,
    handle: async ({ who, query }) => page('resources/coverage', await loadCoverage(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/coverage/units/:unitId`,
    guard: requireTeacher,
    params: z.object({ unitId: z.uuid() }),
    body: ModuleBody,
    async handle({ who, params, body }) {
      await alignModule(deps, who, params.unitId, body);
      return redirect(`${COVERED}#unit-${params.unitId}`);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/targets`,
    guard: requireEditor,
    body: TargetBody,
    async handle({ who, body }) {
      await addTarget(deps, who, body);
      return redirect(`${COVERED}#targets`);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/targets/:targetId/delete`,
    guard: requireEditor,
    params: z.object({ targetId: z.uuid() }),
    async handle({ who, params }) {
      await deleteTarget(deps, who, params.targetId);
      return redirect(`${COVERED}#targets`);
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/cross`,
    guard: requireRole('instructor', 'administrator', 'supervisor', 'career_teacher'),
    query: Saved,
    handle: async ({ who, query }) => page('resources/cross', await loadCross(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/cross`,
    guard: requireEditor,
    body: PostBody,
    async handle({ who, body }) {
      await saveCompoundPost(deps, who, null, body);
      return redirect(CROSSED);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/cross/:postId`,
    guard: requireEditor,
    params: PostParams,
    body: PostBody,
    async handle({ who, params, body }) {
      await saveCompoundPost(deps, who, params.postId, body);
      return redirect(CROSSED);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/cross/:postId/delete`,
    guard: requireEditor,
    params: PostParams,
    async handle({ who, params }) {
      await deleteCompoundPost(deps, who, params.postId);
      return redirect(CROSSED);
    },
  }),
];
