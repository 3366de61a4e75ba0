import { expect } from '@jest/globals';
import {
  ACTIVITY,
  LEARNER,
  VERB,
  sampleStatement,
  withContext,
  withDefinition,
  withResult,
} from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';
import { refused, taken } from '../shape.ts';

const at = (pointer: string, cites?: string) => ({ pointer, ...(cites && { cites }) });
const EXTENSION = 'https://school.example/extensions/anything';
const withExtension = (value: unknown) => withResult({ extensions: { [EXTENSION]: value } });
const withTimestamp = (timestamp: unknown) => sampleStatement({ timestamp });
const withDuration = (duration: unknown) => withResult({ duration });
const withVersion = (version: unknown) => sampleStatement({ version });
const withWords = (display: unknown) => sampleStatement({ verb: { ...VERB, display } });

const JSON_RULES: Row[] = [
  refused('XAPI-00001', 'nothing is null', sampleStatement({ result: null }), at('/result')),
  refused(
    'XAPI-00001',
    'nothing deep inside is null',
    withDefinition({ name: { en: null } }),
    at('/object/definition/name/en'),
  ),
  taken('XAPI-00119', 'in extensions null is a value', withExtension(null)),
  taken('XAPI-00119', 'in extensions an empty text is a value', withExtension('')),
  taken('XAPI-00119', 'in extensions an empty object is a value', withExtension({})),
  refused(
    'XAPI-00118',
    'the key of an extension is an IRI',
    withResult({ extensions: { page: 7 } }),
    at('/result/extensions/page'),
  ),
  refused('XAPI-00008', 'names are written as specified', sampleStatement({ Result: {} }), at('/Result')),
  refused('XAPI-00010', 'nothing else stands in a statement', sampleStatement({ mood: 'good' }), at('/mood')),
  refused(
    'XAPI-00010',
    'nothing else stands in an actor',
    sampleStatement({ actor: { ...LEARNER, age: 20 } }),
    at('/actor/age'),
  ),
  refused(
    'XAPI-00009',
    'values of a list are written as specified',
    sampleStatement({ object: { ...ACTIVITY, objectType: 'activity' } }),
    at('/object/objectType', 'XAPI-00046'),
  ),
  refused('XAPI-00014', 'a statement is an object', 7, at('')),
  {
    id: 'XAPI-00015',
    says: 'text comes back as it was, in whatever script',
    async play(s) {
      const response = '课前预习 ✓ \u{1F600} é — “引号”';
      const [id = ''] = await s.store({ result: { response } });
      expect(await s.read(id)).toMatchObject({ result: { response } });
    },
  },
];

const TAGS = ['zh', 'zh-CN', 'zh-Hans-CN', 'de-CH-1996', 'es-419', 'zh-min-nan', 'x-whatever', 'i-klingon'];
const NO_TAGS = ['', 'zh_CN', 'a12345678', 'english-language-of-britain', 'zh-'];
const LANGUAGES: Row[] = [
  ...TAGS.map((tag) => taken('XAPI-00121', `${tag} is a language tag`, withWords({ [tag]: 'x' }))),
  ...NO_TAGS.map((tag) =>
    refused(
      'XAPI-00013',
      `“${tag}” is no language tag`,
      withWords({ [tag]: 'x' }),
      at(`/verb/display/${tag}`, 'XAPI-00121'),
    ),
  ),
  refused('XAPI-00121', 'words are text', withWords({ en: 7 }), at('/verb/display/en', 'XAPI-00045')),
];

const NO_UUIDS = [
  '7',
  'abcdefgh-1234-4234-8234-123456789012',
  '7f1f5b0e6c834b1c9d5f0a1b2c3d4e5f',
  '{7f1f5b0e-6c83-4b1c-9d5f-0a1b2c3d4e5f}',
];
const UUIDS: Row[] = [
  ...NO_UUIDS.map((id) =>
    refused('XAPI-00029', `${id} is no UUID`, sampleStatement({ id }), at('/id', 'XAPI-00027')),
  ),
  refused('XAPI-00030', 'a UUID is text', sampleStatement({ id: 7 }), at('/id', 'XAPI-00027')),
];

const TIMES: Row[] = [
  ...[
    '2026-09-07T01:00:00Z',
    '2026-09-07T09:00:00+08:00',
    '2026-09-07T01:00:00.123456Z',
    '20260907T010000Z',
  ].map((timestamp): Row => ({
    id: 'XAPI-00123',
    says: `${timestamp} is a time`,
    async play(s) {
      const [id = ''] = await s.store({ timestamp });
      expect(String((await s.read(id))['timestamp'])).toMatch(/^2026-09-07T01:00:00(\.\d{3,})?Z$/);
    },
  })),
  ...['yesterday', '2026-09-07', '2026-13-07T01:00:00Z', '2026-02-30T01:00:00Z', '2026-09-07T25:00:00Z'].map(
    (time) =>
      refused('XAPI-00123', `${time} is no time`, withTimestamp(time), at('/timestamp', 'XAPI-00022')),
  ),
  ...['-00', '-0000', '-00:00'].map((offset) =>
    refused(
      'XAPI-00123',
      `an offset of ${offset} is refused`,
      withTimestamp(`2026-09-07T01:00:00${offset}`),
      at('/timestamp', 'XAPI-00022'),
    ),
  ),
  {
    id: 'XAPI-00122',
    says: 'a time keeps at least its milliseconds',
    async play(s) {
      const [id = ''] = await s.store({ timestamp: '2026-09-07T01:02:03.456Z' });
      expect(await s.read(id)).toMatchObject({ timestamp: expect.stringMatching(/03\.456/) });
    },
  },
];

const DURATIONS: Row[] = [
  ...['P3Y', 'P4W', 'PT754S', 'PT16559.14S', 'P1Y2M3DT4H5M6S', 'PT1.12345S', 'PT0S'].map((duration) =>
    taken('XAPI-00124', `${duration} is a duration`, withDuration(duration)),
  ),
  ...['P4W1D', 'P', 'PT', 'P1DT', '7', 'P-1D', '1:30', 'PT1H30'].map((duration) =>
    refused(
      'XAPI-00124',
      `${duration} is no duration`,
      withDuration(duration),
      at('/result/duration', 'XAPI-00077'),
    ),
  ),
];

const VERSIONS: Row[] = [
  ...['1.0', '1.0.0', '1.0.9'].map((version) =>
    taken('XAPI-00332', `a statement of ${version} stays of ${version}`, withVersion(version)),
  ),
  taken('XAPI-00332', 'a statement of 2.0.0 stays of 2.0.0', withVersion('2.0.0'), '2.0.0'),
  ...['0.9.9', '1.1.0', '1', ''].map((version) =>
    refused('XAPI-00101', `a statement isn’t of “${version}”`, withVersion(version), at('/version')),
  ),
];

export const FORMATS: Row[] = [
  ...JSON_RULES,
  ...LANGUAGES,
  ...UUIDS,
  ...TIMES,
  ...DURATIONS,
  ...VERSIONS,
  refused(
    'XAPI-00007',
    'where an IRI is asked for, an empty text is none',
    sampleStatement({ verb: { id: '' } }),
    at('/verb/id', 'XAPI-00044'),
  ),
  refused(
    'XAPI-00007',
    'where a UUID is asked for, an empty text is none',
    withContext({ registration: '' }),
    at('/context/registration', 'XAPI-00087-1'),
  ),
];
