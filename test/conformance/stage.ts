import { loginForm } from '../support/launch-client.ts';
import {
  aPlatform,
  aSigningKey,
  claimsOf,
  sign,
  type Claims,
  type Header,
  type SigningKey,
  type TestPlatform,
} from '../support/test-platform.ts';
import type { Difference, Outcome, Row, StartedLogin, Subject, SubjectBrowser } from './row.ts';

/** Past the time for which a tool may not ask for unknown keys again, so that rows don't lean on each other. */
const BETWEEN_ROWS_MS = 31_000;

export interface Begun extends StartedLogin {
  browser: SubjectBrowser;
}

/** Where a row is played: a tool, a platform it trusts, and what they have said to each other. */
export interface Stage {
  subject: Subject;
  platform: TestPlatform;
  /** Somebody else's key that goes by the platform's kid. */
  foreignKey: SigningKey;
  /** States, nonces and tokens of this row: none may be repeated in an answer or a log. */
  secrets: string[];
  /** A login that goes well, in a browser of its own or the given one. */
  logIn(given?: { platform?: TestPlatform; browser?: SubjectBrowser }): Promise<Begun>;
  token(nonce: string, claims?: Claims, given?: TokenChoice): Promise<string>;
  /** Another client or deployment of the platform, trusted. */
  another(overrides: Partial<TestPlatform>): Promise<TestPlatform>;
}

interface TokenChoice {
  platform?: TestPlatform;
  header?: Header | undefined;
  key?: SigningKey | undefined;
}

/** A tool with a platform that it trusts; each row gets a stage of its own. */
export interface Theatre {
  platform: TestPlatform;
  stage(): Promise<Stage>;
  close(): Promise<void>;
}

export async function openTheatre(subject: Subject): Promise<Theatre> {
  const platform = await aPlatform();
  const foreignKey = await aSigningKey(platform.key.kid);
  await subject.trust(platform);

  async function stage(): Promise<Stage> {
    await subject.advance(BETWEEN_ROWS_MS);
    const secrets: string[] = [];
    return {
      subject,
      platform,
      foreignKey,
      secrets,
      async logIn(given = {}) {
        const browser = given.browser ?? subject.browser();
        const login = await browser.login(loginForm(given.platform ?? platform));
        if (login.kind !== 'started') throw new Error(`${subject.name}: a good login was ${login.kind}`);
        secrets.push(login.state, login.nonce);
        return { ...login, browser };
      },
      async token(nonce, claims = {}, choice = {}) {
        const from = choice.platform ?? platform;
        const key = choice.key?.privateKey ?? from.key.privateKey;
        const token = await sign(from, claimsOf(from, subject.now(), nonce, claims), choice.header, key);
        secrets.push(token);
        return token;
      },
      async another(overrides) {
        const other = { ...platform, ...overrides };
        await subject.trust(other);
        return other;
      },
    };
  }
  return { platform, stage, close: () => platform.close() };
}

/** Plays a row on a stage of its own. `login`: the one a plain row's launch belongs to. */
export async function playRow(
  theatre: Theatre,
  row: Row,
): Promise<{ outcome: Outcome; stage: Stage; login: Begun | null }> {
  const stage = await theatre.stage();
  if (row.play) return { outcome: await row.play(stage), stage, login: null };
  const login = await stage.logIn();
  const id_token = await differentToken(stage, login.nonce, row);
  const outcome = await login.browser.launch({ id_token, state: login.state });
  return { outcome, stage, login };
}

async function differentToken(
  stage: Stage,
  nonce: string,
  { claims, header, foreignKey, forge }: Difference,
): Promise<string> {
  const iat = Math.floor(stage.subject.now().getTime() / 1000);
  const key = foreignKey && stage.foreignKey;
  const token = await stage.token(nonce, claims?.(iat), { header, key });
  const forged = forge?.(token, stage.platform) ?? token;
  stage.secrets.push(forged);
  return forged;
}
