import { and, eq } from 'drizzle-orm';
import { conflict, notFound, badRequest } from '../../infra/errors.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { changeIdentities, inChange, insertMovedActors } from './change-identities.ts';
import { findAlias, selectAliasedActors } from './identity.queries.ts';
import { normaliseHomePage } from './identity.rules.ts';
import type { Decider } from './identity.schema.ts';
import type { IdentityPorts } from './identity-ports.ts';
import { homePageAliases, mailboxPlatforms } from './identity.tables.ts';
import { identities } from './roster.tables.ts';

/** A platform and a home page under which statements name its people, too; both without a slash at the end. */
export interface Alias {
  platform: string;
  homePage: string;
}

/** Takes a home page for a platform's: accounts there are its people of the same account name from now on, and were. */
export async function addAlias(deps: Deps, ports: IdentityPorts, by: Decider, wanted: Alias): Promise<void> {
  await inChange(deps, async (tx) => {
    const alias = {
      platform: await requirePlatform(tx, ports, by.schoolId, wanted.platform),
      homePage: normaliseHomePage(wanted.homePage),
    };
    const taken = await findAlias(tx, { schoolId: by.schoolId, homePage: alias.homePage });
    if (taken) throw conflict('identity.homePageTaken', { platform: taken.platform });
    await insertAlias(tx, deps, ports, by, alias);
    await changeIdentities(tx, deps, by, { kind: 'aliasAdd', detail: { ...alias }, moves: [] });
  });
  ports.onChanged(by.schoolId);
}

export async function removeAlias(
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  alias: Alias,
): Promise<void> {
  await inChange(deps, async (tx) => {
    await deleteAlias(tx, deps, ports.selectSeen, by, alias);
    await changeIdentities(tx, deps, by, { kind: 'aliasRemove', detail: { ...alias }, moves: [] });
  });
  ports.onChanged(by.schoolId);
}

/** Says that a platform's e-mail addresses are verified, or no longer; returns whether anything changed. */
export async function trustMailboxes(
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  { platform: wanted, verified }: { platform: string; verified: boolean },
): Promise<boolean> {
  return inChange(deps, async (tx) => {
    const platform = verified
      ? await requirePlatform(tx, ports, by.schoolId, wanted)
      : normaliseHomePage(wanted);
    if (!(await setMailboxes(tx, deps, by, { platform, verified }))) return false;
    const kind = verified ? 'mailboxesOn' : 'mailboxesOff';
    await changeIdentities(tx, deps, by, { kind, detail: { platform }, moves: [] });
    return true;
  });
}

/** The writes of an alias given, without record: also for undoing. What waits for a person is found by the next fold. */
export async function insertAlias(
  tx: Database,
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  alias: Alias,
): Promise<void> {
  await refuseUnfit(tx, deps, ports, by.schoolId, alias);
  await tx.insert(homePageAliases).values({
    schoolId: by.schoolId,
    ...alias,
    createdAt: deps.now(),
    createdBy: by.personId,
  });
}

/** The writes of an alias taken away; facts of those who were somebody by it are to be made anew. */
export async function deleteAlias(
  tx: Database,
  deps: Deps,
  selectSeen: IdentityPorts['selectSeen'],
  by: Decider,
  { platform, homePage }: Alias,
): Promise<void> {
  const { schoolId } = by;
  const actors = await selectAliasedActors(tx, schoolId, { platform, homePage });
  await keepErased(
    tx,
    deps,
    by,
    actors.filter(({ erased }) => erased),
  );
  const living = actors.filter(({ erased }) => !erased);
  const personOf = new Map(living.map(({ actorKey, personId }) => [actorKey, personId]));
  const seen = await selectSeen(tx, schoolId, [...personOf.keys()]);
  await insertMovedActors(
    tx,
    deps,
    schoolId,
    seen.map((actorKey) => ({ actorKey, fromPersonId: personOf.get(actorKey) ?? null })),
  );
  const gone = await tx
    .delete(homePageAliases)
    .where(
      and(
        eq(homePageAliases.schoolId, schoolId),
        eq(homePageAliases.platform, platform),
        eq(homePageAliases.homePage, homePage),
      ),
    )
    .returning({ homePage: homePageAliases.homePage });
  if (gone.length === 0) throw notFound('identity.aliasMissing');
}

/** Who was erased stays so, although nothing else tells of the account any more whose it was. */
async function keepErased(
  tx: Database,
  deps: Deps,
  { schoolId, personId: decidedBy }: Decider,
  actors: readonly { actorKey: string; personId: string }[],
): Promise<void> {
  if (actors.length === 0) return;
  const kept = {
    schoolId,
    decidedBy,
    method: 'manual',
    confidence: 'certain' as const,
    createdAt: deps.now(),
  };
  await tx
    .insert(identities)
    .values(actors.map(({ actorKey, personId }) => ({ ...kept, actorKey, personId })))
    .onConflictDoNothing();
}

/** A platform that is registered now is its own: its home page stands for no other's people any more. */
export async function releaseHomePage(tx: Database, deps: Deps, by: Decider, issuer: string): Promise<void> {
  const homePage = normaliseHomePage(issuer);
  const alias = await findAlias(tx, { schoolId: by.schoolId, homePage });
  if (!alias) return;
  const detail = { platform: alias.platform, homePage };
  await deleteAlias(tx, deps, (_tx, _schoolId, all) => Promise.resolve([...all]), by, detail);
  await changeIdentities(tx, deps, by, { kind: 'aliasRemove', detail, moves: [] });
}

export async function setMailboxes(
  tx: Database,
  deps: Deps,
  { schoolId, personId }: Decider,
  { platform, verified }: { platform: string; verified: boolean },
): Promise<boolean> {
  const changed = verified
    ? await tx
        .insert(mailboxPlatforms)
        .values({ schoolId, platform, createdAt: deps.now(), createdBy: personId })
        .onConflictDoNothing()
        .returning({ platform: mailboxPlatforms.platform })
    : await tx
        .delete(mailboxPlatforms)
        .where(and(eq(mailboxPlatforms.schoolId, schoolId), eq(mailboxPlatforms.platform, platform)))
        .returning({ platform: mailboxPlatforms.platform });
  return changed.length > 0;
}

async function requirePlatform(
  tx: Database,
  ports: IdentityPorts,
  schoolId: string,
  wanted: string,
): Promise<string> {
  const platform = normaliseHomePage(wanted);
  const platforms = await ports.selectPlatforms(tx, schoolId);
  if (!platforms.some(({ issuer }) => normaliseHomePage(issuer) === platform))
    throw notFound('identity.platformMissing');
  return platform;
}

/** A registered platform's own address means its own people, as ours means those who practise here. */
async function refuseUnfit(
  tx: Database,
  deps: Deps,
  ports: IdentityPorts,
  schoolId: string,
  { homePage }: Alias,
): Promise<void> {
  if (!/^https?:\/\/[^|\s]+$/i.test(homePage) || !URL.canParse(homePage))
    throw badRequest('identity.homePageWrong');
  const platforms = await ports.selectPlatforms(tx, schoolId);
  const own = [deps.config.publicUrl, ...platforms.map(({ issuer }) => issuer)].map(normaliseHomePage);
  if (own.includes(homePage)) throw conflict('identity.homePageOwn');
}
