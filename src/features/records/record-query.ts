import { z } from 'zod';
import { Ticked, orNothing } from '../../infra/forms.ts';
import { VOIDED_CHOICES, type RecordQuery } from './record-filter.rules.ts';

const Text = orNothing(z.string().trim().max(2000)).default(null);
const LocalTime = orNothing(z.string().regex(/^[1-9]\d{3}-\d{2}-\d{2}(T\d{2}:\d{2})?$/)).default(null);
const Id = orNothing(z.uuid()).default(null);

/** Parses what the form for looking sends; nothing given: everything. */
export const RecordQueryForm = z.object({
  find: Text,
  person: Id,
  actor: Text,
  verb: Text,
  activity: Text,
  registration: Id,
  related: Ticked,
  from: LocalTime,
  until: LocalTime,
  sender: Id,
  voided: z.enum(VOIDED_CHOICES).default('shown'),
  after: orNothing(z.string().regex(/^\d{1,15}-\d{1,15}$/)).default(null),
}) satisfies z.ZodType<RecordQuery>;
