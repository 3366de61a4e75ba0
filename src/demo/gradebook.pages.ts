import { COURSE_ID, type DemoUser } from './demo-people.rules.ts';
import { findPerson } from './demo-message.rules.ts';
import type { Label } from './demo-platform.pages.ts';
import type { PlatformState } from './platform/platform-state.ts';

export interface GradebookPage {
  columns: { label: string; scoreMaximum: number }[];
  rows: { name: string; cells: GradebookCell[] }[];
}

interface GradebookCell {
  score: number | null;
  comment: string | null;
  /** The tool's own view of this student's work. */
  reviewUrl: string | null;
}

/** Every student by every column that the tool has in the course. */
export function presentGradebook(
  state: PlatformState,
  users: readonly DemoUser[],
  label: Label,
): GradebookPage {
  const columns = [...state.lineItems.values()].filter(({ courseId }) => courseId === String(COURSE_ID));
  const teacherId = users.find(({ kind }) => kind === 'teacher')?.userId;
  const learners = users.filter(({ kind }) => kind === 'learner');
  return {
    columns: columns.map(({ label: title, scoreMaximum }) => ({ label: title, scoreMaximum })),
    rows: learners.map((user) => {
      const person = findPerson(state, users, String(user.userId));
      return {
        name: label(user),
        cells: columns.map((column) => {
          const result = person && state.resultOf(column.id, person.id);
          return {
            score: result?.score ?? null,
            comment: result?.comment ?? null,
            reviewUrl:
              column.linkId === null ? null : `/view?as=${teacherId}&review=${column.id}&user=${user.userId}`,
          };
        }),
      };
    }),
  };
}
