import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { schools } from '../roster/roster.tables.ts';
import { employerLinks, employers } from './employers.tables.ts';
import type { LinkState } from './employer.rules.ts';

export interface LinkRow extends LinkState {
  schoolId: string;
  id: string;
  employerId: string;
  employerName: string;
  schoolName: string;
  timeZone: string;
}

/** A link by its token's hash. */
export async function findLink(db: Database, tokenHash: string): Promise<LinkRow | null> {
  const [row] = await db
    .select({
      schoolId: employerLinks.schoolId,
      id: employerLinks.id,
      employerId: employerLinks.employerId,
      employerName: employers.name,
      verification: employers.verification,
      expiresAt: employerLinks.expiresAt,
      revokedAt: employerLinks.revokedAt,
      schoolName: schools.name,
      timeZone: schools.timeZone,
    })
    .from(employerLinks)
    .innerJoin(schools, eq(schools.id, employerLinks.schoolId))
    .innerJoin(
      employers,
      and(eq(employers.schoolId, employerLinks.schoolId), eq(employers.id, employerLinks.employerId)),
    )
    .where(eq(employerLinks.tokenHash, tokenHash));
  return row ?? null;
}
