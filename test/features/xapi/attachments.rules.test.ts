import { expect, test } from '@jest/globals';
import { parseStatement } from '../../../src/features/xapi/statement.rules.ts';
import { sampleStatement, withAttachment } from './statement-samples.ts';

const accepted: [sentence: string, statement: unknown][] = [
  ['an attachment with a file URL', withAttachment({ fileUrl: 'https://school.example/essay.txt' })],
];

test.each(accepted)('accepts %s', (_sentence, statement) => {
  expect(parseStatement(statement)).toEqual({ ok: true, statement });
});

const refused: [requirement: string, sentence: string, pointer: string, statement: unknown][] = [
  ['XAPI-00025', 'attachments that are no list', '/attachments', sampleStatement({ attachments: {} })],
  [
    'XAPI-00107',
    'an attachment without usage type',
    '/attachments/0/usageType',
    withAttachment({ usageType: 'essay' }),
  ],
  [
    'XAPI-00105',
    'an attachment whose media type is none',
    '/attachments/0/contentType',
    withAttachment({ contentType: 'text' }),
  ],
  [
    'XAPI-00102',
    'an attachment whose length is text',
    '/attachments/0/length',
    withAttachment({ length: '27' }),
  ],
  [
    'XAPI-00102',
    'an attachment of a negative length',
    '/attachments/0/length',
    withAttachment({ length: -1 }),
  ],
  [
    'XAPI-00103',
    'an attachment with a SHA-1 hash',
    '/attachments/0/sha2',
    withAttachment({ sha2: 'a'.repeat(40) }),
  ],
  [
    'XAPI-00104',
    'an attachment whose file URL is none',
    '/attachments/0/fileUrl',
    withAttachment({ fileUrl: 'essay.txt' }),
  ],
  [
    'XAPI-00115',
    'a signature of another media type',
    '/attachments/0/contentType',
    withAttachment({
      usageType: 'http://adlnet.gov/expapi/attachments/signature',
      contentType: 'text/plain',
    }),
  ],
];

test.each(refused)('%s: refuses %s', (requirement, _sentence, pointer, statement) => {
  expect(parseStatement(statement)).toMatchObject({ ok: false, problem: { requirement, pointer } });
});
