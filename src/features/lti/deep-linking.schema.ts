import type { DeepLinkingSettings } from './launch.schema.ts';

/** A picking of things for a course, as the launch began it. */
export interface DeepLinking {
  registration: { issuer: string; clientId: string; family: string };
  deploymentId: string;
  settings: DeepLinkingSettings;
  answeredAt: Date | null;
}

/** What of the wishes a picking may have the platform grants. */
export interface Granted {
  /** Links to us at all; other types (files, HTML) we have none of. */
  links: boolean;
  several: boolean;
  grades: boolean;
  /** Nothing but graded work belongs there. */
  gradedOnly: boolean;
  /** Most points a graded link may have. */
  mostPoints: number;
}

/** One thing that can be placed in the course. */
export interface Offer {
  kind: string;
  ref: string;
  title: string;
  gradable: boolean;
  gradedByDefault: boolean;
}

/** What the teacher picked; `scoreMaximum` null: not graded. */
export interface Pick {
  kind: string;
  ref: string;
  title: string;
  scoreMaximum: number | null;
}

/** A pick with the id that its link carries. */
export interface PlacedPick extends Pick {
  itemId: string;
}

/** What was placed in this course before. */
export interface PlacedItem {
  kind: string;
  ref: string;
  scoreMaximum: number | null;
  createdAt: Date;
  /** Names of its links in the LMS that were opened since; null: the platform told none. */
  linkTitles: (string | null)[];
}
