import { expect, test } from '@jest/globals';
import { parseStatement } from '../../../src/features/xapi/statement.rules.ts';
import { withDefinition } from './statement-samples.ts';

const interaction = (rest: object) => withDefinition({ interactionType: 'choice', ...rest });

const accepted: [sentence: string, statement: unknown][] = [
  [
    'an interaction with its components',
    interaction({
      correctResponsesPattern: ['a[,]b'],
      choices: [{ id: 'a', description: { en: 'A' } }, { id: 'b' }],
    }),
  ],
];

test.each(accepted)('accepts %s', (_sentence, statement) => {
  expect(parseStatement(statement)).toEqual({ ok: true, statement });
});

const refused: [requirement: string, sentence: string, pointer: string, statement: unknown][] = [
  [
    'XAPI-00060',
    'an activity type that is no IRI',
    '/object/definition/type',
    withDefinition({ type: 'quiz' }),
  ],
  [
    'XAPI-00061',
    'a moreInfo that is no IRL',
    '/object/definition/moreInfo',
    withDefinition({ moreInfo: 'C:\\info.txt' }),
  ],
  [
    'XAPI-00049',
    'an interaction type no one knows',
    '/object/definition/interactionType',
    withDefinition({ interactionType: 'Choice' }),
  ],
  [
    'XAPI-00064',
    'a correct response without interaction type',
    '/object/definition',
    withDefinition({ correctResponsesPattern: ['a'] }),
  ],
  [
    'Data-2.4.4.1',
    'two components of the same id',
    '/object/definition/choices/1/id',
    interaction({ choices: [{ id: 'a' }, { id: 'a' }] }),
  ],
  ['Data-2.4.4.1', 'a component without id', '/object/definition/choices/0', interaction({ choices: [{}] })],
];

test.each(refused)('%s: refuses %s', (requirement, _sentence, pointer, statement) => {
  expect(parseStatement(statement)).toMatchObject({ ok: false, problem: { requirement, pointer } });
});
