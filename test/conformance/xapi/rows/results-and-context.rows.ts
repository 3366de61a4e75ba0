import { v7 } from 'uuid';
import {
  ACTIVITY,
  LEARNER,
  sampleStatement,
  withAttachment,
  withContext,
  withResult,
} from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';
import { refused, taken } from '../shape.ts';

const at = (pointer: string, cites?: string) => ({ pointer, ...(cites && { cites }) });
const withScore = (score: unknown) => withResult({ score });
const CONTEXT_ACTORS = 'IEEE-9274.1.1-4.2.2.5';
const aboutLearner = (context: object) => sampleStatement({ object: LEARNER, context });
const TEAM = { objectType: 'Group', mbox: 'mailto:team@school.example' };
const file = (changes: object) =>
  withAttachment({ fileUrl: 'https://files.school.example/essay', ...changes });

const RESULTS: Row[] = [
  refused('XAPI-00074', 'success is true or false', withResult({ success: 'yes' }), at('/result/success')),
  refused(
    'XAPI-00075',
    'completion is true or false',
    withResult({ completion: 1 }),
    at('/result/completion'),
  ),
  refused('XAPI-00076', 'a response is text', withResult({ response: ['a'] }), at('/result/response')),
  refused(
    'XAPI-00077',
    'a duration is one of ISO 8601',
    withResult({ duration: '90 minutes' }),
    at('/result/duration'),
  ),
  refused(
    'XAPI-00078',
    'extensions of a result are an object',
    withResult({ extensions: 'x' }),
    at('/result/extensions'),
  ),
  refused('XAPI-00079', 'a score is an object', withScore(7), at('/result/score')),
  refused('XAPI-00080', 'the highest score is a number', withScore({ max: '10' }), at('/result/score/max')),
  refused('XAPI-00081', 'the lowest score is a number', withScore({ min: '0' }), at('/result/score/min')),
  refused(
    'XAPI-00081',
    'the lowest score isn’t above the highest',
    withScore({ min: 10, max: 0 }),
    at('/result/score/min'),
  ),
  refused(
    'XAPI-00082',
    'a score isn’t below the lowest',
    withScore({ raw: -1, min: 0 }),
    at('/result/score/raw'),
  ),
  refused(
    'XAPI-00082',
    'a score isn’t above the highest',
    withScore({ raw: 11, max: 10 }),
    at('/result/score/raw'),
  ),
  refused(
    'XAPI-00083',
    'a scaled score isn’t above 1',
    withScore({ scaled: 1.01 }),
    at('/result/score/scaled'),
  ),
  refused(
    'XAPI-00083',
    'a scaled score isn’t below −1',
    withScore({ scaled: -1.01 }),
    at('/result/score/scaled'),
  ),
  taken('XAPI-00083', 'a score may lie on its bounds', withScore({ scaled: -1, raw: 10, min: 0, max: 10 })),
  taken(
    'XAPI-00002',
    'a number keeps at least the precision of 32 bits',
    withScore({ raw: 1.2345678, scaled: 0.1234567 }),
  ),
];

