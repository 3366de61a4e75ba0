import { describe, expect, test } from '@jest/globals';
import type { StatementTemplate, TemplateRule } from '../../../src/features/vocabulary/profile.schema.ts';
import { checkTemplate } from '../../../src/features/vocabulary/template.rules.ts';
import type { JsonValue } from '../../../src/features/xapi/index.ts';

const VERB = 'https://example.org/verbs/did';
const TYPE = 'https://example.org/types/thing';
const template = (given: Partial<StatementTemplate>): StatementTemplate => ({
  id: 'https://example.org/templates/1',
  type: 'StatementTemplate',
  prefLabel: { en: 'Done' },
  definition: { en: 'Somebody did something.' },
  rules: [],
  ...given,
});
const statement = (given: Record<string, JsonValue> = {}): JsonValue => ({
  actor: { account: { homePage: 'https://example.org', name: '1' } },
  verb: { id: VERB },
  object: { id: 'https://example.org/1', definition: { type: TYPE } },
  ...given,
});
const REFERENCE = { objectType: 'StatementRef', id: '01890000-0000-7000-8000-000000000001' };
const around = (role: string, ...types: string[]) => ({
  context: {
    contextActivities: {
      [role]: types.map((type, index) => ({ id: `https://example.org/a${index}`, definition: { type } })),
    },
  },
});

const judge = (
  given: JsonValue,
  wanted: Partial<StatementTemplate>,
  templatesOf: (id: string) => string[] | null = () => null,
) => checkTemplate(given, template(wanted), templatesOf);

describe('determining properties (Profiles 8.0)', () => {
  test.each<[string, boolean, Record<string, JsonValue>, Partial<StatementTemplate>]>([
    ['nothing asked, all follow', true, {}, {}],
    ['the verb is the template’s', true, {}, { verb: VERB }],
    ['the verb is another', false, { verb: { id: 'https://example.org/verbs/left' } }, { verb: VERB }],
    ['the object’s type is the template’s', true, {}, { objectActivityType: TYPE }],
    [
      'the object has no type',
      false,
      { object: { id: 'https://example.org/1' } },
      { objectActivityType: TYPE },
    ],
    ['a parent has the type', true, around('parent', 'x', TYPE), { contextParentActivityType: [TYPE] }],
    [
      'a grouping has the type, where a parent must',
      false,
      around('grouping', TYPE),
      { contextParentActivityType: [TYPE] },
    ],
    [
      'one of two types in other is missing',
      false,
      around('other', TYPE),
      { contextOtherActivityType: [TYPE, 'y'] },
    ],
    [
      'further types in the category do no harm',
      true,
      around('category', 'y', TYPE, 'z'),
      { contextCategoryActivityType: [TYPE] },
    ],
    [
      'an attachment has the usage',
      true,
      { attachments: [{ usageType: TYPE }] },
      { attachmentUsageType: [TYPE] },
    ],
    ['no attachment has the usage', false, { attachments: [] }, { attachmentUsageType: [TYPE] }],
  ])('%s: %s', (_sentence, isMeant, given, wanted) => {
    expect(judge(statement(given), wanted)).toMatchObject({ isMeant, follows: isMeant });
  });
});

describe('statements referred to', () => {
  const wanted = { contextStatementRefTemplate: ['https://example.org/templates/0'] };
  const referring = statement({ context: { statement: REFERENCE } });
  test.each<[string, boolean, JsonValue, string[] | null]>([
    ['one that follows the template is fine', true, referring, ['https://example.org/templates/0']],
    ['one that follows another isn’t', false, referring, ['https://example.org/templates/9']],
    ['one that isn’t at hand is believed', true, referring, null],
    ['none at all isn’t', false, statement(), null],
    ['an activity in its place isn’t', false, statement({ context: { statement: { id: 'x' } } }), null],
  ])('%s', (_sentence, follows, given, followed) => {
    expect(judge(given, wanted, () => followed).follows).toBe(follows);
    const asObject = { objectStatementRefTemplate: wanted.contextStatementRefTemplate };
    const moved = statement({
      object: (given as { context?: { statement?: JsonValue } }).context?.statement ?? {},
    });
    expect(judge(moved, asObject, () => followed).follows).toBe(follows);
  });
});

describe('rules (Profiles 8.1)', () => {
  const location = '$.result.extensions.*';
  const selector = '$.kind';
  const results = (...values: JsonValue[]) =>
    statement({
      result: { extensions: Object.fromEntries(values.map((value, index) => [`e${index}`, value])) },
    });
  const none = statement();
  test.each<[string, boolean, JsonValue, TemplateRule]>([
    ['included: a value is there', true, results(1), { location, presence: 'included' }],
    ['included: none is', false, none, { location, presence: 'included' }],
    ['included: a null is a value', true, results(null), { location, presence: 'included' }],
    [
      'included: each has what is selected',
      true,
      results({ kind: 1 }),
      { location, selector, presence: 'included' },
    ],
    ['included: one lacks it', false, results({ kind: 1 }, {}), { location, selector, presence: 'included' }],
    ['excluded: none is there', true, none, { location, presence: 'excluded' }],
    ['excluded: one is', false, results(0), { location, presence: 'excluded' }],
    [
      'excluded: what can’t be selected isn’t there',
      true,
      results({}),
      { location, selector, presence: 'excluded' },
    ],
    ['recommended: none is there', true, none, { location, presence: 'recommended' }],
    [
      'recommended: what is there must be allowed',
      false,
      results(3),
      { location, presence: 'recommended', all: [1, 2] },
    ],
    [
      'recommended: nothing there, nothing to allow',
      true,
      none,
      { location, presence: 'recommended', any: [1] },
    ],
    ['any: one of several', true, results(1, 9), { location, any: [1, 2] }],
    ['any: none of them', false, results(8, 9), { location, any: [1, 2] }],
    ['any: nothing there', false, none, { location, any: [1] }],
    ['all: each is allowed', true, results(1, 2), { location, all: [1, 2] }],
    ['all: one isn’t', false, results(1, 3), { location, all: [1, 2] }],
    ['all: one can’t be selected', false, results({ kind: 1 }, {}), { location, selector, all: [1] }],
    ['all: nothing there, nothing wrong', true, none, { location, all: [1] }],
    ['none: no value is refused', true, results(1), { location, none: [2] }],
    ['none: one is', false, results(1, 2), { location, none: [2] }],
    ['a number isn’t its text', false, results('1'), { location, any: [1] }],
    [
      'objects are equal whatever the order of their keys',
      true,
      results({ a: 1, b: [2] }),
      { location, any: [{ b: [2], a: 1 }] },
    ],
    ['lists are not', false, results([1, 2]), { location, any: [[2, 1]] }],
  ])('%s', (_sentence, follows, given, rule) => {
    expect(judge(given, { rules: [rule] }).follows).toBe(follows);
  });

  test('tell where, what is allowed, what was found and the author’s note', () => {
    const scopeNote = { en: 'Yes or no.' };
    const { checks } = judge(results(1, 3), {
      rules: [{ location, presence: 'included', all: [1, 2], scopeNote }],
    });
    expect(checks).toEqual([
      {
        kind: 'included',
        ok: true,
        path: location,
        expected: ['1', '2'],
        found: ['1', '3'],
        note: scopeNote,
      },
      {
        kind: 'all',
        ok: false,
        path: '$.result.extensions.e1',
        expected: ['1', '2'],
        found: ['1', '3'],
        note: scopeNote,
      },
    ]);
  });
});
