/** What the rule needs to know of a task. */
export interface TaskToDo {
  state: 'overdue' | 'due_soon' | 'open' | 'done';
  required: boolean;
}

export interface Situation<Task extends TaskToDo, Practice, Weak> {
  /** Not done, most urgent first. */
  tasks: readonly Task[];
  openPractice: Practice | null;
  weakSpots: readonly Weak[];
}

export type NextStep<Task, Practice, Weak> =
  | { kind: 'task'; task: Task }
  | { kind: 'resume'; practice: Practice }
  | { kind: 'weak'; weak: Weak }
  | { kind: 'package' };

/**
 * The one thing to do now: what is late or nearly so, then practice that was begun, then the weakest skill, then the
 * next task of the plan, and with all that done the package.
 */
export function decideNextStep<Task extends TaskToDo, Practice, Weak>(
  situation: Situation<Task, Practice, Weak>,
): NextStep<Task, Practice, Weak> {
  const { tasks, openPractice } = situation;
  const pressing = tasks.find(
    (task) => (task.state === 'overdue' && task.required) || task.state === 'due_soon',
  );
  if (pressing) return { kind: 'task', task: pressing };
  if (openPractice !== null) return { kind: 'resume', practice: openPractice };
  const [weak] = situation.weakSpots;
  if (weak !== undefined) return { kind: 'weak', weak };
  const [task] = tasks;
  return task === undefined ? { kind: 'package' } : { kind: 'task', task };
}
