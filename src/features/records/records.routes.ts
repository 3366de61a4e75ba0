import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { page, route, stream, type Route } from '../../infra/http.ts';
import { requireAdministrator } from '../roster/index.ts';
import { exportRecords, recordExport } from './export-records.ts';
import { resolveFilter } from './find-records.ts';
import { listSenders } from './list-senders.ts';
import { loadRecord, loadRecords } from './load-records.ts';
import { RecordQueryForm } from './record-query.ts';
import { presentRecord, presentRecords } from './records.pages.ts';
import type { RecordsContributions } from './record-keeper.ts';
import { ExportFormat } from './records.schema.ts';
import { removalRoutes } from './removal.routes.ts';

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl' } as const;

/** All that was recorded, for administrators: to look through, to take along, to let go. */
export const recordsRoutes = (deps: Deps, given: RecordsContributions): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/records',
    guard: requireAdministrator,
    query: RecordQueryForm,
    handle: async ({ who, query }) =>
      page('records/records', presentRecords(await loadRecords(deps, given, who, query))),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/records/statements/:statementId',
    guard: requireAdministrator,
    params: z.object({ statementId: z.uuid() }),
    async handle({ who, params: { statementId } }) {
      const row = await loadRecord(deps, given, who, statementId);
      return page('records/record', presentRecord(row, RecordQueryForm.parse({})));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/records/export',
    guard: requireAdministrator,
    query: RecordQueryForm.extend({ format: ExportFormat }),
    async handle({ who, query: { format, ...query } }) {
      const { schoolId } = who;
      const senders = await listSenders(deps, given, schoolId);
      const filter = await resolveFilter(deps, { ...who, senders }, query);
      await recordExport(deps, { schoolId, personId: query.person, by: who.personId, format });
      const name = `waymark-records-${deps.now().toISOString().slice(0, 10)}.${format}`;
      return stream(name, TYPES[format], exportRecords(deps, { ...who, senders, filter, format }));
    },
  }),
  ...removalRoutes(deps, given),
];