const CONTEXTS: Row[] = [
  refused('XAPI-00006', 'a context is an object', withContext([]), at('/context')),
  refused(
    'XAPI-00087',
    'a registration is a UUID',
    withContext({ registration: '7' }),
    at('/context/registration', 'XAPI-00087-1'),
  ),
  refused(
    'XAPI-00088',
    'a team is a group',
    withContext({ team: LEARNER }),
    at('/context/team/objectType', 'XAPI-00031'),
  ),
  refused('XAPI-00089', 'a revision is text', withContext({ revision: 2 }), at('/context/revision')),
  refused('XAPI-00090', 'a platform is text', withContext({ platform: {} }), at('/context/platform')),
  refused(
    'XAPI-00091',
    'a language is a tag',
    withContext({ language: 'Chinese!' }),
    at('/context/language'),
  ),
  refused(
    'XAPI-00092',
    'a statement in a context is a reference',
    withContext({ statement: v7() }),
    at('/context/statement'),
  ),
  refused(
    'XAPI-00084',
    'a revision goes with an activity only',
    aboutLearner({ revision: '2' }),
    at('/context/revision'),
  ),
  refused(
    'XAPI-00085',
    'a platform goes with an activity only',
    aboutLearner({ platform: 'Moodle' }),
    at('/context/platform'),
  ),
  refused(
    'XAPI-00086',
    'context activities are an object',
    withContext({ contextActivities: [ACTIVITY] }),
    at('/context/contextActivities'),
  ),
  refused(
    'XAPI-00093',
    'a context activity has one of four roles',
    withContext({ contextActivities: { sibling: ACTIVITY } }),
    at('/context/contextActivities/sibling', 'XAPI-00010'),
  ),
  refused(
    'XAPI-00094',
    'a context activity is an activity',
    withContext({ contextActivities: { parent: [LEARNER] } }),
    at('/context/contextActivities/parent/0/objectType', 'XAPI-00046'),
  ),
  refused(
    'XAPI-00120',
    'extensions of a context are an object',
    withContext({ extensions: null }),
    at('/context/extensions', 'XAPI-00001'),
  ),
  taken('XAPI-00088', 'a team may be with the learner', withContext({ team: TEAM, instructor: LEARNER })),
  taken(
    CONTEXT_ACTORS,
    'further agents and groups may have a part in it',
    withContext({
      contextAgents: [
        { objectType: 'contextAgent', agent: LEARNER, relevantTypes: ['https://school.example/tutor'] },
      ],
      contextGroups: [{ objectType: 'contextGroup', group: TEAM }],
    }),
    '2.0.0',
  ),
  refused(
    CONTEXT_ACTORS,
    'a context agent says that it is one',
    withContext({ contextAgents: [{ agent: LEARNER }] }),
    { ...at('/context/contextAgents/0'), only: '2.0.0' },
  ),
  refused(
    CONTEXT_ACTORS,
    'its types aren’t an empty list',
    withContext({ contextAgents: [{ objectType: 'contextAgent', agent: LEARNER, relevantTypes: [] }] }),
    { ...at('/context/contextAgents/0/relevantTypes'), only: '2.0.0' },
  ),
  refused(
    CONTEXT_ACTORS,
    'a context group is a group',
    withContext({ contextGroups: [{ objectType: 'contextGroup', group: LEARNER }] }),
    { ...at('/context/contextGroups/0/group/objectType', 'XAPI-00031'), only: '2.0.0' },
  ),
];

const ATTACHMENTS: Row[] = [
  taken('XAPI-00025', 'an attachment may lie elsewhere', file({})),
  refused('XAPI-00025', 'attachments are a list', sampleStatement({ attachments: {} }), at('/attachments')),
  refused(
    'XAPI-00107',
    'an attachment says what it is for',
    file({ usageType: 'essay' }),
    at('/attachments/0/usageType'),
  ),
  refused(
    'XAPI-00106',
    'an attachment has a name in some language',
    file({ display: 'Essay' }),
    at('/attachments/0/display'),
  ),
  refused(
    'XAPI-00105',
    'an attachment has a media type',
    file({ contentType: 'text' }),
    at('/attachments/0/contentType'),
  ),
  refused(
    'XAPI-00102',
    'an attachment has a length in octets',
    file({ length: '27' }),
    at('/attachments/0/length'),
  ),
  refused('XAPI-00103', 'an attachment has a SHA-2 hash', file({ sha2: 'abc' }), at('/attachments/0/sha2')),
  refused(
    'XAPI-00104',
    'the place of an attachment is an address',
    file({ fileUrl: 'essay' }),
    at('/attachments/0/fileUrl'),
  ),
];

export const RESULTS_AND_CONTEXT: Row[] = [...RESULTS, ...CONTEXTS, ...ATTACHMENTS];
