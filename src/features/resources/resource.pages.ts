import { judgeDue, resourceDueOn, type Due } from './freshness.rules.ts';
import type { LibraryResource, ResourceVersion } from './library.schema.ts';
import { isShown, type FileType } from './media.rules.ts';
import { clock, judgeQuality, mayPublish, type Check } from './quality.rules.ts';
import {
  MEDIA,
  RESOURCE_SEATS,
  choose,
  isAny,
  type Medium,
  type Option,
  type Reader,
  type ReviewRow,
  type Seat,
} from './resources.schema.ts';
import { judgeReviews, openSeats, type SeatStanding } from './review.rules.ts';
import type { TabView } from './tabs.pages.ts';

/** Its owner and administrators change a resource; one that has lost its owner, any teacher. */
export const mayEdit = (resource: Pick<LibraryResource, 'ownerPersonId'>, reader: Reader): boolean =>
  isAny(reader, 'administrator') ||
  (isAny(reader, 'instructor') &&
    (resource.ownerPersonId === null || resource.ownerPersonId === reader.personId));

/** Whose own work a version is. */
export const authorsOf = (
  resource: Pick<LibraryResource, 'ownerPersonId'>,
  version: Pick<ResourceVersion, 'createdBy'>,
): (string | null)[] => [resource.ownerPersonId, version.createdBy];

/** The checks of one version. */
export const checksOf = (
  resource: LibraryResource,
  version: ResourceVersion,
  reviews: readonly SeatStanding[],
): Check[] =>
  judgeQuality({
    ...version,
    practical: resource.practical,
    historical: resource.historical,
    skills: resource.skills.length,
    targets: resource.targets.map(({ kind }) => kind),
    reviews,
  });

interface VersionView extends ResourceVersion {
  /** '' where there is no file. */
  filePath: string;
  shownAs: 'video' | 'image' | null;
  length: string | null;
  size: string | null;
}

export interface ResourcePage {
  tabs: TabView[];
  saved: boolean;
  resource: Omit<LibraryResource, 'versions'>;
  /** What the reader sees of it: learners the published version, others the current. */
  version: VersionView;
  older: VersionView[];
  /** null: a learner, whom the quality gate is not for. */
  gate: {
    checks: Check[];
    passes: boolean;
    submitted: boolean;
    reviews: ReviewRow[];
    due: Due;
    /** The published one is older than the one under review. */
    updating: boolean;
  } | null;
  review: { seats: Seat[] } | null;
  edit: { mayPublish: boolean; media: Option<Medium>[] } | null;
  /** May enter what couldn't be read from the file, and what proof-reading found. */
  examine: { length: boolean; size: boolean } | null;
}

const megabytes = (bytes: number): string =>
  bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

function viewOf(resourceId: string, version: ResourceVersion): VersionView {
  const type = version.fileType as FileType | null;
  return {
    ...version,
    filePath: version.fileName === null ? '' : `/resources/${resourceId}/file/${version.version}`,
    shownAs:
      type !== null && isShown(type) && (version.medium === 'video' || version.medium === 'image')
        ? version.medium
        : null,
    length: version.durationSeconds === null ? null : clock(version.durationSeconds),
    size: version.sizeBytes === null ? null : megabytes(version.sizeBytes),
  };
}

/** null: there is nothing that this reader may see. `reviews` are of the current version. */
export function presentResource(
  found: LibraryResource,
  given: {
    tabs: TabView[];
    saved: boolean;
    reader: Reader;
    staff: boolean;
    reviews: readonly ReviewRow[];
    today: string;
  },
): ResourcePage | null {
  const { versions, ...resource } = found;
  const { reader } = given;
  const wanted = given.staff ? resource.currentVersion : resource.publishedVersion;
  const version = versions.find((one) => one.version === wanted);
  if (!version || (!given.staff && resource.state === 'retired')) return null;
  const shared = { tabs: given.tabs, saved: given.saved, resource, version: viewOf(resource.id, version) };
  if (!given.staff) return { ...shared, older: [], gate: null, review: null, edit: null, examine: null };

  const standing = judgeReviews(given.reviews, RESOURCE_SEATS);
  const checks = checksOf(found, version, standing);
  const open = resource.state !== 'retired' && resource.publishedVersion !== version.version;
  const editor = mayEdit(resource, reader);
  const seats =
    open && version.submittedAt !== null
      ? openSeats({ standing, reader, authors: authorsOf(resource, version) })
      : [];
  const isExaminer = open && (editor || isAny(reader, 'expert', 'enterprise_mentor'));
  return {
    ...shared,
    older: versions.filter((one) => one.version !== version.version).map((one) => viewOf(resource.id, one)),
    gate: {
      checks,
      passes: mayPublish(checks),
      submitted: version.submittedAt !== null,
      reviews: [...given.reviews],
      due: judgeDue(resourceDueOn(resource), given.today),
      updating: resource.publishedVersion !== null && resource.publishedVersion !== version.version,
    },
    review: seats.length > 0 ? { seats } : null,
    edit: editor
      ? {
          mayPublish: open && version.submittedAt !== null && mayPublish(checks),
          media: choose(MEDIA, version.medium),
        }
      : null,
    examine: isExaminer
      ? {
          length: version.medium === 'video' && isUnread(version, version.durationSeconds),
          size: version.medium === 'image' && isUnread(version, version.width),
        }
      : null,
  };
}

/** It isn't known, or somebody entered it and may correct it; what the file says stands. */
export const isUnread = (version: Pick<ResourceVersion, 'measuredBy'>, value: number | null): boolean =>
  value === null || version.measuredBy !== null;
