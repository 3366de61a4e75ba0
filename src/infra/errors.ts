/** Replacements for the placeholders of an error's sentence; never secrets or whole inputs. */
export type Replacements = Record<string, string | number>;

/**
 * An error the outside may see. `id` is the key `errors.<id>` in views/locales: words are chosen at the edge,
 * in the reader's language (design §5, habit 10).
 */
export class WaymarkError extends Error {
  readonly id: string;
  readonly status: number;
  readonly replacements: Replacements;

  constructor(id: string, status: number, replacements: Replacements = {}) {
    super(id);
    this.name = 'WaymarkError';
    this.id = id;
    this.status = status;
    this.replacements = replacements;
  }
}

export const badRequest = (id: string, replacements?: Replacements) =>
  new WaymarkError(id, 400, replacements);
export const notSignedIn = (id: string, replacements?: Replacements) =>
  new WaymarkError(id, 401, replacements);
export const forbidden = (id: string, replacements?: Replacements) => new WaymarkError(id, 403, replacements);
export const notFound = (id = 'notFound', replacements?: Replacements) =>
  new WaymarkError(id, 404, replacements);
export const conflict = (id: string, replacements?: Replacements) => new WaymarkError(id, 409, replacements);
/** What the caller believes of a resource is not so (any more): If-Match, If-None-Match. */
export const preconditionFailed = (id: string, replacements?: Replacements) =>
  new WaymarkError(id, 412, replacements);
export const methodNotAllowed = (replacements: { method: string; allowed: string }) =>
  new WaymarkError('methodNotAllowed', 405, replacements);
