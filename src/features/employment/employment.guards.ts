import { forbidden } from '../../infra/errors.ts';
import type { Guard } from '../../infra/http.ts';
import { requireRole, type SignedIn } from '../roster/index.ts';
import { isOfSchool } from './office.queries.ts';

const requireOfficeRole = requireRole('administrator', 'career_teacher', 'supervisor');

/**
 * The employment office: administrators, and career teachers and supervisors who were appointed for the whole school.
 * Those of one course are appointed by its teachers, who can't open the whole school's records to them.
 */
export const requireOffice: Guard<SignedIn> = async (req, deps) => {
  const who = await requireOfficeRole(req, deps);
  if (!who.roles.includes('administrator') && !(await isOfSchool(deps.db, who)))
    throw forbidden('employment.officeOnly');
  return who;
};
