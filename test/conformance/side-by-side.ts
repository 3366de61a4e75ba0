/**
 * `npm run conformance`: the table played on Waymark and on ltijs 5.9.9, row by row, on the embedded database, or on
 * PostgreSQL where WAYMARK_TEST_DATABASE_URL is set. Fails where Waymark is wrong or ltijs does otherwise than recorded;
 * `-- --record`, on PostgreSQL, records anew.
 */
import { writeFileSync } from 'node:fs';
import { createTestDatabase } from '../support/postgres.ts';
import { prepare } from '../support/prepare.ts';
import { anLtijs } from './ltijs/ltijs.subject.ts';
import { OUTCOMES_FILE, isAsRecorded, summarise, tellSummary, type Outcomes } from './ltijs/outcomes.ts';
import { isBad, type Outcome, type Subject } from './row.ts';
import { openTheatre, playRow, type Theatre } from './stage.ts';
import { TABLE } from './table.ts';
import { aWaymark } from './waymark.subject.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);

await prepare();
const server = process.env['WAYMARK_TEST_DATABASE_URL'];
const database = server ? await createTestDatabase(server) : null;
const subjects: Subject[] = [await aWaymark(), await anLtijs(database?.url)];
const theatres: Theatre[] = [];
for (const subject of subjects) theatres.push(await openTheatre(subject));

const recording = process.argv.includes('--record');
const surprises: string[] = [];
const outcomes = subjects.map((): Outcomes => ({}));
for (const { title, rows } of TABLE) {
  print(`\n${title.padEnd(66)} ${subjects.map(({ name }) => name.padEnd(24)).join('')}`);
  for (const row of rows) {
    const right = isBad(row) ? 'refused' : 'accepted';
    const cells: string[] = [];
    for (const [n, theatre] of theatres.entries()) {
      const { outcome } = await playRow(theatre, row);
      const kept = outcomes[n];
      const { kind } = outcome;
      if (kept) (kept[title] ??= {})[row.name] = kind;
      const surprising = n === 0 ? kind !== right : !recording && !isAsRecorded(title, row.name, kind);
      if (surprising) surprises.push(`${subjects[n]?.name}, ${title}: ${row.name}: ${kind}`);
      cells.push(tell(outcome, right).padEnd(24));
    }
    print(`  ${row.name.padEnd(64)} ${cells.join('')}${row.house ? ' (our rule)' : ''}`);
  }
}

print('');
for (const [n, { name }] of subjects.entries())
  print(`${name}: ${tellSummary(summarise(outcomes[n] ?? {}))}`);
if (recording) writeFileSync(OUTCOMES_FILE, `${JSON.stringify(outcomes[1], null, 2)}\n`);
for (const surprise of surprises) print(`Unexpected: ${surprise}`);
process.exitCode = surprises.length > 0 ? 1 : 0;

for (const theatre of theatres) await theatre.close();
for (const subject of subjects) await subject.close();
await database?.drop();

function tell({ kind, answer, refusals }: Outcome, right: Outcome['kind']): string {
  const status = kind === 'refused' && answer ? ` ${answer.status}` : '';
  const copies = refusals === undefined ? '' : `, ${refusals} refused`;
  return `${kind === right ? '  ' : '✗ '}${kind}${status}${copies}`;
}
