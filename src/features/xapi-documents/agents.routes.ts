import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { json, route, type Route } from '../../infra/http.ts';
import { requireScope, type CredentialBook } from '../xapi/index.ts';
import { selectOtherKeys } from './agents.queries.ts';
import { refuseOthers, requireAgent } from './parameter.rules.ts';
import { buildPerson } from './person.rules.ts';

/** Who an agent is (Communication 2.4). Other identifiers are for who may read all (docs/decisions/0011). */
export const agentRoutes = (deps: Deps, book: CredentialBook): Route[] => [
  route({
    method: 'get',
    path: '/xapi/agents',
    guard: requireScope(book, 'agents_profile/read'),
    query: z.record(z.string(), z.unknown()),
    async handle({ who: { schoolId, scopes }, query }) {
      refuseOthers(query, ['agent']);
      const { agent, key } = requireAgent(query);
      const readsAll = scopes.includes('all') || scopes.includes('all/read');
      return json(buildPerson(agent, readsAll ? await selectOtherKeys(deps.db, { schoolId, key }) : []));
    },
  }),
];
