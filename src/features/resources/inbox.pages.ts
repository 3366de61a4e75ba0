import type { WaitingUpdate } from './freshness.schema.ts';
import type { WaitingResource } from './library.schema.ts';
import { RESOURCE_SEATS, UPDATE_SEATS, type Reader, type Seat } from './resources.schema.ts';
import { isReturned, judgeReviews, openSeats, type SeatStanding } from './review.rules.ts';
import type { TabView } from './tabs.pages.ts';

interface Waiting {
  id: string;
  title: string;
  /** Since when. */
  at: Date;
  standing: SeatStanding[];
  /** What this reader may say something on. */
  seats: Seat[];
  /** This reader has said something already. */
  mine: boolean;
}

export interface InboxPage {
  tabs: TabView[];
  resources: (Waiting & Pick<WaitingResource, 'kind' | 'talentType' | 'version'>)[];
  updates: Waiting[];
  /** Those that wait for this reader. */
  waiting: number;
}

/** What waits for a second pair of eyes (R029): first what this reader hasn't looked at. */
export function presentInbox(
  rows: { resources: readonly WaitingResource[]; updates: readonly WaitingUpdate[] },
  given: { tabs: TabView[]; reader: Reader },
): InboxPage {
  const { reader } = given;
  const judge = (
    reviews: WaitingResource['reviews'],
    wanted: readonly Seat[],
    authors: readonly (string | null)[],
  ) => {
    const standing = judgeReviews(reviews, wanted);
    return {
      standing,
      seats: openSeats({ standing, reader, authors }),
      mine: standing.some(({ review }) => review?.personId === reader.personId),
    };
  };
  const resources = rows.resources
    .map(({ id, title, kind, talentType, version, authors, submittedAt, reviews }) => ({
      ...{ id, title, kind, talentType, version, at: submittedAt },
      ...judge(reviews, RESOURCE_SEATS, authors),
    }))
    .filter(({ standing }) => !isReturned(standing));
  const updates = rows.updates
    .map(({ id, courseTitle, createdBy, createdAt, reviews }) => ({
      ...{ id, title: courseTitle, at: createdAt },
      ...judge(reviews, UPDATE_SEATS, [createdBy]),
    }))
    .filter(({ standing }) => !isReturned(standing));
  const isForReader = ({ seats, mine }: Waiting) => seats.length > 0 && !mine;
  const first = (a: Waiting, b: Waiting) => Number(isForReader(b)) - Number(isForReader(a));
  return {
    tabs: given.tabs,
    resources: resources.sort(first),
    updates: updates.sort(first),
    waiting: [...resources, ...updates].filter(isForReader).length,
  };
}
