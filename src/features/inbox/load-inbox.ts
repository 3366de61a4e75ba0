import type { Deps } from '../../infra/deps.ts';
import { dayAt, hasAddress, type SignedIn } from '../roster/index.ts';
import { delegableRoles } from './delegation.rules.ts';
import { selectDelegations, selectPossibleDeputies } from './delegations.queries.ts';
import { EVERY_KIND, type NoticeKind } from './inbox.schema.ts';
import { presentAway, presentInbox, presentTabs, type AwayPage, type InboxPage } from './inbox.pages.ts';
import { presentPolicy, type MailSettingsPage } from './mail.pages.ts';
import { countMails, getMailPolicy, selectRefusals } from './mail.queries.ts';
import { selectNotices } from './notices.queries.ts';

const COUNTED_MS = 7 * 86_400_000;

export async function loadInbox(
  deps: Deps,
  who: SignedIn,
  { show, saved }: { show: 'open' | 'done'; saved: boolean },
): Promise<InboxPage> {
  const now = deps.now();
  const { schoolId, personId, roles } = who;
  return presentInbox(await selectNotices(deps.db, { schoolId, personId, now }, show), {
    roles,
    saved,
    show,
    now,
  });
}

export async function loadAway(deps: Deps, who: SignedIn, saved: boolean): Promise<AwayPage> {
  const now = deps.now();
  const forms = [];
  for (const role of delegableRoles(who.roles))
    forms.push({ role, deputies: await selectPossibleDeputies(deps.db, { ...who, role }) });
  const rows = { delegations: await selectDelegations(deps.db, { ...who, now }), forms };
  return presentAway(rows, who, { now, today: dayAt(now, who), saved });
}

/** What somebody with these roles can be told of. */
export const kindsFor = (who: Pick<SignedIn, 'roles'>, kinds: readonly NoticeKind[]): NoticeKind[] =>
  kinds.filter(({ roles }) => roles.some((role) => who.roles.includes(role)));

export async function loadMailSettings(
  deps: Deps,
  who: SignedIn,
  kinds: readonly NoticeKind[],
  saved: boolean,
): Promise<MailSettingsPage & { tabs: InboxPage['tabs'] }> {
  const { db } = deps;
  const refused = await selectRefusals(db, who);
  const since = new Date(deps.now().getTime() - COUNTED_MS);
  return {
    tabs: presentTabs(who.roles, 'mail'),
    saved,
    mailOn: deps.mail !== null && !who.synthetic,
    hasAddress: await hasAddress(db, who),
    everything: !refused.includes(EVERY_KIND),
    kinds: kindsFor(who, kinds).map(({ name, urgent }) => ({
      name,
      urgent,
      wanted: !refused.includes(name),
    })),
    school: who.roles.includes('administrator')
      ? presentPolicy(await getMailPolicy(db, who.schoolId), await countMails(db, { ...who, since }))
      : null,
  };
}
