import { delegableRoles } from './delegation.rules.ts';
import type { DelegableRole, ListedDelegation, ListedNotice } from './inbox.schema.ts';

export type InboxTab = 'notices' | 'away' | 'mail';

const TABS: { id: InboxTab; href: string }[] = [
  { id: 'notices', href: '/inbox' },
  { id: 'away', href: '/inbox/away' },
  { id: 'mail', href: '/inbox/mail' },
];

export interface InboxTabView {
  id: InboxTab;
  href: string;
  current: boolean;
}

/** Learners have no duties that another could take over. */
export const presentTabs = (roles: readonly string[], current: InboxTab): InboxTabView[] =>
  TABS.filter(({ id }) => id !== 'away' || delegableRoles(roles).length > 0).map((tab) => ({
    ...tab,
    current: tab.id === current,
  }));

export type DueGroup = 'overdue' | 'soon' | 'later' | 'info';

const DAY_MS = 86_400_000;

/** `soon`: within a day. */
export function groupOf({ dueAt }: Pick<ListedNotice, 'dueAt'>, now: Date): DueGroup {
  if (dueAt === null) return 'info';
  const leftMs = dueAt.getTime() - now.getTime();
  return leftMs <= 0 ? 'overdue' : leftMs <= DAY_MS ? 'soon' : 'later';
}

interface NoticeView extends Omit<ListedNotice, 'kind' | 'values'> {
  said: { id: string; values: Record<string, string | number> };
  /** Only to be known, and the reader's own: may be put away. */
  mayPutAway: boolean;
}

export interface InboxPage {
  tabs: InboxTabView[];
  saved: boolean;
  show: 'open' | 'done';
  groups: { id: DueGroup | 'done'; notices: NoticeView[] }[];
}

const GROUPS: DueGroup[] = ['overdue', 'soon', 'later', 'info'];

export function presentInbox(
  listed: readonly ListedNotice[],
  given: { roles: readonly string[]; saved: boolean; show: 'open' | 'done'; now: Date },
): InboxPage {
  const { roles, saved, show, now } = given;
  const groups =
    show === 'done'
      ? [{ id: 'done' as const, notices: listed.map(presentNotice) }]
      : GROUPS.map((id) => ({
          id,
          notices: listed.filter((notice) => groupOf(notice, now) === id).map(presentNotice),
        }));
  return {
    tabs: presentTabs(roles, 'notices'),
    saved,
    show,
    groups: groups.filter(({ notices }) => notices.length > 0),
  };
}

const presentNotice = ({ kind, values, ...notice }: ListedNotice): NoticeView => ({
  ...notice,
  said: { id: `inbox.kind.${kind}`, values },
  mayPutAway: notice.dueAt === null && notice.doneAt === null && notice.forName === null,
});

interface DelegationView extends ListedDelegation {
  /** The last day, which ends with the moment the duty returns. */
  lastDayAt: Date;
  inForce: boolean;
}

export interface AwayPage {
  tabs: InboxTabView[];
  saved: boolean;
  courseTitle: string | null;
  /** One form for each role whose duties can be handed over here. */
  forms: { role: DelegableRole; deputies: { id: string; name: string }[] }[];
  today: string;
  mine: DelegationView[];
  takenOver: DelegationView[];
}

export function presentAway(
  rows: { delegations: readonly ListedDelegation[]; forms: AwayPage['forms'] },
  reader: { personId: string; roles: readonly string[]; courseTitle: string | null },
  given: { now: Date; today: string; saved: boolean },
): AwayPage {
  const views = rows.delegations.map((one) => ({
    ...one,
    lastDayAt: new Date(one.endsAt.getTime() - 1),
    inForce: one.startsAt <= given.now,
  }));
  return {
    tabs: presentTabs(reader.roles, 'away'),
    saved: given.saved,
    courseTitle: reader.courseTitle,
    forms: rows.forms,
    today: given.today,
    mine: views.filter(({ personId }) => personId === reader.personId),
    takenOver: views.filter(({ deputyPersonId }) => deputyPersonId === reader.personId),
  };
}
