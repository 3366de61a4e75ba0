import { describe, expect, test } from '@jest/globals';
import { decideStore, listStores, parseLogin, presentLogin } from '../../../src/features/lti/login.rules.ts';

const TOOL = 'https://tool.example.edu';
const registration = { authLoginUrl: 'https://sso.canvaslms.com/api/lti/authorize_redirect' };
const form = {
  iss: 'https://canvas.instructure.com',
  login_hint: '1',
  target_link_uri: `${TOOL}/`,
  client_id: 'c',
};

describe('The platform’s storage', () => {
  test.each([
    ['is none where the login names none', form, null],
    ['is none where the name is empty', { ...form, lti_storage_target: '' }, null],
    ['is the frame the login names', { ...form, lti_storage_target: '_parent' }, '_parent'],
  ])('%s', (_name, sent, storageTarget) => {
    const login = parseLogin(sent, TOOL);
    expect(login).toMatchObject({ kind: 'login', storageTarget });
    // Begun again elsewhere, it is the same login.
    if (login.kind === 'login') expect(parseLogin(presentLogin(login), TOOL)).toEqual(login);
  });

  test.each([
    ['twice', { ...form, lti_storage_target: ['a', 'b'] }, 'login_parameter_repeated'],
    ['with a NUL in it', { ...form, lti_storage_target: '_parent\0' }, 'login_parameter_missing'],
    ['absurdly long', { ...form, lti_storage_target: 'x'.repeat(9000) }, 'login_parameter_too_long'],
  ])('is refused when given %s', (_name, sent, reason) => {
    expect(parseLogin(sent, TOOL)).toMatchObject({ reason, claim: 'lti_storage_target' });
  });
});

describe('A browser without our cookies tries', () => {
  test.each([
    ['its own storage', null, [{ kind: 'web' }]],
    [
      'the platform’s first, at the origin of its sign-in',
      'post_message_forwarding',
      [
        { kind: 'platform', origin: 'https://sso.canvaslms.com', target: 'post_message_forwarding' },
        { kind: 'web' },
      ],
    ],
  ])('%s', (_name, storageTarget, stores) => {
    expect(listStores({ storageTarget }, registration)).toEqual(stores);
  });

  test.each([
    ['cookie', null, null],
    ['web', null, { kind: 'web' }],
    ['platform', null, { kind: 'platform', origin: 'https://sso.canvaslms.com', target: '_parent' }],
    ['platform', 'x', { kind: 'platform', origin: 'https://sso.canvaslms.com', target: 'x' }],
  ] as const)('%s with target %s: %j', (bindingStore, storageTarget, store) => {
    expect(decideStore({ bindingStore, storageTarget }, registration)).toEqual(store);
  });
});
