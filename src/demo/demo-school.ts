import { and, eq } from 'drizzle-orm';
import { inTransaction } from '../infra/db.ts';
import type { Deps } from '../infra/deps.ts';
import { createRegistration } from '../features/lti/index.ts';
import { ltiRegistrations } from '../features/lti/lti.tables.ts';
import { loadCatalogue } from '../features/programme/index.ts';
import { createSchool } from '../features/roster/index.ts';
import { schools } from '../features/roster/roster.tables.ts';
import { CLIENT_ID, DEPLOYMENT_ID } from './demo-people.rules.ts';

/** Whether the demo may move in: never beside a real school. */
export async function mayRunDemo(deps: Deps): Promise<boolean> {
  const real = await deps.db
    .select({ id: schools.id })
    .from(schools)
    .where(eq(schools.synthetic, false))
    .limit(1);
  return real.length === 0;
}

/** The demo's school, marked as synthetic, and its trust in the demo LMS; made at the first start, found at later ones. */
export async function ensureDemoSchool(
  deps: Deps,
  given: { issuer: string; name: string },
): Promise<{ schoolId: string }> {
  const [trusted] = await deps.db
    .select({ schoolId: ltiRegistrations.schoolId })
    .from(ltiRegistrations)
    .where(and(eq(ltiRegistrations.issuer, given.issuer), eq(ltiRegistrations.clientId, CLIENT_ID)));
  if (trusted) return trusted;

  const [before] = await deps.db
    .select({ schoolId: schools.id })
    .from(schools)
    .where(eq(schools.synthetic, true))
    .limit(1);
  const { schoolId } = before ?? (await createSchool(deps, { name: given.name, synthetic: true }));
  await loadCatalogue(deps, schoolId);
  await inTransaction(deps.db, (tx) =>
    createRegistration(tx, deps, {
      schoolId,
      issuer: given.issuer,
      clientId: CLIENT_ID,
      authLoginUrl: `${given.issuer}/mod/lti/auth.php`,
      tokenUrl: `${given.issuer}/mod/lti/token.php`,
      jwksUrl: `${given.issuer}/mod/lti/certs.php`,
      family: 'moodle',
      deploymentId: DEPLOYMENT_ID,
    }),
  );
  return { schoolId };
}
