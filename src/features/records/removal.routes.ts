import { z } from 'zod';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import { Saved, Ticked, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, stream, type Route } from '../../infra/http.ts';
import { findPersonName, requireAdministrator, type SignedIn } from '../roster/index.ts';
import { recordExport } from './export-records.ts';
import { listSenders } from './list-senders.ts';
import { exportPerson } from './personal-data.ts';
import { planRemoval } from './plan-removal.ts';
import { readMoment } from './record-filter.rules.ts';
import { retentionScope } from './records.jobs.ts';
import type { RecordsContributions } from './record-keeper.ts';
import type { RemovalScope } from './records.schema.ts';
import {
  presentPerson,
  presentPlan,
  presentRemoval,
  presentRemovals,
  presentRetention,
  type RemovalForm,
} from './removal.pages.ts';
import { findKeepYears, findRemoval, saveKeepYears, selectRemovals } from './removals.queries.ts';
import { LEAST_YEARS, MOST_YEARS } from './retention.rules.ts';
import { runRemoval } from './run-removals.ts';
import { startErasure, startRemoval } from './start-removal.ts';

const REMOVALS_SHOWN = 50;
/** Batches that the answer waits for: most removals are done by then; the minute job goes on with the others. */
const BATCHES_AT_ONCE = 4;

const Person = z.object({ personId: z.uuid() });
const Day = orNothing(z.iso.date()).default(null);
const Form = z.object({ sender: orNothing(z.uuid()).default(null), from: Day, until: Day });
const KeepYears = orNothing(z.coerce.number().int().min(LEAST_YEARS).max(MOST_YEARS));
const Count = z.coerce.number().int().min(0);

/** What is held on a person and their erasure; removal by source and days; how long a school keeps its records. */
export const removalRoutes = (deps: Deps, given: RecordsContributions): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/records/people/:personId',
    guard: requireAdministrator,
    params: Person,
    async handle({ who, params: { personId } }) {
      const name = await requirePerson(deps, who, personId);
      const plan = await planRemoval(deps, personScope(who, personId));
      return page('records/person', presentPerson({ personId, name }, plan, personId === who.personId));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/records/people/:personId/export',
    guard: requireAdministrator,
    params: Person,
    async handle({ who, params: { personId } }) {
      await requirePerson(deps, who, personId);
      const { schoolId } = who;
      await recordExport(deps, { schoolId, personId, by: who.personId, format: 'jsonl' });
      return stream(
        `waymark-${personId}.jsonl`,
        'application/jsonl',
        exportPerson(deps, { schoolId, personId }),
      );
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/records/people/:personId/erase',
    guard: requireAdministrator,
    params: Person,
    body: z.object({ name: z.string(), named: Ticked, expected: Count }),
    async handle({ who, params: { personId }, body }) {
      const name = await requirePerson(deps, who, personId);
      if (personId === who.personId) throw conflict('records.notYourself');
      if (body.name.trim() !== name) throw badRequest('records.notConfirmed');
      const { schoolId } = who;
      const id = await startErasure(deps, given.keeper, {
        schoolId,
        personId,
        named: body.named,
        requestedBy: who.personId,
        expected: body.expected,
      });
      await runRemoval(deps, given.keeper, { schoolId, id }, { batches: BATCHES_AT_ONCE });
      return redirect(`/records/removals/${id}`);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/records/removals',
    guard: requireAdministrator,
    query: Saved,
    async handle({ who, query: { saved } }) {
      const { schoolId } = who;
      const removals = await selectRemovals(deps.db, schoolId, REMOVALS_SHOWN);
      const senders = await listSenders(deps, given, schoolId);
      const keepYears = await findKeepYears(deps.db, schoolId);
      return page('records/removals', presentRemovals({ removals, senders, keepYears, saved }));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/records/removals/plan',
    guard: requireAdministrator,
    query: Form,
    async handle({ who, query }) {
      const scope = readScope(who, query);
      const senders = await listSenders(deps, given, who.schoolId);
      return page('records/plan', presentPlan(await planRemoval(deps, scope), scope, query, senders));
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/records/removals',
    guard: requireAdministrator,
    body: Form.extend({ expected: Count, typed: Count }),
    async handle({ who, body }) {
      if (body.typed !== body.expected) throw badRequest('records.notConfirmed');
      const { schoolId, personId: requestedBy } = who;
      const scope = readScope(who, body);
      const id = await startRemoval(deps, {
        scope,
        reason: 'request',
        requestedBy,
        expected: body.expected,
      });
      await runRemoval(deps, given.keeper, { schoolId, id }, { batches: BATCHES_AT_ONCE });
      return redirect(`/records/removals/${id}`);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/records/removals/:removalId',
    guard: requireAdministrator,
    params: z.object({ removalId: z.uuid() }),
    async handle({ who, params }) {
      const row = await findRemoval(deps.db, { schoolId: who.schoolId, id: params.removalId });
      if (!row) throw notFound();
      return page('records/removal', presentRemoval(row, await listSenders(deps, given, who.schoolId)));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/records/retention',
    guard: requireAdministrator,
    query: z.object({ keepYears: KeepYears.pipe(z.number()) }),
    async handle({ who, query: { keepYears } }) {
      const scope = retentionScope(deps, { ...who, keepYears });
      return page(
        'records/retention',
        presentRetention(await planRemoval(deps, scope), keepYears, scope.untilAt),
      );
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/records/retention',
    guard: requireAdministrator,
    body: z.object({ keepYears: KeepYears, expected: Count.optional(), typed: Count.optional() }),
    async handle({ who, body: { keepYears, expected, typed } }) {
      if (keepYears !== null && (expected === undefined || typed !== expected))
        throw badRequest('records.notConfirmed');
      await setRetention(deps, who, keepYears);
      return redirect('/records/removals?saved=1#retention');
    },
  }),
];

async function requirePerson(deps: Deps, { schoolId }: SignedIn, personId: string): Promise<string> {
  const name = await findPersonName(deps.db, { schoolId, personId });
  if (name === null) throw notFound('records.noSuchPerson');
  return name;
}

const personScope = ({ schoolId }: SignedIn, personId: string): RemovalScope => ({
  schoolId,
  personId,
  named: false,
  credentialId: null,
  fromAt: null,
  untilAt: null,
});

/** Whole days in the school's own time. */
function readScope({ schoolId, timeZone }: SignedIn, { sender, from, until }: RemovalForm): RemovalScope {
  if (sender === null && from === null && until === null) throw badRequest('records.nothingChosen');
  return {
    schoolId,
    personId: null,
    named: false,
    credentialId: sender,
    fromAt: readMoment(from, timeZone, 'start'),
    untilAt: readMoment(until, timeZone, 'end'),
  };
}

const setRetention = (deps: Deps, who: SignedIn, keepYears: number | null): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const { schoolId, personId } = who;
    await saveKeepYears(tx, schoolId, { keepYears, setBy: personId, setAt: deps.now() });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'records.retention',
      subjectType: 'school',
      subjectId: schoolId,
      detail: { keepYears },
    });
  });
