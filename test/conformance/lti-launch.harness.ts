import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { eq } from 'drizzle-orm';
import type { Reason } from '../../src/features/lti/refusal.rules.ts';
import { sessions } from '../../src/features/roster/sessions.tables.ts';
import { createLog } from '../../src/infra/log.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aSchool } from '../support/builders.ts';
import { serve, type Answer } from '../support/launch-client.ts';
import {
  aPlatform,
  aSigningKey,
  register,
  type SigningKey,
  type TestPlatform,
} from '../support/test-platform.ts';

/** The application served over HTTP, a platform registered with it, and what a refusal must look like. */
export class LaunchHarness {
  t!: TestApp;
  origin!: string;
  platform!: TestPlatform;
  /** Somebody else's key that goes by the platform's kid. */
  foreignKey!: SigningKey;
  schoolId!: string;
  /** Log lines since the test began. */
  lines: string[] = [];
  /** Reasons met by any test. */
  readonly seen = new Set<Reason>();
  private stop: () => Promise<void> = async () => {};

  constructor() {
    beforeAll(() => this.start());
    beforeEach(() => {
      this.lines = [];
      // Past the cool-down of unknown kids, so that rows don't lean on each other.
      this.t.clock.advance(31_000);
    });
    afterAll(async () => {
      await this.stop();
      await this.platform.close();
      await this.t.close();
    });
  }

  private async start(): Promise<void> {
    this.t = await createTestApp();
    this.t.deps.log = createLog('info', { write: (line: string) => void this.lines.push(line) });
    ({ origin: this.origin, close: this.stop } = await serve(this.t.app.express));
    ({ schoolId: this.schoolId } = await aSchool(this.t.deps));
    this.platform = await aPlatform();
    this.foreignKey = await aSigningKey(this.platform.key.kid);
    await register(this.t.deps, this.schoolId, this.platform);
  }

  /** A refusal as promised: the status, a page with number and reason, one log line with the rule, nothing echoed, no session. */
  expectRefusal(answer: Answer, reason: Reason, status: number, secrets: string[]): void {
    this.seen.add(reason);
    expect({ status: answer.status, reason: /· <code>([a-z_]+)<\/code>/.exec(answer.body)?.[1] }).toEqual({
      status,
      reason,
    });
    expect(answer.body).toContain(answer.headers.get('x-request-id'));
    expect(answer.cookies).not.toHaveProperty('__Secure-waymark');
    const logged = this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(logged).toEqual([expect.objectContaining({ msg: 'launch refused', reason })]);
    expect(logged[0]?.['specSection']).toMatch(/^(security|lti)\/v1p|^OpenID|^RFC/);
    expect(logged[0]).toHaveProperty('claim');
    for (const secret of secrets.filter((value) => value.length > 8)) {
      expect(answer.body).not.toContain(secret);
      expect(this.lines.join('')).not.toContain(secret);
    }
  }

  async expectRole(answer: Answer, role: string): Promise<void> {
    expect(answer.status).toBe(303);
    const sessionId = /^\/s\/([\w-]+)\/\w+$/.exec(answer.location ?? '')?.[1] ?? '';
    const [session] = await this.t.deps.db.select().from(sessions).where(eq(sessions.id, sessionId));
    expect(session?.role).toBe(role);
  }
}
