import { describe, expect, it } from '@jest/globals';
import { accountKey, actorKey } from '../../../src/features/xapi/actor.rules.ts';
import { indexableIri } from '../../../src/features/xapi/index-length.rules.ts';
import { LMS, activity, moodle, read } from './sender-samples.ts';

const LONG = 'x'.repeat(5000);
const bytes = (text: string) => Buffer.byteLength(text);

describe('what is looked up in an index', () => {
  it('stays as it is up to 1000 bytes, and has a length of its own beyond', () => {
    const fits = `${LMS}/${'x'.repeat(900)}`;
    expect(indexableIri(fits)).toBe(fits);
    expect(indexableIri(`${LMS}/${LONG}`)).toMatch(/^urn:sha256:[0-9a-f]{64}$/);
    // Bytes count, not characters.
    expect(indexableIri(`${LMS}/${'\u822a'.repeat(400)}`)).toMatch(/^urn:sha256:/);
  });

  it('is the same for the same long actor, and another for another', () => {
    expect(accountKey(LMS, LONG)).toBe(accountKey(`${LMS}/`, LONG));
    expect(accountKey(LMS, LONG)).not.toBe(accountKey(LMS, `${LONG}x`));
    expect(actorKey({ openid: `https://id.example/${LONG}` })).toMatch(/^long\|/);
    expect(actorKey({ mbox: `mailto:${LONG}@school.example` })).toMatch(/^long\|/);
  });

  it('leaves no id in a learning event longer than that', () => {
    const long = (name: string, type: string) => activity(`${LMS}/${name}/${LONG}`, type);
    const event = read(
      moodle(
        'x',
        'http://adlnet.gov/expapi/verbs/answered',
        long('question', 'http://adlnet.gov/expapi/activities/cmi.interaction'),
        {
          context: {
            contextActivities: {
              parent: [
                long('attempt', 'http://adlnet.gov/expapi/activities/attempt'),
                long('course', 'https://w3id.org/xapi/cmi5/activitytype/course'),
              ],
            },
          },
        },
      ),
    );
    const { activityId, itemId, attemptId, courseActivityIds, parentIds } = event;
    const ids = [activityId, itemId ?? '', attemptId ?? '', ...courseActivityIds, ...parentIds];
    expect(ids).toHaveLength(6);
    expect(Math.max(...ids.map(bytes))).toBeLessThanOrEqual(1000);
  });
});
