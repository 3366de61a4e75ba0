/** To whom an instrument is given. */
export const AUDIENCES = ['course', 'class', 'entry_year', 'person', 'links'] as const;
export type Audience = (typeof AUDIENCES)[number];
