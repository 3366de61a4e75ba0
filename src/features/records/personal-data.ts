import type { Deps } from '../../infra/deps.ts';
import type { PersonKey, PersonalDataSource } from '../roster/index.ts';
import { countRemovable, selectStatementPage, PAGE_LIMIT, type StatementFilter } from '../xapi/index.ts';
import {
  countDocumentsOfActors,
  selectDocumentsOfActors,
  type PersonalDocument,
} from '../xapi-documents/index.ts';
import { listActorsOf } from './person-actors.ts';
import { keysOfPerson } from './person-keys.rules.ts';

/** Statements and documents of a person, for "my data" and its download. */
export const recordsDataSources = (deps: Deps): PersonalDataSource[] => [
  {
    id: 'statements',
    label: 'records.myData.statements',
    async count(key) {
      const keys = keysOfPerson(await listActorsOf(deps.db, deps, key));
      const criteria = { schoolId: key.schoolId, keys, credentialId: null, from: null, until: null };
      return (await countRemovable(deps.db, criteria)).statements;
    },
    async select(key) {
      const statements: unknown[] = [];
      for await (const payload of readStatementsOf(deps, key)) statements.push(JSON.parse(payload));
      return statements;
    },
  },
  {
    id: 'documents',
    label: 'records.myData.documents',
    count: async (key) =>
      countDocumentsOfActors(deps.db, key.schoolId, await listActorsOf(deps.db, deps, key)),
    select: async (key) => (await documentsOf(deps, key)).map(presentDocument),
  },
];

/** All statements a person made or that are about them, voided ones too, oldest first, as they are stored. */
async function* readStatementsOf(deps: Pick<Deps, 'db' | 'config'>, key: PersonKey): AsyncGenerator<string> {
  const conditions = [keysOfPerson(await listActorsOf(deps.db, deps, key))];
  let after: StatementFilter['after'] = null;
  for (;;) {
    const rows = await selectStatementPage(
      deps.db,
      { schoolId: key.schoolId, own: null },
      { conditions, since: null, until: null, voided: 'shown', ascending: true, after, limit: PAGE_LIMIT },
    );
    const page = rows.slice(0, PAGE_LIMIT);
    for (const { payload } of page) yield payload;
    const last = page.at(-1);
    if (!last) return;
    after = last;
  }
}

const documentsOf = async (deps: Pick<Deps, 'db' | 'config'>, key: PersonKey): Promise<PersonalDocument[]> =>
  selectDocumentsOfActors(deps.db, key.schoolId, await listActorsOf(deps.db, deps, key));

/** As text where it is text, else in base64. */
function presentDocument({ content, ...document }: PersonalDocument): Record<string, unknown> {
  const isText = /^(text\/|application\/json)/.test(document.contentType);
  return {
    ...document,
    ...(isText ? { text: content.toString('utf8') } : { base64: content.toString('base64') }),
  };
}

/** One person's records as JSON lines: what each line holds, then the thing itself. */
export async function* exportPerson(
  deps: Pick<Deps, 'db' | 'config'>,
  key: PersonKey,
): AsyncGenerator<string> {
  for await (const payload of readStatementsOf(deps, key))
    yield `{"kind":"statement","statement":${payload}}\n`;
  for (const document of await documentsOf(deps, key))
    yield `${JSON.stringify({ kind: 'document', document: presentDocument(document) })}\n`;
}
