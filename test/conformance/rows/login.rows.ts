import { loginForm } from '../../support/launch-client.ts';
import { aPlatform } from '../../support/test-platform.ts';
import type { BadRow, GoodRow, Outcome } from '../row.ts';
import type { Stage } from '../stage.ts';

type Form = Record<string, string>;

/** A login whose form differs; one that goes on to the platform counts as accepted. */
const logInWith =
  (change: (form: Form, s: Stage) => Form | URLSearchParams) =>
  async (s: Stage): Promise<Outcome> => {
    const login = await s.subject.browser().login(change(loginForm(s.platform), s));
    return login.kind === 'started' ? { kind: 'accepted', answer: null } : login;
  };

const lacking = (name: string) =>
  logInWith((form) => Object.fromEntries(Object.entries(form).filter(([key]) => key !== name)));

/** The login goes on, and the platform gets back what it gave. */
async function echoes(s: Stage, form: Form, method?: 'GET' | 'POST'): Promise<Outcome> {
  const login = await s.subject.browser().login(form, method);
  if (login.kind !== 'started') return login;
  const asked = login.authenticationUrl.searchParams;
  const same = ['login_hint', 'lti_message_hint'].every((name) => asked.get(name) === form[name]);
  return {
    kind: same && asked.get('client_id') === s.platform.clientId ? 'accepted' : 'refused',
    answer: null,
  };
}

export const LOGINS: (BadRow | GoodRow)[] = [
  { name: 'no iss', play: lacking('iss'), reason: 'login_parameter_missing', status: 400 },
  { name: 'no login_hint', play: lacking('login_hint'), reason: 'login_parameter_missing', status: 400 },
  {
    name: 'no target_link_uri',
    play: lacking('target_link_uri'),
    reason: 'login_parameter_missing',
    status: 400,
  },
  {
    name: 'iss twice',
    play: logInWith(
      (form) => new URLSearchParams([...Object.entries(form), ['iss', 'https://evil.example.net']]),
    ),
    reason: 'login_parameter_repeated',
    status: 400,
  },
  {
    name: 'a hint of 9 kB',
    house: true,
    play: logInWith((form) => ({ ...form, lti_message_hint: 'x'.repeat(9000) })),
    reason: 'login_parameter_too_long',
    status: 400,
  },
  {
    name: 'an unknown issuer',
    play: logInWith((form) => ({ ...form, iss: 'https://evil.example.net' })),
    reason: 'login_issuer_unknown',
    status: 403,
  },
  {
    name: 'an unknown client',
    play: logInWith((form) => ({ ...form, client_id: 'nobody' })),
    reason: 'login_client_unknown',
    status: 403,
  },
  {
    name: 'no client_id where the issuer has several',
    async play(s) {
      await s.another({ clientId: 'one-more-client' });
      return lacking('client_id')(s);
    },
    reason: 'login_client_ambiguous',
    status: 400,
  },
  {
    name: 'a target elsewhere',
    play: logInWith((form) => ({ ...form, target_link_uri: 'https://evil.example.net/' })),
    reason: 'login_target_foreign',
    status: 400,
  },
  {
    name: 'a client that was switched off',
    async play(s) {
      const other = await s.another({ clientId: 'switched-off-earlier' });
      await s.subject.distrust(other);
      return logInWith(() => loginForm(other))(s);
    },
    reason: 'registration_inactive',
    status: 403,
  },
  { name: 'by POST, hints returned unchanged', play: (s) => echoes(s, loginForm(s.platform)) },
  { name: 'by GET, hints returned unchanged', play: (s) => echoes(s, loginForm(s.platform), 'GET') },
  {
    name: 'with a hint of 2 kB, as Canvas gives',
    play: (s) => echoes(s, { ...loginForm(s.platform), lti_message_hint: `e${'yJ'.repeat(1000)}` }),
  },
  {
    name: 'no client_id where the issuer has one',
    async play(s) {
      const lonely = await aPlatform({ issuer: 'https://lonely.example.edu' });
      await s.subject.trust(lonely);
      const form = Object.fromEntries(
        Object.entries(loginForm(lonely)).filter(([name]) => name !== 'client_id'),
      );
      const outcome = await echoes(s, form);
      await lonely.close();
      return outcome;
    },
  },
];

/** What comes to the launch address and is none. */
export const NO_LAUNCHES: BadRow[] = [
  {
    name: 'the platform’s error answer',
    async play(s) {
      const { browser, state } = await s.logIn();
      s.secrets.push('login_required', 'do this: call');
      return browser.launch({
        error: 'login_required',
        error_description: '<b>do this: call 555-0100</b>',
        state,
      });
    },
    reason: 'platform_error',
    status: 400,
  },
  {
    name: 'no token',
    async play(s) {
      const { browser, state } = await s.logIn();
      return browser.launch({ state });
    },
    reason: 'token_missing',
    status: 400,
  },
  {
    name: 'a state with a space in it, nothing else, from nobody',
    play: (s) => s.subject.browser().launch({ state: 'a b' }),
    reason: 'token_missing',
    status: 400,
  },
  {
    name: 'garbage with such a state',
    play: (s) => s.subject.browser().launch({ id_token: 'x', state: 'a;b' }),
    reason: 'token_malformed',
  },
  {
    name: 'somebody who opens the address',
    play: (s) => s.subject.browser().launch({}, 'GET'),
    reason: 'opened_directly',
    status: 400,
  },
];
