import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { QUESTION_KINDS, type QuestionKind } from '../../../src/features/programme/programme.schema.ts';
import {
  fillLocalText,
  judgeQuestion,
  markAnswer,
  type QuestionDraft,
  type QuestionProblem,
} from '../../../src/features/programme/question.rules.ts';

describe('markAnswer', () => {
  test.each<[string, QuestionKind, string[], string[], boolean]>([
    ['the key of a single choice is right', 'single', ['b'], ['b'], true],
    ['another choice is wrong', 'single', ['b'], ['a'], false],
    ['the key and another one are wrong', 'single', ['b'], ['a', 'b'], false],
    ['no answer is wrong', 'single', ['b'], [], false],
    ['all of several in another order are right', 'multiple', ['a', 'c'], ['c', 'a'], true],
    ['the same choice told twice counts once', 'multiple', ['a', 'c'], ['c', 'a', 'a'], true],
    ['one of several is wrong', 'multiple', ['a', 'c'], ['a'], false],
    ['several and one too many are wrong', 'multiple', ['a', 'c'], ['a', 'b', 'c'], false],
    ['true is right where true is the key', 'true_false', ['true'], ['true'], true],
    ['false is wrong where true is the key', 'true_false', ['true'], ['false'], false],
    ['a filled-in word is right in any case', 'fill', ['DISTINCT'], ['distinct'], true],
    ['outer and doubled spaces are forgiven', 'fill', ['git  add'], ['  git add '], true],
    ['full-width letters and digits are forgiven', 'fill', ['TCP 80'], ['ｔｃｐ　８０'], true],
    ['any accepted spelling is right', 'fill', ['alt', 'alt='], ['alt='], true],
    ['another spelling is wrong', 'fill', ['alt'], ['att'], false],
    ['leading zeros are not forgiven: the key lists them where they may stand', 'fill', ['8'], ['08'], false],
    ['nothing filled in is wrong', 'fill', ['alt'], [''], false],
    ['two texts are wrong', 'fill', ['alt'], ['alt', 'alt'], false],
  ])('%s', (_sentence, kind, key, given, right) => {
    expect(markAnswer({ kind, key }, given)).toBe(right);
  });

  test('the key itself is always right, in any order', () => {
    const question = fc.constantFrom(...QUESTION_KINDS).chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        key:
          kind === 'fill'
            ? fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 })
            : kind === 'multiple'
              ? fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 2 })
              : fc
                  .constantFrom(...(kind === 'single' ? ['a', 'b', 'c', 'd'] : ['true', 'false']))
                  .map((id) => [id]),
      }),
    );
    fc.assert(
      fc.property(question, ({ kind, key }) => {
        const answers = kind === 'fill' ? key.map((spelling) => [spelling]) : [key, [...key].reverse()];
        return answers.every((given) => markAnswer({ kind, key }, given));
      }),
    );
  });

  test('a proper part of the key of several is never right', () => {
    const key = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 2 });
    fc.assert(
      fc.property(key, fc.nat(), (ids, at) => {
        const part = ids.filter((_id, index) => index !== at % ids.length);
        return !markAnswer({ kind: 'multiple', key: ids }, part);
      }),
    );
  });
});

describe('judgeQuestion', () => {
  const text = (word: string) => fillLocalText(word, '');
  const draft = (given: Partial<QuestionDraft>): QuestionDraft => ({
    kind: 'single',
    difficulty: 1,
    stem: text('stem'),
    choices: ['one', 'two', 'three'].map((word, index) => ({ text: text(word), right: index === 0 })),
    trueFalse: '',
    fill: '',
    explanation: text('because'),
    ...given,
  });
  const choices = (...given: [string, boolean][]) =>
    given.map(([word, right]) => ({ text: text(word), right }));

  test.each<[string, Partial<QuestionDraft>, QuestionProblem[]]>([
    ['a whole single choice is ready', {}, []],
    ['a stem is needed', { stem: text('  ') }, ['stemMissing']],
    ['an explanation is needed', { explanation: text('') }, ['explanationMissing']],
    ['one choice is none', { choices: choices(['one', true], ['', false]) }, ['tooFewChoices']],
    ['two equal choices are refused', { choices: choices(['A', true], ['ａ', false]) }, ['sameChoices']],
    [
      'a single choice has one right answer, not two',
      { choices: choices(['one', true], ['two', true]) },
      ['oneRightChoice'],
    ],
    ['nor none', { choices: choices(['one', false], ['two', false]) }, ['oneRightChoice']],
    [
      'an empty choice that was marked as right doesn’t count',
      { choices: choices(['one', false], ['two', false], ['', true]) },
      ['oneRightChoice'],
    ],
    [
      'several answers need two at least',
      { kind: 'multiple', choices: choices(['one', true], ['two', false]) },
      ['severalRightChoices'],
    ],
    [
      'and one that is wrong',
      { kind: 'multiple', choices: choices(['one', true], ['two', true], ['three', true]) },
      ['allRight'],
    ],
    ['true or false has to be chosen', { kind: 'true_false', trueFalse: 'maybe' }, ['trueFalseMissing']],
    ['a fill-in needs an accepted answer', { kind: 'fill', fill: ' \n \n' }, ['fillMissing']],
    ['endless text is refused', { stem: text('x'.repeat(4001)) }, ['tooLong']],
  ])('%s', (_sentence, given, problems) => {
    const judged = judgeQuestion(draft(given));
    expect(judged.kind === 'problems' ? judged.problems : []).toEqual(problems);
  });

  test('letters its choices anew when some were left empty', () => {
    const judged = judgeQuestion(draft({ choices: choices(['', false], ['one', false], ['two', true]) }));
    expect(judged).toMatchObject({
      content: {
        key: ['b'],
        choices: [
          { id: 'a', text: text('one') },
          { id: 'b', text: text('two') },
        ],
      },
    });
  });

  test('takes one accepted answer per line, each once', () => {
    const judged = judgeQuestion(draft({ kind: 'fill', fill: ' alt \r\nalt=\n\nalt' }));
    expect(judged).toMatchObject({ content: { key: ['alt', 'alt='], choices: [] } });
  });

  test('whatever it lets through has a key that marks as right', () => {
    const words = fc.string({ maxLength: 8 });
    const drafts = fc.record({
      kind: fc.constantFrom(...QUESTION_KINDS),
      difficulty: fc.constantFrom(1, 2, 3),
      stem: words.map(text),
      choices: fc.array(fc.record({ text: words.map(text), right: fc.boolean() }), { maxLength: 6 }),
      trueFalse: fc.constantFrom('', 'true', 'false'),
      fill: fc.array(words).map((lines) => lines.join('\n')),
      explanation: words.map(text),
    });
    fc.assert(
      fc.property(drafts, (given) => {
        const judged = judgeQuestion(given);
        if (judged.kind === 'problems') return judged.problems.length > 0;
        const { content } = judged;
        return markAnswer(content, content.kind === 'fill' ? content.key.slice(0, 1) : content.key);
      }),
    );
  });
});

test.each([
  ['both languages stand as written', 'a', 'b', { 'zh-CN': 'a', en: 'b' }],
  ['Chinese alone stands for both', ' a ', '', { 'zh-CN': 'a', en: 'a' }],
  ['English alone stands for both', '', 'b', { 'zh-CN': 'b', en: 'b' }],
])('fillLocalText: %s', (_sentence, zh, en, expected) => {
  expect(fillLocalText(zh, en)).toEqual(expected);
});
