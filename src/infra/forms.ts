import { z } from 'zod';

/** An untouched field or select sends an empty string: nothing chosen. */
export const orNothing = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal('').transform(() => null), schema]);

/** A ticked box sends something, an unticked one nothing at all. */
export const Ticked = z
  .string()
  .optional()
  .transform((value) => value !== undefined);

/** One ticked box of several comes as text, more as a list. */
export const Several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()));

/** Set by the redirect after a form: the page says that it was saved. */
export const Saved = z.object({ saved: Ticked });
