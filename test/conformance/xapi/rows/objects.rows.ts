import { v7 } from 'uuid';
import {
  ACTIVITY,
  LEARNER,
  VERB,
  sampleStatement,
  sampleSubStatement,
  withDefinition,
} from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';
import { refused, taken } from '../shape.ts';

const withVerb = (verb: unknown) => sampleStatement({ verb });
const withObject = (object: unknown) => sampleStatement({ object });
const withSub = (changes: object) => withObject(sampleSubStatement({ ...changes }));
const at = (pointer: string, cites?: string) => ({ pointer, ...(cites && { cites }) });

const INTERACTIONS = {
  'true-false': {},
  choice: { choices: [{ id: 'a', description: { en: 'A' } }] },
  'fill-in': {},
  'long-fill-in': {},
  matching: { source: [{ id: 'a' }], target: [{ id: 'b' }] },
  performance: { steps: [{ id: 'a' }] },
  sequencing: { choices: [{ id: 'a' }] },
  likert: { scale: [{ id: 'a' }] },
  numeric: {},
  other: {},
};

export const OBJECTS: Row[] = [
  refused('XAPI-00003', 'a statement has an actor', sampleStatement({ actor: undefined }), at('')),
  refused('XAPI-00004', 'a statement has a verb', sampleStatement({ verb: undefined }), at('')),
  refused('XAPI-00005', 'a statement has an object', sampleStatement({ object: undefined }), at('')),
  refused('XAPI-00044', 'a verb has an id', withVerb({ display: VERB.display }), at('/verb')),
  refused('XAPI-00044', 'the id of a verb is an IRI', withVerb({ id: 'answered' }), at('/verb/id')),
  refused(
    'XAPI-00011',
    'an IRI has a scheme',
    withVerb({ id: '//adlnet.gov/answered' }),
    at('/verb/id', 'XAPI-00044'),
  ),
  refused(
    'XAPI-00045',
    'the words for a verb are a language map',
    withVerb({ ...VERB, display: 'answered' }),
    at('/verb/display'),
  ),
  refused(
    'XAPI-00046',
    'an object is of a known kind',
    withObject({ ...ACTIVITY, objectType: 'Thing' }),
    at('/object/objectType'),
  ),
  refused('XAPI-00047', 'an activity has an id', withObject({ objectType: 'Activity' }), at('/object')),
  refused('XAPI-00047', 'the id of an activity is an IRI', withObject({ id: 'quiz 7' }), at('/object/id')),
  refused('XAPI-00048', 'a definition is an object', withDefinition('quiz'), at('/object/definition')),
  refused(
    'XAPI-00056',
    'the name of an activity is a language map',
    withDefinition({ name: 'quiz' }),
    at('/object/definition/name'),
  ),
  refused(
    'XAPI-00059',
    'the description of an activity is a language map',
    withDefinition({ description: ['quiz'] }),
    at('/object/definition/description'),
  ),
  refused(
    'XAPI-00060',
    'the type of an activity is an IRI',
    withDefinition({ type: 'quiz' }),
    at('/object/definition/type'),
  ),
  refused(
    'XAPI-00061',
    'moreInfo is an address',
    withDefinition({ moreInfo: 'see there' }),
    at('/object/definition/moreInfo'),
  ),
  refused(
    'XAPI-00057',
    'extensions of an activity are an object',
    withDefinition({ extensions: [] }),
    at('/object/definition/extensions'),
  ),
  refused(
    'XAPI-00049',
    'an interaction is of a known type',
    withDefinition({ interactionType: 'guess' }),
    at('/object/definition/interactionType'),
  ),
  refused(
    'XAPI-00064',
    'who gives answers says the interaction’s type',
    withDefinition({ correctResponsesPattern: ['a'] }),
    at('/object/definition'),
  ),
  ...Object.entries(INTERACTIONS).map(([interactionType, components]) =>
    taken(
      'XAPI-00049',
      `an interaction may be ${interactionType}`,
      withDefinition({ interactionType, ...components }),
    ),
  ),
  refused(
    'Data-2.4.4.1',
    'the components of an interaction have ids of their own',
    withDefinition({ interactionType: 'choice', choices: [{ id: 'a' }, { id: 'a' }] }),
    at('/object/definition/choices/1/id'),
  ),
  taken('XAPI-00065', 'an agent may be the object', withObject(LEARNER)),
  refused(
    'XAPI-00065',
    'an agent as object says that it is one',
    withObject({ account: LEARNER.account }),
    at('/object'),
  ),
  refused(
    'XAPI-00065',
    'a group as object says that it is one',
    withObject({ member: [LEARNER] }),
    at('/object'),
  ),
  taken(
    'XAPI-00072',
    'another statement may be the object',
    withObject({ objectType: 'StatementRef', id: v7() }),
  ),
  refused('XAPI-00072', 'a reference has an id', withObject({ objectType: 'StatementRef' }), at('/object')),
  refused(
    'XAPI-00072',
    'the id of a reference is a UUID',
    withObject({ objectType: 'StatementRef', id: '7' }),
    at('/object/id'),
  ),
  taken('XAPI-00066', 'a statement within a statement may be the object', withSub({})),
  refused('XAPI-00003', 'a sub-statement has an actor', withSub({ actor: undefined }), at('/object')),
  refused('XAPI-00066', 'a sub-statement has an object', withSub({ object: undefined }), at('/object')),
  refused(
    'XAPI-00067',
    'a sub-statement has no authority',
    withSub({ authority: LEARNER }),
    at('/object/authority'),
  ),
  refused(
    'XAPI-00068',
    'a sub-statement has no version',
    withSub({ version: '1.0.0' }),
    at('/object/version'),
  ),
  refused(
    'XAPI-00069',
    'a sub-statement isn’t stored by itself',
    withSub({ stored: '2026-09-07T01:00:00Z' }),
    at('/object/stored'),
  ),
  refused('XAPI-00070', 'a sub-statement has no id', withSub({ id: v7() }), at('/object/id')),
  refused(
    'XAPI-00071',
    'a sub-statement holds no other',
    withSub({ object: sampleSubStatement() }),
    at('/object/object/objectType'),
  ),
  refused('XAPI-00073', 'a sub-statement says that it is one', withObject(sampleStatement()), at('/object')),
];
