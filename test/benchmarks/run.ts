import { readdirSync } from 'node:fs';

/** `npm run bench -- <name>` runs test/benchmarks/<name>.bench.ts; each prints what it measured. */
const ENDING = '.bench.ts';
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length));
const wanted = process.argv[2];

if (wanted !== undefined && names.includes(wanted)) {
  await import(`./${wanted}${ENDING}`);
} else {
  console.log(`Give one of: ${names.join(', ')}`);
  process.exitCode = 1;
}
