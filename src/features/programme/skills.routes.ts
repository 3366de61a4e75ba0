import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import {
  TALENT_TYPES,
  findCourse,
  requireRole,
  requireTeacher,
  type InCourse,
  type SignedIn,
} from '../roster/index.ts';
import { addQuestion, editQuestion, restoreQuestion, retireQuestion } from './edit-question.ts';
import { QUESTION_KINDS, type Skill } from './programme.schema.ts';
import { QuestionForm, readDraft } from './question-form.schema.ts';
import { judgeQuestion, type QuestionDraft } from './question.rules.ts';
import { drawSkillGraph } from './skill-graph.pages.ts';
import { emptyDraft, presentQuestionForm, presentSkill, presentSkills, toDraft } from './skill.pages.ts';
import {
  selectCourseSkills,
  selectQuestions,
  selectResources,
  selectRetiredQuestions,
  selectSkillCounts,
  selectSkills,
} from './skill.queries.ts';

const requireReader = requireRole('instructor', 'administrator', 'career_teacher');
/** As `requireTeacher` has it, for pages that others may read. */
const mayEdit = (who: SignedIn): boolean =>
  who.courseId !== null && who.roles.some((role) => role === 'instructor' || role === 'administrator');
const SkillParams = z.object({ skillId: z.string().max(64) });
const QuestionParams = SkillParams.extend({ questionId: z.string().max(64) });

/** The skill graph, and what each skill is practised with. */
export const skillsRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/skills',
    guard: requireReader,
    query: Saved.extend({ type: z.enum(TALENT_TYPES).optional() }),
    async handle({ who, query }) {
      const { schoolId, courseId } = who;
      const inCourse = courseId === null ? null : { schoolId, courseId };
      const course = inCourse && (await findCourse(deps.db, inCourse));
      const content = presentSkills(await selectSkills(deps.db, who), {
        type: query.type ?? course?.talentType ?? TALENT_TYPES[0],
        types: TALENT_TYPES,
        counts: await selectSkillCounts(deps.db, who),
        courseSkillIds: inCourse ? (await selectCourseSkills(deps.db, inCourse)).map(({ id }) => id) : [],
      });
      const graph = drawSkillGraph(
        content.skills.map((skill) => ({ ...skill, label: skill.name[who.locale] })),
      );
      return page('programme/skills', { ...content, graph, mayEdit: mayEdit(who), saved: query.saved });
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/skills/:skillId',
    guard: requireReader,
    params: SkillParams,
    query: Saved,
    async handle({ who, params, query }) {
      const { schoolId, courseId } = who;
      const { skills, skill } = await getSkill(deps, who, params.skillId);
      const key = { schoolId, courseId, skillId: skill.id };
      return page(
        'programme/skill',
        presentSkill(skill, {
          skills,
          resources: await selectResources(deps.db, { schoolId, courseId, skillIds: [skill.id] }),
          questions: await selectQuestions(deps.db, key),
          retired:
            courseId === null
              ? []
              : await selectRetiredQuestions(deps.db, { schoolId, courseId, skillId: skill.id }),
          mayEdit: mayEdit(who),
          saved: query.saved,
        }),
      );
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/skills/:skillId/questions/new',
    guard: requireTeacher,
    params: SkillParams,
    query: z.object({ kind: z.enum(QUESTION_KINDS).default('single') }),
    handle: ({ who, params, query }) =>
      presentForm(deps, who, { ...params, questionId: null, draft: emptyDraft(query.kind) }),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/skills/:skillId/questions/new',
    guard: requireTeacher,
    params: SkillParams,
    body: QuestionForm,
    handle: ({ who, params, body }) =>
      save(deps, who, { ...params, questionId: null, draft: readDraft(body) }),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/skills/:skillId/questions/:questionId',
    guard: requireTeacher,
    params: QuestionParams,
    async handle({ who, params }) {
      const inUse = await selectQuestions(deps.db, { ...who, skillId: params.skillId });
      const question = inUse.find(({ id }) => id === params.questionId);
      if (!question) throw notFound();
      return presentForm(deps, who, { ...params, draft: toDraft(question) });
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/skills/:skillId/questions/:questionId',
    guard: requireTeacher,
    params: QuestionParams,
    body: QuestionForm,
    handle: ({ who, params, body }) => save(deps, who, { ...params, draft: readDraft(body) }),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/skills/:skillId/questions/:questionId/retire',
    guard: requireTeacher,
    params: QuestionParams,
    async handle({ who, params }) {
      await retireQuestion(deps, who, params.questionId);
      return redirect(`/skills/${encodeURIComponent(params.skillId)}?saved=1#questions`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/skills/:skillId/questions/:questionId/restore',
    guard: requireTeacher,
    params: QuestionParams,
    async handle({ who, params }) {
      await restoreQuestion(deps, who, params.questionId);
      return redirect(`/skills/${encodeURIComponent(params.skillId)}?saved=1#questions`);
    },
  }),
];

async function getSkill(
  deps: Deps,
  who: SignedIn,
  skillId: string,
): Promise<{ skills: Skill[]; skill: Skill }> {
  const skills = await selectSkills(deps.db, who);
  const skill = skills.find(({ id }) => id === skillId);
  if (!skill) throw notFound();
  return { skills, skill };
}

interface Edited {
  skillId: string;
  questionId: string | null;
  draft: QuestionDraft;
}

async function presentForm(deps: Deps, who: InCourse, { skillId, questionId, draft }: Edited) {
  const { skill } = await getSkill(deps, who, skillId);
  return page('programme/question', presentQuestionForm(draft, { skill, questionId, problems: [] }));
}

async function save(deps: Deps, who: InCourse, { skillId, questionId, draft }: Edited) {
  const { skill } = await getSkill(deps, who, skillId);
  const judged = judgeQuestion(draft);
  if (judged.kind === 'problems') {
    const content = presentQuestionForm(draft, { skill, questionId, problems: judged.problems });
    return page('programme/question', content, { status: 422 });
  }
  if (questionId === null) await addQuestion(deps, who, { skillId, content: judged.content });
  else await editQuestion(deps, who, { questionId, content: judged.content });
  return redirect(`/skills/${encodeURIComponent(skillId)}?saved=1#questions`);
}
