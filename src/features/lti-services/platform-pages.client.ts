import { WaymarkError } from '../../infra/errors.ts';
import type { OutboundResponse } from '../../infra/outbound.ts';
import { decideNextPage } from './paging.rules.ts';
import type { CallingRegistration, PlatformCaller } from './service-token.client.ts';

/** `refused`: a page was answered with something else than 200; what came before it isn't the whole list. */
export type PagesRead =
  { kind: 'read'; pages: string[] } | { kind: 'refused'; status: number; headers: Headers; text: string };

const LARGEST_PAGE = 5_000_000;
const LARGEST_LIST = 50_000_000;

/** Reads a list to its end: same site only, no loops. Throws a WaymarkError when it can't be followed. */
export async function readPages(
  caller: PlatformCaller,
  registration: CallingRegistration,
  request: { url: string; scope: string[]; accept: string },
): Promise<PagesRead> {
  const read: [string, ...string[]] = [request.url];
  const pages: string[] = [];
  let size = 0;
  for (;;) {
    const answer: OutboundResponse = await caller.call(registration, {
      scope: request.scope,
      method: 'GET',
      url: read[read.length - 1] ?? request.url,
      headers: { accept: request.accept },
      maxBytes: LARGEST_PAGE,
    });
    if (answer.status !== 200) return { kind: 'refused', ...answer };
    pages.push(answer.text);
    size += answer.text.length;
    if (size > LARGEST_LIST)
      throw new WaymarkError('outbound.tooLarge', 502, { host: new URL(request.url).host });
    const next = decideNextPage(read, answer.headers.get('link'));
    switch (next.kind) {
      case 'end':
        return { kind: 'read', pages };
      case 'next':
        read.push(next.url);
        break;
      case 'foreign':
        throw new WaymarkError('services.pageForeign', 502);
      case 'endless':
        throw new WaymarkError('services.pageEndless', 502);
    }
  }
}
