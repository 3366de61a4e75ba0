import { describe, expect, test } from '@jest/globals';
import type { Reason } from '../../src/features/lti/refusal.rules.ts';
import { aClient, loginForm } from '../support/launch-client.ts';
import { register } from '../support/test-platform.ts';
import type { LaunchHarness } from './lti-launch.harness.ts';

/** Login initiations, and requests that are no launch. */
export function describeLogins(c: LaunchHarness): void {
  describe('logins', () => {
    const without = (...names: string[]) =>
      Object.fromEntries(Object.entries(loginForm(c.platform)).filter(([name]) => !names.includes(name)));
    const rows: {
      name: string;
      form: () => Record<string, string> | URLSearchParams;
      reason: Reason;
      status: number;
    }[] = [
      { name: 'no iss', form: () => without('iss'), reason: 'login_parameter_missing', status: 400 },
      {
        name: 'no login_hint',
        form: () => without('login_hint'),
        reason: 'login_parameter_missing',
        status: 400,
      },
      {
        name: 'no target_link_uri',
        form: () => without('target_link_uri'),
        reason: 'login_parameter_missing',
        status: 400,
      },
      {
        name: 'iss twice',
        form: () =>
          new URLSearchParams([
            ...Object.entries(loginForm(c.platform)),
            ['iss', 'https://evil.example.net'],
          ]),
        reason: 'login_parameter_repeated',
        status: 400,
      },
      {
        name: 'a hint of 9 kB',
        form: () => ({ ...loginForm(c.platform), lti_message_hint: 'x'.repeat(9000) }),
        reason: 'login_parameter_too_long',
        status: 400,
      },
      {
        name: 'an unknown issuer',
        form: () => ({ ...loginForm(c.platform), iss: 'https://evil.example.net' }),
        reason: 'login_issuer_unknown',
        status: 403,
      },
      {
        name: 'an unknown client',
        form: () => ({ ...loginForm(c.platform), client_id: 'nobody' }),
        reason: 'login_client_unknown',
        status: 403,
      },
      {
        name: 'no client_id where the issuer has several',
        form: () => without('client_id'),
        reason: 'login_client_ambiguous',
        status: 400,
      },
      {
        name: 'a target elsewhere',
        form: () => ({ ...loginForm(c.platform), target_link_uri: 'https://evil.example.net/' }),
        reason: 'login_target_foreign',
        status: 400,
      },
    ];
    test.each(rows)('$name → $reason', async ({ form, reason, status }) => {
      c.expectRefusal(await aClient(c.origin).post('/lti/login', form()), reason, status, []);
    });
    test('no client_id where the issuer has one', async () => {
      const lonely = { ...c.platform, issuer: 'https://lonely.example.edu' };
      await register(c.t.deps, c.schoolId, lonely);
      const client = aClient(c.origin);
      const { authenticationUrl } = await client.login(lonely, { client_id: '' });
      expect(authenticationUrl.searchParams.get('client_id')).toBe(c.platform.clientId);
    });
    test('a browser that gives no cookie back, not even in a window of its own', async () => {
      const query = new URLSearchParams({ ...loginForm(c.platform), waymark_step: 'window' }).toString();
      c.expectRefusal(await aClient(c.origin).get(`/lti/login?${query}`), 'cookies_refused', 400, []);
    });
  });

  describe('what is no launch', () => {
    test('the platform’s error answer is told, not echoed', async () => {
      const client = aClient(c.origin);
      const { state } = await client.login(c.platform);
      const form = { error: 'login_required', error_description: '<b>do this: call 555-0100</b>', state };
      c.expectRefusal(await client.post('/lti/launch', form), 'platform_error', 400, [
        state,
        'login_required',
        'do this: call',
      ]);
    });
    test('somebody who opens the address', async () => {
      c.expectRefusal(await aClient(c.origin).get('/lti/launch'), 'opened_directly', 400, []);
    });
  });
}
