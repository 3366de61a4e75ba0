import { cellOf } from './columns.rules.ts';
import { createFinder } from './find-person.rules.ts';
import type { Candidate, Mapping, RowProblem, Table } from './imports.schema.ts';

/** What a class list changes of one person; null: that stays. */
export interface PersonChange {
  line: number;
  personId: string;
  name: string;
  classId: string | null;
  className: string | null;
  email: string | null;
  joins: boolean;
}

export interface RowFault {
  line: number;
  problem: RowProblem;
  text: string;
}

export interface PeoplePlan {
  changes: PersonChange[];
  unchanged: number;
  faults: RowFault[];
}

const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;

/** Compares a class list with what is known. The LMS's word stands: nobody it says has left is brought back. */
export function planPeople(
  table: Table,
  { columns }: Mapping,
  known: { candidates: readonly Candidate[]; classes: readonly { id: string; name: string }[] },
): PeoplePlan {
  const find = createFinder(known.candidates);
  const faultLines = new Set(table.faults.map(({ line }) => line));
  const plan: PeoplePlan = { changes: [], unchanged: 0, faults: [] };
  for (const { line, cells } of table.rows) {
    const cell = (field: 'number' | 'name' | 'class' | 'email') => cellOf(cells, columns, field).trim();
    const refuse = (problem: RowProblem, text: string) => plan.faults.push({ line, problem, text });
    const who = `${cell('number')} ${cell('name')}`.trim().slice(0, 80);
    if (faultLines.has(line)) {
      refuse('fault', who);
      continue;
    }
    const found = find({ number: cell('number'), name: cell('name') });
    if ('problem' in found) {
      refuse(found.problem, who);
      continue;
    }
    const { candidate } = found;
    const wanted = cell('class');
    const into = known.classes.find(({ name }) => name.trim() === wanted);
    if (candidate.membership === 'left') refuse('leftCourse', who);
    else if (candidate.membership === 'staff') refuse('notLearner', who);
    else if (wanted !== '' && !into) refuse('classUnknown', wanted.slice(0, 80));
    else if (cell('email') !== '' && !EMAIL.test(cell('email'))) refuse('emailWrong', who);
    else {
      const moves = into !== undefined && into.id !== candidate.classId;
      const change = {
        line,
        personId: candidate.personId,
        name: candidate.name,
        classId: moves ? into.id : null,
        className: moves ? into.name : null,
        email: cell('email') !== '' && !candidate.hasEmail ? cell('email') : null,
        joins: candidate.membership === null,
      };
      if (change.classId === null && change.email === null && !change.joins) plan.unchanged += 1;
      else plan.changes.push(change);
    }
  }
  return plan;
}
