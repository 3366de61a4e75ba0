import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import type { ChangeDetail, ChangeKind, Confidence, IdentityMethod } from './identity.schema.ts';
import { people, schools } from './roster.tables.ts';

/**
 * Further home pages under which statements name a platform's people: an old host, http for https, a port, another
 * app_url. Accounts there are found by a join (`identity.queries.ts`), so taking one away leaves nothing behind.
 */
export const homePageAliases = pgTable(
  'home_page_aliases',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    /** Without a slash at its end, as actor keys write it; of one platform only. */
    homePage: text('home_page').notNull(),
    /** The platform's issuer, written likewise. */
    platform: text().notNull(),
    createdAt: at('created_at').notNull(),
    createdBy: uuid('created_by'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.homePage] }), index().on(t.schoolId, t.platform)],
);

/** Platforms whose e-mail addresses a member of staff called verified: only theirs may tell who a mailbox is. */
export const mailboxPlatforms = pgTable(
  'mailbox_platforms',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    platform: text().notNull(),
    createdAt: at('created_at').notNull(),
    createdBy: uuid('created_by'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.platform] })],
);

/** Actors that a member of staff said are nobody here (a robot, a test account). A platform's own word outweighs it. */
export const ignoredActors = pgTable(
  'ignored_actors',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    actorKey: text('actor_key').notNull(),
    createdAt: at('created_at').notNull(),
    createdBy: uuid('created_by'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.actorKey] })],
);

/** What was changed about who is who, in steps that can be undone. */
export const identityChanges = pgTable(
  'identity_changes',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    kind: text().$type<ChangeKind>().notNull(),
    detail: jsonb().$type<ChangeDetail>().notNull(),
    madeAt: at('made_at').notNull(),
    /** null: the system by a rule. */
    madeBy: uuid('made_by'),
    undoneAt: at('undone_at'),
    undoneBy: uuid('undone_by'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] }), index().on(t.schoolId, t.madeAt)],
);

/** What a change did to one identifier: what stood about it before and after; a null method stands for nothing. */
export const identityMoves = pgTable(
  'identity_moves',
  {
    schoolId: uuid('school_id').notNull(),
    changeId: uuid('change_id').notNull(),
    actorKey: text('actor_key').notNull(),
    personBefore: uuid('person_before'),
    methodBefore: text('method_before').$type<IdentityMethod>(),
    confidenceBefore: text('confidence_before').$type<Confidence>(),
    sinceBefore: at('since_before'),
    decidedByBefore: uuid('decided_by_before'),
    personAfter: uuid('person_after'),
    methodAfter: text('method_after').$type<IdentityMethod>(),
    confidenceAfter: text('confidence_after').$type<Confidence>(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.changeId, t.actorKey] }),
    index().on(t.schoolId, t.actorKey),
    foreignKey({
      columns: [t.schoolId, t.changeId],
      foreignColumns: [identityChanges.schoolId, identityChanges.id],
    }),
    foreignKey({ columns: [t.schoolId, t.personBefore], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.personAfter], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/**
 * Identifiers that are somebody else's, or nobody's, since facts were last made of their statements. Written with the
 * change itself; whoever makes facts takes them (`takeMovedActors`) and makes those of both people anew.
 */
export const movedActors = pgTable(
  'moved_actors',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    actorKey: text('actor_key').notNull(),
    /** Whose they were; null: nobody's. */
    fromPersonId: uuid('from_person_id'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);
