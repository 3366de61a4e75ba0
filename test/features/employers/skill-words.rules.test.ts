import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findTerms, makeDictionary } from '../../../src/features/employers/find-terms.rules.ts';
import { readPostingWords, type PostingWords } from '../../../src/features/employers/read-words.ts';
import { suggestSkills } from '../../../src/features/employers/skill-words.rules.ts';

let words: PostingWords;
beforeAll(async () => {
  words = await readPostingWords();
});
const find = (text: string) =>
  suggestSkills(text, makeDictionary(words.skillTerms), words.cues).map(
    ({ skillId, wanted }) =>
      `${wanted ? '' : 'not '}${words.skillTerms.find(({ id }) => id === skillId)?.word}`,
  );

describe('skills in the text of a posting', () => {
  it.each([
    ['by their names', '熟悉Python和SQL，会用Git。', ['Python', 'SQL', 'Git']],
    ['by other names', '掌握 SpringBoot、Golang、CSS3', ['Spring Boot', 'Go语言', 'CSS']],
    ['at their longest', '精通JavaScript与Spring Cloud', ['JavaScript', 'Spring Cloud']],
    ['without case and in full width', '会用ｐｙｔｈｏｎ、MYSQL', ['Python', 'MySQL']],
    ['with signs in them', '熟悉C++、C#或Node.js', ['C++', 'C#', 'Node.js']],
    ['not inside other words', '了解gitlab2、Javanese', []],
    ['not in a letter that means something else', '面向C端用户，做B端产品', []],
    ['not those that aren’t asked', '不要求Java经验，会Python即可', ['not Java', 'Python']],
    ['nor any of an enumeration', '无需Java、Python、SQL', ['not Java', 'not Python', 'not SQL']],
    ['but those after a but', '不要求Java但要会Python', ['not Java', 'Python']],
    ['not those that a trailing word takes back', '会Vue；React不作要求', ['Vue', 'not React']],
    [
      'which are asked all the same when they are asked elsewhere',
      '不要求Java基础。入职后用Java开发',
      ['Java'],
    ],
    ['where only the degree doesn’t matter', '学历不限，专业不限，熟悉Linux', ['Linux运维']],
    ['in English', 'No Java needed; Python and Docker required', ['not Java', 'Python', 'Docker']],
    ['none in an empty text', '', []],
  ])('are found %s', (_name, text, skills) => expect(find(text)).toEqual(skills));

  it('come with the places where they stand', () => {
    const text = '要求：熟悉Python，能用Python写脚本';
    const [python] = suggestSkills(text, makeDictionary(words.skillTerms), words.cues);
    expect(python?.places.map(({ start, end }) => text.slice(start - 1, end))).toEqual(['Python', 'Python']);
    expect(python?.places[0]).toMatchObject({
      before: '要求：熟悉',
      word: 'Python',
      after: '，能用Python写脚本'.slice(0, 12),
    });
  });

  it('stand where they are said to, apart from each other, whatever the text', () => {
    const dictionary = makeDictionary(words.skillTerms);
    const pieces = fc.constantFrom(
      ...words.skillTerms.map(({ word }) => word),
      '不要求',
      '，',
      '。',
      ' ',
      '但',
      'x',
      'İ',
      '𠮷',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        let last = 0;
        for (const { id, start, end } of findTerms(text, dictionary, words.cues)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          const named = text.slice(start, end).toLowerCase();
          expect(words.skillTerms.some((term) => term.id === id && term.word.toLowerCase() === named)).toBe(
            true,
          );
          last = end;
        }
      }),
    );
  });
});
