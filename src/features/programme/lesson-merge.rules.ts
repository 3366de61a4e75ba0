import { uidOf, type ImportedLesson } from './calendar-import.rules.ts';

interface KnownLesson extends Omit<ImportedLesson, 'importKey'> {
  id: string;
  importKey: string | null;
}

export interface MergedLessons {
  added: ImportedLesson[];
  /** Lessons with their new times, under the id they had. */
  changed: (ImportedLesson & { id: string })[];
  /** Ids of lessons that left a series which the file still names. */
  removed: string[];
  unchanged: number;
}

/** Lays a timetable over the lessons imported before: the same UID replaces, what the file doesn't name stays. */
export function mergeLessons(known: KnownLesson[], imported: ImportedLesson[]): MergedLessons {
  const byKey = new Map(known.map((lesson) => [lesson.importKey, lesson]));
  const uids = new Set(imported.map(({ importKey }) => uidOf(importKey)));
  const keys = new Set(imported.map(({ importKey }) => importKey));
  const merged: MergedLessons = { added: [], changed: [], removed: [], unchanged: 0 };
  for (const lesson of imported) {
    const before = byKey.get(lesson.importKey);
    if (!before) merged.added.push(lesson);
    else if (contentOf(before) === contentOf(lesson)) merged.unchanged += 1;
    else merged.changed.push({ ...lesson, id: before.id });
  }
  merged.removed = known
    .filter(({ importKey }) => importKey !== null && uids.has(uidOf(importKey)) && !keys.has(importKey))
    .map(({ id }) => id);
  return merged;
}

const contentOf = ({ title, place, startsAt, endsAt }: Omit<ImportedLesson, 'importKey'>): string =>
  JSON.stringify([title, place, startsAt, endsAt]);
