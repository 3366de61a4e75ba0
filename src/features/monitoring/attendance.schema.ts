/** Kinds of session that show 素养 (R037): professional quality, and ideological and political education. */
export const LITERACY_KINDS = ['professional_quality', 'ideological_education'] as const;
export type LiteracyKind = (typeof LITERACY_KINDS)[number];

/** How many sessions of a kind somebody was expected at, and how many of them they came to. */
export interface Attendance {
  personId: string;
  kind: LiteracyKind;
  held: number;
  attended: number;
}
