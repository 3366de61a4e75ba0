import { z } from 'zod';

/** Fields of the room's forms: what was left empty is nothing. */
export const Words = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .default('')
    .transform((given) => (given === '' ? null : given));
export const Choice = <T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess((given) => (given === '' ? null : given), z.enum(values).nullable().default(null));
export const Person = z.preprocess(
  (given) => (given === '' ? null : given),
  z.uuid().nullable().default(null),
);
export const Day = z.preprocess(
  (given) => (given === '' ? null : given),
  z.iso.date().nullable().default(null),
);
export const Link = z.preprocess(
  (given) => (given === '' ? null : given),
  z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .nullable()
    .default(null),
);
export const Count = (min: number, max: number) =>
  z.preprocess(
    (given) => (given === '' ? null : given),
    z.coerce.number().int().min(min).max(max).nullable().default(null),
  );
