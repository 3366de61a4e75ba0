import { describe, expect, it } from '@jest/globals';
import { decideAttachment } from '../../../src/features/roster/identity.rules.ts';

const ISSUERS = ['https://lms.school.example', 'https://canvas.example/'];

describe('an actor nobody knows', () => {
  it.each([
    [
      'an account on the school’s platform is one of its users',
      'account|https://lms.school.example|42',
      'Learner 42',
      'Learner 42',
    ],
    [
      'a slash at the end of the issuer doesn’t matter',
      'account|https://canvas.example|u1',
      'Learner',
      'Learner',
    ],
    [
      'without a name it is called by its account',
      'account|https://lms.school.example|0123456789abcdef',
      null,
      '#0123456789ab',
    ],
    ['a blank name is none', 'account|https://lms.school.example|42', '  ', '#42'],
    ['an account’s name may hold anything', 'account|https://lms.school.example|a|b', null, '#a|b'],
    ['an account elsewhere waits', 'account|https://elsewhere.example|42', 'Learner 42', null],
    [
      'a platform whose address only begins alike waits',
      'account|https://lms.school.example.org|42',
      'x',
      null,
    ],
    ['a mailbox waits: anybody can claim one', 'mbox|mailto:a@school.example', 'Learner', null],
    ['a hashed mailbox waits', 'sha1|0123', 'Learner', null],
    ['an OpenID waits', 'openid|https://id.example/a', 'Learner', null],
  ])('%s', (_sentence, actorKey, name, displayName) => {
    const attachment = decideAttachment({ actorKey, name }, ISSUERS);
    expect(attachment.kind === 'create' ? attachment.displayName : null).toBe(displayName);
  });
});
