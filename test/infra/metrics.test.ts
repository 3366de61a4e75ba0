import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createCredential } from '../../src/features/xapi/index.ts';
import { foldSchool } from '../../src/features/learning/fold-school.ts';
import { readConfig } from '../../src/infra/config.ts';
import { runTick } from '../../src/infra/jobs.ts';
import { createMetrics } from '../../src/infra/metrics.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aSchool } from '../support/builders.ts';
import { sampleStatement } from '../features/xapi/statement-samples.ts';

const METRICS_TOKEN = 'a token for the metrics';
const SCHOOL = 'School that no metric names';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ METRICS_TOKEN });
});
afterAll(() => test.close());

const ask = (token = METRICS_TOKEN, { app }: TestApp = test) =>
  request(app.express).get('/metrics').set('authorization', `Bearer ${token}`);
/** The lines of a metric, without its comments. */
const linesOf = async (name: string): Promise<string[]> =>
  (await ask().expect(200)).text.split('\n').filter((line) => line.startsWith(name));
const valueOf = async (line: string): Promise<number> => Number((await linesOf(line))[0]?.split(' ').at(-1));

describe('the metrics', () => {
  it('are shown to who has the token, and not there at all where none is set', async () => {
    const { headers } = await ask().expect(200);
    expect(headers['content-type']).toContain('version=0.0.4');
    await ask('another').expect(401).expect('www-authenticate', 'Bearer realm="metrics"');
    await request(test.app.express).get('/metrics').expect(401);
    const without = await createTestApp();
    await ask('', without).expect(404);
    await ask('undefined', without).expect(404);
    await without.close();
  });

  it('take no token that could be guessed', () => {
    expect(() => readConfig({ NODE_ENV: 'test', METRICS_TOKEN: 'short' })).toThrow('METRICS_TOKEN');
    expect(readConfig({ NODE_ENV: 'test', METRICS_TOKEN: '' }).metricsToken).toBeUndefined();
  });

  it('count statements, and tell how far the facts are behind', async () => {
    const { schoolId } = await aSchool(test.deps, { name: SCHOOL });
    const { key, secret } = await createCredential(test.deps.db, test.deps, {
      schoolId,
      label: 'sender',
      scopes: ['all'],
    });
    const send = (body: object) =>
      request(test.app.express)
        .post('/xapi/statements')
        .auth(key, secret)
        .set('x-experience-api-version', '2.0.0')
        .send(body);
    expect(await linesOf('waymark_last_statement_stored_timestamp_seconds')).toEqual([]);
    await send([sampleStatement(), sampleStatement()]).expect(200);
    await send([sampleStatement(), sampleStatement({ verb: 1 })]).expect(400);
    await send({}).expect(400);
    expect(await valueOf('waymark_statements_stored_total')).toBe(2);
    expect(await valueOf('waymark_statements_refused_total')).toBe(3);
    expect(await valueOf('waymark_last_statement_stored_timestamp_seconds')).toBe(
      test.clock.now.getTime() / 1000,
    );
    await foldSchool(test.deps, schoolId);
    expect(await valueOf('waymark_fold_lag_seconds')).toBe(0);
    // Set back, as if nothing had been folded yet.
    await test.deps.db.execute('delete from fold_cursors');
    test.clock.advance(90_000);
    expect(await valueOf('waymark_fold_lag_seconds')).toBe(90);
  });

  it('count requests by the pattern of their route, and name no school, person or address', async () => {
    await request(test.app.express).get('/s/0199c0de-0000-7000-8000-000000000001/sources').expect(401);
    await request(test.app.express).get('/nowhere/at/all').expect(404);
    const lines = await linesOf('waymark_request_duration_seconds_count');
    expect(lines).toContain(
      'waymark_request_duration_seconds_count{method="GET",route="/s/:sessionId/sources",status="401"} 1',
    );
    expect(lines).toContain(
      'waymark_request_duration_seconds_count{method="GET",route="none",status="404"} 1',
    );
    const { text } = await ask();
    for (const secret of [SCHOOL, '0199c0de', 'nowhere', 'sender']) expect(text).not.toContain(secret);
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('count runs of jobs and those that failed', async () => {
    const [job] = test.app.jobs;
    if (!job) throw new Error('There is no job.');
    await runTick(test.deps, job, test.clock.now);
    const metrics = createMetrics(test.deps, []);
    const failing = metrics.watch({
      name: 'bad',
      schedule: '* * * * *',
      run: () => Promise.reject(new Error('no')),
    });
    await runTick(test.deps, failing, test.clock.now);
    expect(await linesOf('waymark_job_runs_total')).toContain(
      `waymark_job_runs_total{job="${job.name}",outcome="done"} 1`,
    );
    expect((await metrics.read()).text).toContain('waymark_job_runs_total{job="bad",outcome="failed"} 1');
  });

  it('leave out what can’t be read now, and show the rest', async () => {
    const read = () => Promise.reject(new Error('the database is away'));
    const { text } = await createMetrics(test.deps, [{ name: 'broken', help: 'x', read }]).read();
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toMatch(/^broken /m);
  });

  it('tell how busy the connections are, where there are several', async () => {
    const lines = await linesOf('waymark_database_connections');
    expect(lines.length).toBe(process.env['WAYMARK_TEST_DATABASE_URL'] ? 3 : 0);
  });
});
