import { z } from 'zod';
import { ATTENDANCE_STATES } from './training.schema.ts';

const Row = z.object({
  personId: z.uuid(),
  state: z.enum(ATTENDANCE_STATES).nullable().default(null),
  score: z.coerce.number().int().min(0).max(100).nullable().default(null),
  note: z.string().trim().max(500).default(''),
});
export type AttendanceInput = z.infer<typeof Row>;

/** One form for a whole class: `state-<person>`, `score-<person>`, `note-<person>`. Other fields are passed over. */
export const AttendanceBody = z
  .record(z.string(), z.string())
  .transform((fields): unknown => {
    const rows = new Map<string, Record<string, string>>();
    for (const [name, value] of Object.entries(fields)) {
      const [, field, personId] = /^(state|score|note)-([0-9a-f-]{36})$/.exec(name) ?? [];
      // An untouched field sends an empty string.
      if (!field || !personId || value.trim() === '') continue;
      rows.set(personId, { ...rows.get(personId), personId, [field]: value });
    }
    return [...rows.values()];
  })
  .pipe(z.array(Row).max(1000));
