import type { Registration } from './launch.schema.ts';

/** How an LMS's own statements name the course: the address Moodle's logstore writes, unknown for others. */
export function courseActivityId(
  registration: Pick<Registration, 'issuer' | 'family'>,
  contextId: string,
): string | null {
  if (registration.family !== 'moodle') return null;
  return `${registration.issuer.replace(/\/+$/, '')}/course/view.php?id=${encodeURIComponent(contextId)}`;
}
