import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { forbidden } from '../../infra/errors.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireAdministrator, requireRole, type SignedIn } from '../roster/index.ts';
import {
  appraiseMentor,
  endException,
  exceptMentor,
  saveMentorFile,
  type FileContent,
} from './keep-mentor-file.ts';
import { loadMentor, loadMentors } from './load-mentors.ts';
import { APPRAISAL_CRITERIA, COMPETENCES, ENGAGEMENTS, type Ratings } from './mentor-file.schema.ts';

const Params = z.object({ personId: z.uuid() });
const Words = z.string().trim().max(2000).default('');
const Day = orNothing(z.iso.date()).default(null);
/** Competences and duties have a field each, named for them. */
const FileBody = z
  .looseObject({
    employer: z.string().trim().max(200),
    position: z.string().trim().max(200),
    selection: Words,
    selectedOn: Day,
    agreement: Words,
    agreementFrom: Day,
    agreementUntil: Day,
  })
  .transform((fields, context): FileContent => {
    const evidence: Record<string, string> = {};
    for (const id of COMPETENCES) {
      const text = Words.safeParse(fields[`evidence-${id}`]);
      if (text.success) evidence[id] = text.data;
      else context.addIssue({ code: 'custom', message: 'too long', path: [`evidence-${id}`] });
    }
    const { employer, position, selection, agreement } = fields;
    return {
      words: { employer, position, evidence, selection, agreement },
      engagements: ENGAGEMENTS.filter((id) => fields[`engagement-${id}`] !== undefined),
      selectedOn: fields.selectedOn,
      agreementFrom: fields.agreementFrom,
      agreementUntil: fields.agreementUntil,
    };
  });
const Rating = z.coerce.number().int().min(1).max(5);
const RatingsBody = z.object(
  Object.fromEntries(APPRAISAL_CRITERIA.map((criterion) => [criterion, Rating])) as Record<
    keyof Ratings,
    typeof Rating
  >,
);
const AppraisalBody = RatingsBody.extend({ words: Words, appraisedOn: z.iso.date() });

const requireReader = requireRole('instructor', 'administrator', 'supervisor', 'enterprise_mentor');
const requireKeeper = requireRole('administrator', 'supervisor');

/** Enterprise mentors' files (§5.6.3, R062): who is ready to be assigned, and who is due. */
export function mentorsRoutes(deps: Deps): Route[] {
  const notOneself = (who: SignedIn, personId: string) => {
    if (who.personId === personId) throw forbidden('partners.ownFile');
  };
  const done = (personId: string) => redirect(`/partners/mentors/${personId}?saved=1`);
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/partners/mentors',
      guard: requireReader,
      handle: async ({ who }) => page('partners/mentors', await loadMentors(deps, who)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/partners/mentors/:personId',
      guard: requireReader,
      params: Params,
      query: Saved,
      handle: async ({ who, params, query }) =>
        page('partners/mentor', await loadMentor(deps, who, params.personId, query.saved)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/partners/mentors/:personId',
      guard: requireKeeper,
      params: Params,
      body: FileBody,
      async handle({ who, params: { personId }, body }) {
        notOneself(who, personId);
        await saveMentorFile(deps, who, personId, body);
        return done(personId);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/partners/mentors/:personId/appraisals',
      guard: requireKeeper,
      params: Params,
      body: AppraisalBody,
      async handle({ who, params: { personId }, body: { words, appraisedOn, ...ratings } }) {
        notOneself(who, personId);
        await appraiseMentor(deps, who, personId, { ratings, words, appraisedOn });
        return done(personId);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/partners/mentors/:personId/exception',
      guard: requireAdministrator,
      params: Params,
      body: z.object({ until: z.iso.date(), reason: z.string().trim().min(5).max(1000) }),
      async handle({ who, params: { personId }, body }) {
        notOneself(who, personId);
        await exceptMentor(deps, who, personId, body);
        return done(personId);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/partners/mentors/:personId/exception/end',
      guard: requireAdministrator,
      params: Params,
      async handle({ who, params: { personId } }) {
        await endException(deps, who, personId);
        return done(personId);
      },
    }),
  ];
}
