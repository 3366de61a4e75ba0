import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { evaluateKnowledge } from '../../../src/features/knowledge/evaluate-knowledge.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-answers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function file(...lines: string[]): string {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** Synthetic answers: people of different ability, items of different ease, and nothing else to be found. */
function syntheticAnswers(learners: number, each: number): string[] {
  let seed = 7;
  const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const spread = () => 2 * (chance() + chance() + chance() - 1.5);
  const items = Array.from({ length: 60 }, spread);
  return Array.from({ length: learners }, (_, learner) => {
    const ability = spread();
    return Array.from({ length: each }, () => {
      const item = Math.floor(chance() * items.length);
      const right = chance() < 1 / (1 + Math.exp(-ability - (items[item] ?? 0)));
      return `l${learner},i${item},s${item % 6},${right ? 1 : 0}`;
    });
  }).flat();
}

const HEADING = 'learner,item,skill,correct';

describe('evaluate knowledge', () => {
  it('finds people and items in synthetic answers, says what it means, and beats the means', async () => {
    const { models, scored, trained, counts } = await evaluateKnowledge(
      file(HEADING, ...syntheticAnswers(200, 60)),
      { share: 0.5 },
    );
    expect({ scored, trained, counts }).toEqual({
      scored: 6000,
      trained: 6000,
      counts: { learners: 200, items: 60, skills: 6 },
    });
    const [ours, ...others] = models;
    const mean = others.find(({ name }) => name === 'item mean');
    expect(ours?.auc).toBeGreaterThan(0.74);
    expect(ours?.auc).toBeGreaterThan((mean?.auc ?? 1) + 0.05);
    expect(ours?.ece).toBeLessThan(0.03);
  });

  it('scores the whole file from its first row when nothing is learned from first', async () => {
    const { scored, trained } = await evaluateKnowledge(file(HEADING, 'a,i,s,1', 'a,i,s,0', 'b,i,s,1'), null);
    expect({ scored, trained }).toEqual({ scored: 3, trained: 0 });
  });

  it('learns from another file and scores this one', async () => {
    const training = file(HEADING, ...syntheticAnswers(20, 10));
    const { scored, trained } = await evaluateKnowledge(file(HEADING, 'x,i1,s1,1', 'x,i2,s2,0'), {
      path: training,
    });
    expect({ scored, trained }).toEqual({ scored: 2, trained: 200 });
  });

  it('counts one answer per row, whatever its skills: with some, none, quoted ones, the same twice', async () => {
    const { counts, scored } = await evaluateKnowledge(
      file(
        `\ufeff${HEADING},time,note`,
        'a,"i,1",x~~y~~x,1,2,"says ""hello"""',
        'b,i2,,0.0,1,',
        'b,i2,x,true,1.5,',
      ),
      null,
    );
    expect({ counts, scored }).toEqual({ counts: { learners: 2, items: 2, skills: 2 }, scored: 3 });
  });

  it('replays by time: what comes later in the file and earlier in time is known when it is predicted', async () => {
    const late = Array.from({ length: 60 }, (_, n) => `a,i${n % 2},s,${n % 2},${1000 + n}`);
    const early = Array.from({ length: 60 }, (_, n) => `b,i${n % 2},s,${n % 2},${n}`);
    const [timed] = (await evaluateKnowledge(file(`${HEADING},time`, ...late, ...early), null)).models;
    const [sorted] = (await evaluateKnowledge(file(`${HEADING},time`, ...early, ...late), null)).models;
    expect(timed).toEqual({ ...sorted, seconds: timed?.seconds });
  });

  it.each([
    ['a verdict that is none', [HEADING, 'a,i,s,1', 'a,i,s,maybe'], 'line 3: correct is "maybe"'],
    ['no learner', [HEADING, ',i,s,1'], 'line 2: learner is empty'],
    ['no item', [HEADING, 'a,,s,1'], 'line 2: item is empty'],
    ['a cell too few', [HEADING, 'a,i,1'], 'line 2: 3 cells where the heading has 4'],
    ['a time that is none', [`${HEADING},time`, 'a,i,s,1,soon'], 'line 2: time is "soon"'],
    ['a missing column', ['learner,item,correct', 'a,i,1'], 'line 1: column skill is missing'],
    ['a quote that never ends', [HEADING, 'a,"i,s,1'], 'line 2'],
    ['no rows', [HEADING], 'no answers to score'],
    ['nothing', [''], 'empty'],
  ])('refuses %s, and says where', async (_what, lines, message) => {
    await expect(evaluateKnowledge(file(...lines), null)).rejects.toThrow(message);
  });

  it('refuses a file that isn’t there', async () => {
    await expect(evaluateKnowledge(join(folder, 'none.csv'), null)).rejects.toThrow('none.csv');
  });
});
