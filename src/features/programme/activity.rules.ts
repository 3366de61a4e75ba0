/**
 * The address of an LMS activity as statements name it, from what a teacher copied out of the browser: without the
 * anchor and without Moodle's `forceview`, which only says how one came there. null: no web address.
 */
export function toActivityId(text: string): string | null {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  url.hash = '';
  // Statements carry no names or passwords; nor should a plan.
  url.username = '';
  url.password = '';
  url.searchParams.delete('forceview');
  return url.href;
}
