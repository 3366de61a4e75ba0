import type { PortraitSource } from './portrait-source.schema.ts';

/** What app.ts connects career planning with. */
export interface CareerContributions {
  portrait: readonly PortraitSource[];
}
