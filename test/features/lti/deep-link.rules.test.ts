import { describe, expect, test } from '@jest/globals';
import { judgeSettings, readPicks, suitable } from '../../../src/features/lti/deep-link-pick.rules.ts';
import { prepareDeepLinkResponse } from '../../../src/features/lti/deep-link-response.rules.ts';
import type { DeepLinking, Granted, Offer } from '../../../src/features/lti/deep-linking.schema.ts';
import type { DeepLinkingSettings } from '../../../src/features/lti/launch.schema.ts';

const settings = (given: Partial<DeepLinkingSettings> = {}): DeepLinkingSettings => ({
  returnUrl: 'https://lms.example.edu/return',
  acceptTypes: ['ltiResourceLink'],
  acceptMultiple: true,
  acceptLineItem: null,
  gradedOnly: false,
  data: null,
  ...given,
});

describe('What this place in the LMS takes', () => {
  test.each<[string, Partial<DeepLinkingSettings>, string, Partial<Granted>]>([
    ['Moodle says nothing of line items and takes them', {}, 'moodle', { grades: true, mostPoints: 100 }],
    ['a column in Canvas may have more points', {}, 'canvas', { grades: true, mostPoints: 1000 }],
    ['a platform that refuses line items gets none', { acceptLineItem: false }, 'canvas', { grades: false }],
    ['a platform that wants them gets them', { acceptLineItem: true }, 'other', { grades: true }],
    ['one at a time', { acceptMultiple: false }, 'canvas', { several: false }],
    ['files and HTML alone', { acceptTypes: ['file', 'html'] }, 'canvas', { links: false }],
    ['a new assignment in Canvas is graded', { gradedOnly: true }, 'canvas', { gradedOnly: true }],
    [
      'unless the platform takes no grades after all',
      { gradedOnly: true, acceptLineItem: false },
      'canvas',
      { gradedOnly: false, grades: false },
    ],
    ['links among others', { acceptTypes: ['link', 'ltiResourceLink'] }, 'canvas', { links: true }],
  ])('%s', (_sentence, given, family, granted) => {
    expect(judgeSettings(settings(given), family)).toMatchObject(granted);
  });
});

const offer = (kind: string, ref: string, gradable = true): Offer => ({
  kind,
  ref,
  title: `${kind} ${ref}`,
  gradable,
  gradedByDefault: false,
});
const offers = [offer('home', '', false), offer('practice', 'S1'), offer('practice', 'S2')];
const granted: Granted = { links: true, several: true, grades: true, gradedOnly: false, mostPoints: 100 };

