import type { Database } from '../../infra/db.ts';
import type { Platform, UnknownHomePage, WaitingActor } from './identity.schema.ts';

/** What features to the right contribute to telling who is who. */
export interface IdentityPorts {
  /** Actors in courses whom nobody knows, most statements first. */
  selectUnknown(wanted: {
    schoolId: string;
    find: string;
    mailboxes?: boolean;
    limit: number;
    offset: number;
  }): Promise<WaitingActor[]>;
  countUnknown(wanted: { schoolId: string; find: string }): Promise<number>;
  /** Those of the actors whom nobody knows, with their names. */
  selectWaiting(schoolId: string, actorKeys: readonly string[]): Promise<Map<string, string | null>>;
  /** Home pages of accounts that are nobody yet. */
  selectUnknownHomePages(schoolId: string, platforms: readonly string[]): Promise<UnknownHomePage[]>;
  selectPlatforms(db: Database, schoolId: string): Promise<Platform[]>;
  /** Those of the actors that statements name. */
  selectSeen: (tx: Database, schoolId: string, actorKeys: readonly string[]) => Promise<string[]>;
  /** Something changed about who is who: facts are to follow. */
  onChanged(schoolId: string): void;
}
