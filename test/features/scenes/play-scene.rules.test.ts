import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  FINISH,
  SCENES,
  mayTake,
  minuteOf,
  playScene,
  scoreScene,
} from '../../../src/features/scenes/play-scene.rules.ts';
import { SCENE_KINDS, type SceneKind, type SceneStep } from '../../../src/features/scenes/scene.schema.ts';
import { createViews } from '../../../src/infra/views.ts';

const kinds = fc.constantFrom(...SCENE_KINDS);
/** Somebody who does whatever is offered, as numbers choose. */
function wander(kind: SceneKind, seed: string, choices: readonly number[]): SceneStep[] {
  const steps: SceneStep[] = [];
  for (const choice of choices) {
    const { acts, over } = playScene(kind, seed, steps);
    const act = acts[choice % acts.length];
    if (over || !act) break;
    steps.push({ act: act.act, target: act.targets[choice % act.targets.length]?.id ?? '' });
  }
  return steps;
}
const walks = fc.array(fc.nat(1000), { maxLength: 30 });
const step = (act: string, target = ''): SceneStep => ({ act, target });
const pointsOf = (kind: SceneKind, seed: string, steps: SceneStep[]) =>
  Object.fromEntries(scoreScene(kind, seed, steps).points.map(({ id, got }) => [id, got]));

describe('any scene', () => {
  it('is the same for the same seed and steps, and every step it offers can be taken', () => {
    fc.assert(
      fc.property(kinds, fc.string(), walks, (kind, seed, choices) => {
        const steps = wander(kind, seed, choices);
        expect(playScene(kind, seed, steps)).toEqual(playScene(kind, seed, steps));
        expect(scoreScene(kind, seed, steps)).toEqual(scoreScene(kind, seed, steps));
        steps.forEach((one, index) => expect(mayTake(kind, seed, steps.slice(0, index), one)).toBe(true));
      }),
    );
  });

  it('ends with its time, keeps points within bounds, and takes nothing afterwards', () => {
    fc.assert(
      fc.property(kinds, fc.string(), walks, (kind, seed, choices) => {
        const steps = wander(kind, seed, choices);
        const { over, minute, acts } = playScene(kind, seed, steps);
        expect(minute).toBeLessThanOrEqual(SCENES[kind].minutes);
        expect(over).toBe(minuteOf(kind, steps) >= SCENES[kind].minutes || steps.at(-1)?.act === FINISH);
        if (over) expect(acts).toEqual([]);
        const { got, most, points } = scoreScene(kind, seed, steps);
        expect(most).toBe(scoreScene(kind, seed, []).most);
        for (const point of points) expect(point.got >= 0 && point.got <= point.most).toBe(true);
        expect(got).toBeLessThanOrEqual(most);
      }),
    );
  });

  it.each(['zh-CN', 'en'] as const)('has words for everything it says (%s)', (locale) => {
    const { t } = createViews();
    const say = ({ id, values }: { id: string; values: Record<string, string | number> }) =>
      t(locale, id, values);
    fc.assert(
      fc.property(kinds, fc.string(), walks, (kind, seed, choices) => {
        const steps = wander(kind, seed, choices);
        const { said, panels, acts } = playScene(kind, seed, steps);
        const { points } = scoreScene(kind, seed, steps);
        const words = [
          ...said,
          ...panels.flatMap(({ title, heads, rows }) => [title, ...heads, ...rows.flat()]),
          ...acts.flatMap(({ targets }) => targets.map(({ words: own }) => own)),
          ...points.map(({ why }) => why),
        ].map(say);
        const names = [
          ...acts.map(({ act }) => t(locale, `scenes.act.${act}`, {})),
          ...points.map(({ id }) => t(locale, `scenes.point.${id}`, {})),
        ];
        for (const text of [...words, ...names]) expect(text).not.toMatch(/scenes\.|\$t|\{\{|undefined|NaN/);
      }),
    );
  });

  it.each([
    ['an act that there isn’t', step('dance'), false],
    ['an act without what it needs', step('pin'), false],
    ['a product that there isn’t', step('pin', 'car'), false],
    ['more than it needs', step('watch', 'mug'), false],
    ['what it offers', step('pin', 'mug'), true],
  ])('takes only what it offers: %s', (_name, one, taken) => {
    expect(mayTake('live_room', 'seed', [], one)).toBe(taken);
  });
});

/** The steps of whoever knows the answer, found by trying what is offered: exactly one is best. */
function bestOf(
  kind: SceneKind,
  seed: string,
  make: (target: string) => SceneStep[],
  targets: string[],
  point: string,
) {
  const scores = targets.map((target) => pointsOf(kind, seed, make(target))[point] ?? 0);
  return targets.filter((_, index) => scores[index] === Math.max(...scores));
}

describe('the console', () => {
  const services = ['gateway', 'web', 'exam', 'login', 'database', 'cache'];
  const fixes = ['restart', 'clear_disk', 'renew_certificate', 'roll_back'];
  const all = fixes.flatMap((fix) => services.map((service) => `${fix}:${service}`));
  const fixOf = (seed: string) => {
    const make = (pair: string) => [step(...(pair.split(':') as [string, string]))];
    return bestOf('console', seed, make, all, 'fix');
  };

  it('has one fix in one place, which the log of that service alone tells as an error', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const found = fixOf(seed);
        expect(found).toHaveLength(1);
        const [, service] = (found[0] ?? '').split(':');
        const failing = services.filter((one) =>
          playScene('console', seed, [step('read_log', one)]).log.some((line) => line.includes('ERROR')),
        );
        expect(failing).toEqual([service]);
      }),
    );
  });

  it('gives all points to who tells people, reads, mends and makes sure', () => {
    const [found = ''] = fixOf('a');
    const [fix = '', service = ''] = found.split(':');
    const good = [
      step('notify'),
      step('read_log', service),
      step(fix, service),
      step('verify'),
      step(FINISH),
    ];
    const { got, most } = scoreScene('console', 'a', good);
    expect(got).toBe(most);
    const wrong = fixes.find((one) => one !== fix) ?? '';
    const guessed = pointsOf('console', 'a', [step(wrong, service), step(fix, service), step(FINISH)]);
    expect(guessed).toEqual({ notify: 0, evidence: 0, fix: 4, calm: 1, verify: 0, time: 2 });
  });
});

