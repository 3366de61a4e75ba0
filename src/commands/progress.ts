const WIDTH = 30;

/** Draws how far something is on one line of the terminal; into a file or pipe it writes nothing. */
export function drawProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const share = total === 0 ? 1 : done / total;
  const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.');
  process.stderr.write(`\r[${bar}] ${done}/${total}${share >= 1 ? '\n' : ''}`);
}
