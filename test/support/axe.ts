import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  help: string;
  nodes: { html: string }[];
}

/** What axe holds against the page, as readable lines: an empty list is the promise. */
export async function findBarriers(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE);
  const violations = await frame.evaluate<Violation[]>('axe.run().then((result) => result.violations)');
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html.slice(0, 120)}`);
}