describe('the live room', () => {
  const goods = ['mug', 'lamp', 'scarf', 'tea', 'notebook'];

  it('has one best product, and it isn’t the one most people click on, which is sold out', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const best = bestOf('live_room', seed, (id) => [step('pin', id)], goods, 'pin');
        expect(best).toHaveLength(1);
        const rows = playScene('live_room', seed, []).panels[1]?.rows ?? [];
        const read = rows.map(([name, clicks, stock]) => ({
          id: name?.id.split('.').at(-1) ?? '',
          clicks: Number(clicks?.values['value']),
          stock: Number(stock?.values['value']),
        }));
        const [most, next] = read.toSorted((a, b) => b.clicks - a.clicks);
        expect(most?.stock).toBe(0);
        expect(next?.id).toBe(best[0]);
      }),
    );
  });

  it('tells who leaves before the figures turn that there was nothing to react to', () => {
    const { points } = scoreScene('live_room', 'a', [step(FINISH)]);
    expect(points.find(({ id }) => id === 'turn')?.why.id).toBe('scenes.live.why.turn.left');
  });

  it('counts a reaction only once there is something to react to', () => {
    const watch = Array.from({ length: 4 }, () => step('watch'));
    for (const answer of ['coupon', 'fix_sound']) {
      const early = pointsOf('live_room', 'a', [step(answer), ...watch, step(FINISH)]);
      expect(early['turn']).toBe(0);
    }
    const after = ['coupon', 'fix_sound'].map(
      (answer) => pointsOf('live_room', 'a', [...watch, step(answer), step(FINISH)])['turn'],
    );
    expect(after.toSorted()).toEqual([0, 4]);
  });
});

describe('the release board', () => {
  const pairs = ['4.1', '4.2', '4.3'].flatMap((version) =>
    ['pay', 'search', 'upload', 'signin'].map((endpoint) => `${version}:${endpoint}`),
  );

  it('has one place of the errors, which splits show by share though not by number', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const best = bestOf('release_board', seed, (pair) => [step('conclude', pair)], pairs, 'concluded');
        expect(best).toHaveLength(1);
        const [version, endpoint] = (best[0] ?? '').split(':');
        const view = playScene('release_board', seed, [step('split_version'), step('split_endpoint')]);
        const worst = view.panels.slice(1).map(({ rows }) => {
          const shares = rows.map((row) => Number(row[3]?.values['share']));
          return rows[shares.indexOf(Math.max(...shares))]?.[0];
        });
        expect(worst[0]?.values['value']).toBe(version);
        expect(worst[1]?.id.endsWith(`.${endpoint}`)).toBe(true);
      }),
    );
  });
});
