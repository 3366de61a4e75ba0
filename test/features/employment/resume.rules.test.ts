import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ResumeForm,
  pickVerified,
  readJsonResume,
  toJsonResume,
  type Verified,
} from '../../../src/features/employment/resume.rules.ts';
import { ResumeDocument, type ResumeContent } from '../../../src/features/employment/resume.schema.ts';

const VERIFIED: Verified = {
  projects: [
    {
      id: 'project 1',
      title: 'Dispatch board',
      post: 'Front-end',
      employerName: 'Harbour',
      evidenceKind: 'agreement',
      startsOn: '2026-03-01',
      endsOn: '2026-05-01',
      done: 4,
    },
  ],
  skills: [
    {
      id: 'skill S001',
      name: { 'zh-CN': '\u6570\u636e', en: 'Data' },
      attempts: 10,
      correct: 9,
      lastOn: '2026-05-02',
    },
  ],
};
const content = (given: object = {}, picked: string[] = []): ResumeContent => ({
  title: 'For developers',
  picked,
  document: ResumeDocument.parse(given),
});

describe('a résumé form', () => {
  it('reads numbered lines in order, and leaves empty ones out', () => {
    const form = ResumeForm.parse({
      title: 'Developer',
      'basics-name': 'Learner 01',
      'basics-city': 'Hangzhou',
      'work-1-name': 'Second',
      'work-0-name': 'First',
      'work-0-startDate': '2025-07',
      'work-2-name': ' ',
      'education-0-institution': 'School',
      skills: 'Git\r\n\r\nLinux ',
      picked: 'project 1',
      forReview: 'on',
    });
    expect(form.document.work.map(({ name }) => name)).toEqual(['First', 'Second']);
    expect(form.document.skills.map(({ name }) => name)).toEqual(['Git', 'Linux']);
    expect(form.document.basics.location.city).toBe('Hangzhou');
    expect([form.picked, form.forReview]).toEqual([['project 1'], true]);
  });

  const wrong: [string, object][] = [
    ['a month there is not', { 'work-0-name': 'First', 'work-0-startDate': '2025-13' }],
    ['an address that is no web page', { 'basics-url': 'javascript:alert(1)' }],
    ['a mailbox that is none', { 'basics-email': 'somebody' }],
    ['no name for the version', { title: ' ' }],
  ];
  it.each(wrong)('refuses %s', (_sentence, given) => {
    expect(ResumeForm.safeParse({ title: 'Developer', ...given }).success).toBe(false);
  });
});

describe('JSON Resume', () => {
  it('carries verified lines with their mark, and doesn’t take them back as one’s own', () => {
    const picked = pickVerified(VERIFIED, ['project 1', 'skill S001', 'project of somebody else']);
    const file = toJsonResume(content({ projects: [{ name: 'Own site' }] }), picked, 'en');
    expect(file['projects']).toEqual([
      { name: 'Own site' },
      {
        name: 'Dispatch board',
        startDate: '2026-03-01',
        endDate: '2026-05-01',
        entity: 'Harbour',
        roles: ['Front-end'],
        'x-waymark-verified': 'tasks:4',
      },
    ]);
    expect(file['skills']).toEqual([{ name: 'Data', 'x-waymark-verified': 'answers:9/10 2026-05-02' }]);
    const back = readJsonResume(JSON.stringify(file));
    expect(back?.projects.map(({ name }) => name)).toEqual(['Own site']);
    expect(back?.skills).toEqual([]);
  });

  it.each(['', 'no json', '[]', '{"basics": 3}', '{"work": "much"}', '{"basics": {"url": "javascript:1"}}'])(
    'is not %j',
    (text) => expect(readJsonResume(text)).toBeNull(),
  );

  it('comes back as it went, whatever was written', () => {
    const text = fc.string({ maxLength: 60 }).map((given) => given.trim());
    const day = fc.constantFrom('', '2024', '2024-09', '2024-09-01');
    const document = fc.record({
      basics: fc.record({ name: text, summary: text }),
      work: fc.array(fc.record({ name: text.filter(Boolean), position: text, startDate: day }), {
        maxLength: 4,
      }),
      skills: fc.array(fc.record({ name: text.filter(Boolean) }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(document, (given) => {
        const one = content(given);
        const file = JSON.stringify(toJsonResume(one, { projects: [], skills: [] }, 'zh-CN'));
        expect(readJsonResume(file)).toEqual(one.document);
      }),
    );
  });
});
