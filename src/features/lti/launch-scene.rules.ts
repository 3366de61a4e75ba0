import type { CheckedLaunch, Launch } from './launch.schema.ts';

/** Pages of other features that launches lead to (`link-kinds.ts`). */
interface Pages {
  kinds: { name: string; path(ref: string, readsAsLearner: boolean): string }[];
  review(personId: string, itemId: string | null): string;
}

/** What the database holds of a launch's course and link, as far as it decides what is written. */
interface Known {
  context: {
    courseId: string;
    lineItemsUrl: string | null;
    agsScopes: string[];
    membershipsUrl: string | null;
  } | null;
  link: { title: string | null; itemId: string | null; lineItemUrl: string | null } | null;
}

/** A registration's first deployment is let in by its launch; any further one waits for an administrator. */
export function judgeDeployment(scene: {
  deployment: { approved: boolean } | null;
  deployments: number;
}): 'approved' | 'first' | 'waiting' | 'new' {
  if (scene.deployment) return scene.deployment.approved ? 'approved' : 'waiting';
  return scene.deployments === 0 ? 'first' : 'new';
}

/** Whether the platform tells something else of the course's services than before. */
export function servicesDiffer({ context }: Known, { services }: Launch): boolean {
  if (!context) return true;
  // Not every launch tells them (Canvas's account navigation doesn't): silence takes nothing back.
  const { lineItemsUrl, membershipsUrl, agsScopes } = mergeServices({ context, link: null }, services);
  return (
    lineItemsUrl !== context.lineItemsUrl ||
    membershipsUrl !== context.membershipsUrl ||
    agsScopes.join(' ') !== context.agsScopes.join(' ')
  );
}

export function mergeServices({ context }: Known, services: Launch['services']) {
  return {
    lineItemsUrl: services.lineItemsUrl ?? context?.lineItemsUrl ?? null,
    membershipsUrl: services.membershipsUrl ?? context?.membershipsUrl ?? null,
    agsScopes: services.agsScopes.length > 0 ? services.agsScopes : (context?.agsScopes ?? []),
  };
}

/** A link as this launch tells of it; null when it is known just so. */
export function linkChange(
  { link }: Known,
  told: { title: string | null; itemId: string | null; lineItemUrl: string | null },
): { title: string | null; itemId: string | null; lineItemUrl: string | null } | null {
  const next = {
    title: told.title ?? link?.title ?? null,
    itemId: told.itemId ?? link?.itemId ?? null,
    lineItemUrl: told.lineItemUrl ?? link?.lineItemUrl ?? null,
  };
  const same =
    link !== null &&
    link.title === next.title &&
    link.itemId === next.itemId &&
    link.lineItemUrl === next.lineItemUrl;
  return same ? null : next;
}

/** The page a message leads to, below the visit's base; null: the one that suits the reader's roles. */
export function decideLanding(
  { launch, role }: CheckedLaunch,
  scene: {
    item: { id: string; kind: string; ref: string } | null;
    ownItem: { id: string } | null;
    reviewedPersonId: string | null;
  },
  landings: Pages,
): string | null {
  switch (launch.message.type) {
    case 'LtiDeepLinkingRequest':
      return '/link';
    case 'LtiSubmissionReviewRequest':
      if (role === 'learner') return null;
      return scene.reviewedPersonId === null
        ? '/not-seen'
        : landings.review(scene.reviewedPersonId, (scene.ownItem ?? scene.item)?.id ?? null);
    case 'LtiResourceLinkRequest': {
      const { item } = scene;
      const kind = landings.kinds.find(({ name }) => name === item?.kind);
      return item && kind ? kind.path(item.ref, role === 'learner') : null;
    }
  }
}
