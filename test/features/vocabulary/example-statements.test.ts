import { describe, expect, it } from '@jest/globals';
import { expectToFollow } from '../../support/vocabulary.ts';

const PUBLIC_URL = 'https://waymark.example.edu';
const W = 'https://w3id.org/waymark/xapi';
const TLA = 'https://w3id.org/xapi/tla';
const id = (number: number) => `01890000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const agent = (name: string) => ({ objectType: 'Agent', account: { homePage: PUBLIC_URL, name } });
const reference = (number: number) => ({ objectType: 'StatementRef', id: id(number) });
const career = {
  objectType: 'Activity',
  id: `${PUBLIC_URL}/careers/operations`,
  definition: { type: `${TLA}/activity-types/career` },
};

/** A statement of a matter (its registration) by a profile. */
const told = (
  number: number,
  profile: string,
  verb: string,
  given: { actor?: object; object: object; registration: number; context?: object; extensions?: object },
) => ({
  id: id(number),
  actor: given.actor ?? agent('learner'),
  verb: { id: verb },
  object: given.object,
  context: {
    registration: id(given.registration),
    ...given.context,
    contextActivities: {
      category: [
        { id: `${W}/${profile}/v1`, definition: { type: 'http://adlnet.gov/expapi/activities/profile' } },
      ],
    },
    ...(given.extensions ? { extensions: given.extensions } : {}),
  },
  timestamp: new Date(Date.UTC(2026, 8, 1, 0, number)).toISOString(),
});

describe('what Waymark describes but doesn’t say itself', () => {
  it('is a career goal: proposed, set, then reached or dropped', async () => {
    const goal = { object: career, registration: 901 };
    const other = { object: career, registration: 902 };
    const learner = { [`${TLA}/extensions/learner`]: agent('learner') };
    const target = { [`${W}/career-goal/extensions/goal`]: { targetOn: '2027-07-01' } };
    expect(
      await expectToFollow([
        told(1, 'career-goal', `${TLA}/verbs/directed`, {
          ...goal,
          actor: agent('teacher'),
          extensions: learner,
        }),
        told(2, 'career-goal', `${TLA}/verbs/planned`, { ...goal, extensions: target }),
        told(3, 'career-goal', `${TLA}/verbs/achieved`, { ...goal, context: { statement: reference(2) } }),
        told(4, 'career-goal', `${TLA}/verbs/planned`, other),
        told(5, 'career-goal', `${TLA}/verbs/deselected`, { ...other, context: { statement: reference(4) } }),
      ]),
    ).toEqual(['proposed', 'set', 'reached', 'dropped'].map((name) => `career-goal/templates/${name}`));
  });

  it('is a warning and what was answered', async () => {
    const extensions = {
      'http://id.tincanapi.com/extension/severity': 'yellow',
      [`${W}/warning/extensions/warning`]: { kind: 'missed_deadline', ruleVersion: 'warning-1' },
    };
    const raised = { actor: agent('waymark'), object: agent('learner'), registration: 903, extensions };
    const answered = { actor: agent('teacher'), object: reference(6), registration: 903 };
    expect(
      await expectToFollow([
        told(6, 'warning', 'https://w3id.org/xapi/dod-isd/verbs/alerted', raised),
        told(7, 'warning', 'http://adlnet.gov/expapi/verbs/responded', answered),
      ]),
    ).toEqual(['warning/templates/raised', 'warning/templates/answered']);
  });
});