describe('A form picks', () => {
  test.each([
    ['one thing', { item: 'home:' }, [['home', '', null]]],
    [
      'several, in the order of the page',
      { item: ['practice:S2', 'home:'] },
      [
        ['home', '', null],
        ['practice', 'S2', null],
      ],
    ],
    [
      'a grade with its points',
      { item: 'practice:S1', 'graded:practice:S1': 'on', 'points:practice:S1': '40' },
      [['practice', 'S1', 40]],
    ],
    [
      'points without the tick: no grade',
      { item: 'practice:S1', 'points:practice:S1': '40' },
      [['practice', 'S1', null]],
    ],
    [
      'no grade for what has none',
      { item: 'home:', 'graded:home:': 'on', 'points:home:': '5' },
      [['home', '', null]],
    ],
    ['nothing that isn’t offered', { item: ['practice:S9', 'practice:S1'] }, [['practice', 'S1', null]]],
  ])('%s', (_sentence, form, picked) => {
    const read = readPicks(form, offers, granted);
    if (read.kind !== 'picked') throw new Error(read.problem);
    expect(read.picks.map(({ kind, ref, scoreMaximum }) => [kind, ref, scoreMaximum])).toEqual(picked);
  });

  test.each([
    ['nothing ticked', {}, 'nothing'],
    ['only unknown things', { item: 'x:y' }, 'nothing'],
    ...['0', '-5', '101', '12.5', '', 'many', '1e400'].map((points) => [
      `${points || 'no'} points`,
      { item: 'practice:S1', 'graded:practice:S1': 'on', 'points:practice:S1': points },
      'points',
    ]),
  ] as [string, Record<string, string>, string][])('and is told what is wrong: %s', (_s, form, problem) => {
    expect(readPicks(form, offers, granted)).toEqual({ kind: 'problem', problem });
  });

  test('graded work alone where an assignment is made, ticked or not', () => {
    const assignment = { ...granted, gradedOnly: true };
    const fitting = suitable(offers, assignment);
    expect(fitting.map(({ ref }) => ref)).toEqual(['S1', 'S2']);
    const read = readPicks(
      { item: ['home:', 'practice:S1'], 'points:practice:S1': '40' },
      fitting,
      assignment,
    );
    expect(read).toMatchObject({ kind: 'picked', picks: [{ ref: 'S1', scoreMaximum: 40 }] });
  });

  test('one thing where the platform takes one, and no grade where it takes none', () => {
    const form = { item: ['practice:S1', 'practice:S2'], 'graded:practice:S1': 'on' };
    const read = readPicks(form, offers, { ...granted, several: false, grades: false });
    expect(read).toMatchObject({ picks: [{ ref: 'S1', scoreMaximum: null }] });
    expect(read.kind === 'picked' && read.picks).toHaveLength(1);
  });
});

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
const deepLinking = (family: string, data: string | null = null): DeepLinking => ({
  registration: { issuer: 'https://lms.example.edu', clientId: 'client', family },
  deploymentId: '7',
  settings: settings({ data }),
  answeredAt: null,
});
const given = {
  publicUrl: 'https://tool.example.edu/waymark',
  nonce: 'n',
  picks: [
    { kind: 'practice', ref: 'S1', title: 'Practice: SQL', scoreMaximum: 40, itemId: 'item-1' },
    { kind: 'home', ref: '', title: 'Home', scoreMaximum: null, itemId: 'item-2' },
  ],
  words: { message: '2 added', about: (kind: string) => `about ${kind}`, review: 'Open' },
};

describe('The response', () => {
  test('is addressed from client to issuer and echoes the data unchanged', () => {
    expect(prepareDeepLinkResponse(deepLinking('canvas', 'a b\n{"c":1}'), given)).toMatchObject({
      iss: 'client',
      aud: 'https://lms.example.edu',
      nonce: 'n',
      [`${LTI}message_type`]: 'LtiDeepLinkingResponse',
      [`${LTI}version`]: '1.3.0',
      [`${LTI}deployment_id`]: '7',
      [`${DL}data`]: 'a b\n{"c":1}',
      [`${DL}msg`]: '2 added',
    });
  });

  test('names no data where none was given: platforms refuse what they didn’t send', () => {
    expect(prepareDeepLinkResponse(deepLinking('moodle'), given)).not.toHaveProperty([`${DL}data`]);
  });

  test('carries a graded link with its line item and review', () => {
    const url = 'https://tool.example.edu/waymark/';
    const items = prepareDeepLinkResponse(deepLinking('moodle'), given)[`${DL}content_items`];
    expect(items).toEqual([
      {
        type: 'ltiResourceLink',
        title: 'Practice: SQL',
        text: 'about practice',
        url,
        custom: { waymark_item: 'item-1' },
        lineItem: {
          label: 'Practice: SQL',
          scoreMaximum: 40,
          resourceId: 'item-1',
          tag: 'practice',
          submissionReview: {
            reviewableStatus: ['InProgress', 'Submitted', 'Completed'],
            label: 'Open',
            url,
            custom: { waymark_item: 'item-1' },
          },
        },
      },
      {
        type: 'ltiResourceLink',
        title: 'Home',
        text: 'about home',
        url,
        custom: { waymark_item: 'item-2' },
      },
    ]);
  });

  test('proposes a frame’s height but to Moodle, which has a setting of its own', () => {
    const items = prepareDeepLinkResponse(deepLinking('canvas'), given)[`${DL}content_items`];
    expect(items).toMatchObject([{ iframe: { height: 800 } }, { iframe: { height: 800 } }]);
  });

  test('of somebody who goes back holds an empty list, which the platform takes as nothing chosen', () => {
    const words = { ...given.words, message: null };
    const claims = prepareDeepLinkResponse(deepLinking('canvas'), { ...given, picks: [], words });
    expect(claims[`${DL}content_items`]).toEqual([]);
    expect(claims).not.toHaveProperty([`${DL}msg`]);
  });
});
