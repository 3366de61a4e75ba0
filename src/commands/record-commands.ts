import { once } from 'node:events';
import { otherSenders } from '../app.ts';
import { requireSchool, type Command } from './command.ts';
import {
  ExportFormat,
  RecordQueryForm,
  exportPerson,
  exportRecords,
  listSenders,
  recordExport,
  resolveFilter,
} from '../features/records/index.ts';
import { schools } from '../features/roster/roster.tables.ts';
import type { Deps } from '../infra/deps.ts';
import { eq } from 'drizzle-orm';

/** Taking a school's records along. */
export const recordCommands: Record<string, Command> = {
  export: {
    usage:
      '--school <id> [--format jsonl|csv] [--person <id>] [--verb <iri>] [--activity <iri>] [--from <day>] [--until <day>]',
    summary: 'writes statements to standard output; a person as jsonl: also their documents',
    async run(deps, _words, { school, format: wanted = 'jsonl', person, verb, activity, from, until }) {
      const schoolId = await requireSchool(deps, school);
      const format = ExportFormat.safeParse(wanted);
      if (!format.success) throw new Error('--format: jsonl or csv.');
      const query = RecordQueryForm.safeParse({ person, verb, activity, from, until });
      if (!query.success)
        throw new Error(
          `--${query.error.issues[0]?.path.join('.') ?? ''}: ${query.error.issues[0]?.message ?? ''}`,
        );
      const personId = query.data.person;
      await recordExport(deps, { schoolId, personId, by: null, format: format.data });
      const isWholePerson = personId !== null && !verb && !activity && !from && !until;
      await print(
        isWholePerson && format.data === 'jsonl'
          ? exportPerson(deps, { schoolId, personId })
          : await exportFiltered(deps, schoolId, query.data, format.data),
      );
    },
  },
};

async function exportFiltered(
  deps: Deps,
  schoolId: string,
  query: Parameters<typeof resolveFilter>[2],
  format: ExportFormat,
): Promise<AsyncIterable<string>> {
  const [school] = await deps.db
    .select({ timeZone: schools.timeZone })
    .from(schools)
    .where(eq(schools.id, schoolId));
  const senders = await listSenders(deps, { senders: otherSenders(deps) }, schoolId);
  const asking = { schoolId, timeZone: school?.timeZone ?? 'UTC', locale: 'zh-CN', senders };
  const filter = await resolveFilter(deps, asking, query);
  return exportRecords(deps, { ...asking, filter, format });
}

async function print(chunks: AsyncIterable<string>): Promise<void> {
  for await (const chunk of chunks) if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
}
