import { readFileSync } from 'node:fs';
import { ADL_TESTS, findShortcomings } from './adl-result.rules.ts';

/** npx tsx test/conformance/xapi/adl-result.ts <log> <version>: says what a run lacks, and ends with 1 if it does. */
const [file, version] = process.argv.slice(2);
if (!file || (version !== '1.0.3' && version !== '2.0.0')) {
  process.stderr.write('usage: adl-result.ts <log of the suite> 1.0.3|2.0.0\n');
  process.exit(2);
}
const lacking = findShortcomings(JSON.parse(readFileSync(file, 'utf8')), version);
const told =
  lacking.length > 0 ? lacking.join('\n') : `All ${ADL_TESTS[version]} tests of ${version} passed.`;
process.stdout.write(`${told}\n`);
process.exit(lacking.length > 0 ? 1 : 0);
