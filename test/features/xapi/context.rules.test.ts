import { expect, test } from '@jest/globals';
import { parseStatement } from '../../../src/features/xapi/statement.rules.ts';
import { ACTIVITY, LEARNER, STATEMENT_ID, sampleStatement, withContext } from './statement-samples.ts';

const REFERENCE = { objectType: 'StatementRef', id: STATEMENT_ID };
const GROUP = { objectType: 'Group', account: { homePage: 'https://lms.school.example', name: 'class-1' } };

const accepted: [sentence: string, statement: unknown][] = [
  [
    'null, empty text and empty objects inside extensions (XAPI-00119)',
    withContext({
      extensions: { 'https://s.example/x': null, 'https://s.example/y': '', 'https://s.example/z': {} },
    }),
  ],
  ['a single context activity instead of a list', withContext({ contextActivities: { parent: ACTIVITY } })],
  ['platform and revision with an activity', withContext({ platform: 'Moodle', revision: '3' })],
  ['a group as instructor', withContext({ instructor: GROUP })],
  [
    'context agents and groups of xAPI 2.0.0',
    withContext({
      contextAgents: [
        { objectType: 'contextAgent', agent: LEARNER, relevantTypes: ['https://s.example/type'] },
      ],
      contextGroups: [{ objectType: 'contextGroup', group: GROUP }],
    }),
  ],
];

test.each(accepted)('accepts %s', (_sentence, statement) => {
  expect(parseStatement(statement)).toEqual({ ok: true, statement });
});

const refused: [requirement: string, sentence: string, pointer: string, statement: unknown][] = [
  [
    'XAPI-00087-1',
    'a registration that is no UUID',
    '/context/registration',
    withContext({ registration: 'attempt 1' }),
  ],
  ['XAPI-00031', 'an agent as team (XAPI-00088)', '/context/team/objectType', withContext({ team: LEARNER })],
  ['XAPI-00091', 'a language that is no tag', '/context/language', withContext({ language: 'zh_CN' })],
  [
    'XAPI-00073',
    'a context statement without object type',
    '/context/statement',
    withContext({ statement: { id: STATEMENT_ID } }),
  ],
  [
    'XAPI-00010',
    'an unknown role of context activities (XAPI-00093)',
    '/context/contextActivities/sibling',
    withContext({ contextActivities: { sibling: [ACTIVITY] } }),
  ],
  [
    'XAPI-00047',
    'a context activity without id (XAPI-00094)',
    '/context/contextActivities/parent/1',
    withContext({ contextActivities: { parent: [ACTIVITY, {}] } }),
  ],
  [
    'XAPI-00085',
    'a platform when the object is an agent',
    '/context/platform',
    sampleStatement({ object: LEARNER, context: { platform: 'Moodle' } }),
  ],
  [
    'XAPI-00084',
    'a revision when the object is a reference',
    '/context/revision',
    sampleStatement({ object: REFERENCE, context: { revision: '1' } }),
  ],
  [
    'IEEE-9274.1.1-4.2.2.5',
    'a context agent that does not say so',
    '/context/contextAgents/0/objectType',
    withContext({ contextAgents: [{ objectType: 'Agent', agent: LEARNER }] }),
  ],
  [
    'IEEE-9274.1.1-4.2.2.5',
    'empty relevant types',
    '/context/contextGroups/0/relevantTypes',
    withContext({ contextGroups: [{ objectType: 'contextGroup', group: GROUP, relevantTypes: [] }] }),
  ],
  [
    'IEEE-9274.1.1-4.2.2.5',
    'a relevant type that is no IRI',
    '/context/contextAgents/0/relevantTypes/0',
    withContext({ contextAgents: [{ objectType: 'contextAgent', agent: LEARNER, relevantTypes: ['abc'] }] }),
  ],
];

test.each(refused)('%s: refuses %s', (requirement, _sentence, pointer, statement) => {
  expect(parseStatement(statement)).toMatchObject({ ok: false, problem: { requirement, pointer } });
});
