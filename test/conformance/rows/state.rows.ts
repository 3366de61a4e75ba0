import { aPlatform } from '../../support/test-platform.ts';
import type { BadRow, GoodRow, Outcome } from '../row.ts';

const COPIES = 50;
const MINUTES = 60_000;

const wronglyAccepted = (outcomes: Outcome[]) => outcomes.filter(({ kind }) => kind === 'accepted');

/** What a launch is bound to: a login, once, in one browser, for one client. */
export const STATE_AND_NONCE: (BadRow | GoodRow)[] = [
  {
    name: 'state missing',
    async play(s) {
      const { browser, nonce } = await s.logIn();
      return browser.launch({ id_token: await s.token(nonce) });
    },
    reason: 'state_missing',
    status: 400,
  },
  {
    name: 'state never given out',
    async play(s) {
      const { browser, nonce } = await s.logIn();
      return browser.launch({ id_token: await s.token(nonce), state: 'made-up' });
    },
    reason: 'state_unknown',
  },
  {
    name: 'state after eleven minutes',
    async play(s) {
      const { browser, state, nonce } = await s.logIn();
      await s.subject.advance(11 * MINUTES);
      return browser.launch({ id_token: await s.token(nonce), state });
    },
    reason: 'state_expired',
  },
  {
    name: 'a launch repeated, with the cookies of its time',
    async play(s) {
      const { browser, state, nonce } = await s.logIn();
      const cookies = new Map(browser.cookies);
      const form = { id_token: await s.token(nonce), state };
      await browser.launch(form);
      for (const [name, value] of cookies) browser.cookies.set(name, value);
      return browser.launch(form);
    },
    reason: 'state_unknown',
  },
  {
    name: 'a launch repeated after a quarter of a minute',
    async play(s) {
      const { browser, state, nonce } = await s.logIn();
      const cookies = new Map(browser.cookies);
      // An hour's life, as Canvas gives.
      const iat = Math.floor(s.subject.now().getTime() / 1000);
      const form = { id_token: await s.token(nonce, { exp: iat + 3600 }), state };
      await browser.launch(form);
      await s.subject.advance(15_000);
      for (const [name, value] of cookies) browser.cookies.set(name, value);
      return browser.launch(form);
    },
    reason: 'state_unknown',
  },
  {
    name: 'a state used again for another token',
    async play(s) {
      const { browser, state, nonce } = await s.logIn();
      const cookies = new Map(browser.cookies);
      await browser.launch({ id_token: await s.token(nonce), state });
      for (const [name, value] of cookies) browser.cookies.set(name, value);
      const second = await s.logIn({ browser });
      return browser.launch({ id_token: await s.token(second.nonce, { sub: '102' }), state });
    },
    reason: 'state_unknown',
  },
  {
    name: `one launch in ${COPIES} copies at once: a second one enters`,
    async play(s) {
      const { browser, state, nonce } = await s.logIn();
      const form = { id_token: await s.token(nonce), state };
      const outcomes = await Promise.all(Array.from({ length: COPIES }, () => browser.launch(form)));
      const refused = outcomes.filter(({ kind }) => kind !== 'accepted');
      const entered = wronglyAccepted(outcomes);
      const [first] = entered.length === 1 ? refused : entered;
      if (!first) throw new Error('Of many copies of a good launch none entered.');
      return { ...first, refusals: refused.length };
    },
    reason: 'state_unknown',
  },
  {
    name: 'the nonce of another login of this browser',
    async play(s) {
      const first = await s.logIn();
      const second = await s.logIn({ browser: first.browser });
      return first.browser.launch({ id_token: await s.token(second.nonce), state: first.state });
    },
    reason: 'nonce_wrong',
  },
  {
    name: 'two logins of one browser, each with its own nonce',
    async play(s) {
      const first = await s.logIn();
      const second = await s.logIn({ browser: first.browser });
      const form = { id_token: await s.token(second.nonce), state: second.state };
      const entered = await first.browser.launch(form);
      if (entered.kind !== 'accepted') return entered;
      return first.browser.launch({ id_token: await s.token(first.nonce), state: first.state });
    },
    as: { role: 'learner' },
  },
  {
    name: 'from a browser that started no login',
    async play(s) {
      const { state, nonce } = await s.logIn();
      return s.subject.browser().launch({ id_token: await s.token(nonce), state });
    },
    reason: 'binding_missing',
  },
  {
    name: 'from a browser with a forged binding',
    async play(s) {
      const { browser, state, nonce } = await s.logIn();
      for (const name of browser.cookies.keys())
        if (/login|^state/.test(name)) browser.cookies.set(name, 'forged');
      return browser.launch({ id_token: await s.token(nonce), state });
    },
    reason: 'binding_wrong',
  },
  {
    name: 'with the state of another client of the same issuer',
    async play(s) {
      const other = await s.another({ clientId: 'second-client' });
      const { browser, state, nonce } = await s.logIn();
      return browser.launch({ id_token: await s.token(nonce, {}, { platform: other }), state });
    },
    reason: 'state_of_another_client',
  },
  {
    name: 'with the state of another issuer',
    async play(s) {
      const other = await aPlatform({ issuer: 'https://second-lms.example.edu', clientId: 'its-client' });
      await s.subject.trust(other);
      const { browser, state, nonce } = await s.logIn();
      const outcome = await browser.launch({
        id_token: await s.token(nonce, {}, { platform: other }),
        state,
      });
      await other.close();
      return outcome;
    },
    reason: 'state_of_another_client',
  },
  {
    name: 'from a deployment nobody approved',
    house: true,
    async play(s) {
      const other = { ...s.platform, deploymentId: 'unapproved' };
      const { browser, state, nonce } = await s.logIn({ platform: other });
      return browser.launch({ id_token: await s.token(nonce, {}, { platform: other }), state });
    },
    reason: 'deployment_not_approved',
    status: 403,
  },
  {
    name: 'of a registration switched off since the login',
    async play(s) {
      const other = await s.another({ clientId: 'switched-off' });
      const { browser, state, nonce } = await s.logIn({ platform: other });
      await s.subject.distrust(other);
      return browser.launch({ id_token: await s.token(nonce, {}, { platform: other }), state });
    },
    reason: 'registration_inactive',
    status: 403,
  },
];
