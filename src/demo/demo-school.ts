import { and, eq } from 'drizzle-orm';
import { inTransaction } from '../infra/db.ts';
import type { Deps } from '../infra/deps.ts';
import { createRegistration } from '../features/lti/index.ts';
import { ltiRegistrations } from '../features/lti/lti.tables.ts';
import { loadCatalogues } from '../app-catalogues.ts';
import { createSchool } from '../features/roster/index.ts';
import { schools } from '../features/roster/roster.tables.ts';
import { CANVAS_CLIENT_ID, CANVAS_DEPLOYMENT_ID, CLIENT_ID, DEPLOYMENT_ID } from './demo-people.rules.ts';
import type { RunningPlatform } from './platform/start-platform.ts';

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
  await loadCatalogues(deps, schoolId);
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

/** The school's trust in the demo's other LMS. */
export async function ensureDemoCanvas(
  deps: Deps,
  { schoolId, platform }: { schoolId: string; platform: RunningPlatform },
): Promise<void> {
  const { issuer, addresses } = platform;
  const [trusted] = await deps.db
    .select({ id: ltiRegistrations.id })
    .from(ltiRegistrations)
    .where(and(eq(ltiRegistrations.issuer, issuer), eq(ltiRegistrations.clientId, CANVAS_CLIENT_ID)));
  if (trusted) return;
  await inTransaction(deps.db, (tx) =>
    createRegistration(tx, deps, {
      schoolId,
      issuer,
      clientId: CANVAS_CLIENT_ID,
      authLoginUrl: addresses.authentication,
      tokenUrl: addresses.token,
      jwksUrl: addresses.keys,
      family: 'canvas',
      deploymentId: CANVAS_DEPLOYMENT_ID,
    }),
  );
}
