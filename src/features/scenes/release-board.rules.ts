import { drawInt, drawLots, shuffle, type Lot } from '../instruments/index.ts';
import { act, panel, plain, say } from './scene-words.rules.ts';
import type { JudgedPoint, SceneRules, SceneStep, Sentence } from './scene.schema.ts';

/** After a release errors rise: split the figures until they show where, look at what changed, take the right measure. */
const VERSIONS = ['4.1', '4.2', '4.3'] as const;
const TERMINALS = ['android', 'ios', 'web'] as const;
const ENDPOINTS = ['pay', 'search', 'upload', 'signin'] as const;
const SPLITS = { split_version: VERSIONS, split_terminal: TERMINALS, split_endpoint: ENDPOINTS } as const;
type Split = keyof typeof SPLITS;

const COSTS = {
  split_version: 2,
  split_terminal: 2,
  split_endpoint: 2,
  see_changes: 2,
  conclude: 1,
  roll_back_version: 3,
  switch_off: 3,
  add_servers: 3,
  tell_team: 1,
};
const MEASURES = ['roll_back_version', 'switch_off', 'add_servers'];

function worldOf(seed: string) {
  const lot = drawLots(`release-board|${seed}`);
  const pick = <T>(list: readonly T[]): T => list[drawInt(lot, 0, list.length - 1)] as T;
  const at = { version: pick(VERSIONS), terminal: pick(TERMINALS), endpoint: pick(ENDPOINTS) };
  // What is used most has the most errors in number: only the share shows what is wrong.
  const busy = pick(ENDPOINTS.filter((endpoint) => endpoint !== at.endpoint));
  return { ...at, busy, lot };
}
type World = ReturnType<typeof worldOf>;

const isAffected = (world: World, member: string): boolean =>
  [world.version, world.terminal, world.endpoint].includes(member as never);

/** Requests, errors and their share, of each part of a split. */
function splitBy(split: Split, world: World, seed: string): Sentence[][] {
  const lot: Lot = drawLots(`release-board|${seed}|${split}`);
  return SPLITS[split].map((member) => {
    const requests = (member === world.busy ? 42_000 : 4_000) + drawInt(lot, 0, 1500);
    const perMille = isAffected(world, member) ? drawInt(lot, 45, 80) : drawInt(lot, 3, 8);
    const errors = Math.round((requests * perMille) / 1000);
    const name = split === 'split_version' ? plain(member) : say(`board.part.${member}`);
    return [name, plain(requests), plain(errors), say('board.share', { share: (perMille / 10).toFixed(1) })];
  });
}

/** What each version changed: one change is at the place of the errors. */
function listChanges(world: World, seed: string): Sentence[][] {
  return VERSIONS.map((version) => {
    const others = shuffle(
      ENDPOINTS.filter((endpoint) => endpoint !== world.endpoint),
      `${seed}|${version}`,
    );
    const touched = version === world.version ? world.endpoint : (others[0] ?? 'search');
    return [plain(version), say(`board.part.${touched}`), say(`board.change.${touched}`)];
  });
}

const pairs = VERSIONS.flatMap((version) =>
  ENDPOINTS.map((endpoint) => ({
    id: `${version}:${endpoint}`,
    words: say('board.pair', { version, endpoint: `scenes.board.part.${endpoint}` }),
  })),
);
const splitsIn = (steps: readonly SceneStep[]): Split[] =>
  (Object.keys(SPLITS) as Split[]).filter((split) => steps.some(({ act: name }) => name === split));

export const RELEASE_BOARD: SceneRules = {
  talentType: 'development',
  minutes: 20,
  costs: COSTS,
  play(seed, steps) {
    const world = worldOf(seed);
    const did = (name: string) => steps.some((step) => step.act === name);
    const last = steps.at(-1);
    const hasMeasure = steps.some(({ act: name }) => MEASURES.includes(name));
    return {
      said: [
        say('board.task'),
        ...(last ? [say(`board.said.${last.act}`, { target: last.target.replace(':', ' · ') })] : []),
      ],
      panels: [
        panel(
          'board.today',
          ['board.hour', 'board.errors'],
          [
            ...['08:00', '09:00', '10:00', '11:00'].map((hour, index) => [
              plain(hour),
              say('board.share', { share: index < 2 ? '0.5' : hasMeasure && index === 3 ? '1.2' : '2.6' }),
            ]),
          ],
        ),
        ...splitsIn(steps).map((split) =>
          panel(
            `board.${split}`,
            ['board.part.head', 'board.requests', 'board.errors', 'board.shareHead'],
            splitBy(split, world, seed),
          ),
        ),
        ...(did('see_changes')
          ? [
              panel(
                'board.changes',
                ['board.version', 'board.part.head', 'board.what'],
                listChanges(world, seed),
              ),
            ]
          : []),
      ],
      log: [],
      acts: [
        ...(Object.keys(SPLITS) as Split[])
          .filter((split) => !did(split))
          .map((split) => act(split, COSTS[split])),
        ...(did('see_changes') ? [] : [act('see_changes', COSTS.see_changes)]),
        ...(did('conclude') ? [] : [act('conclude', COSTS.conclude, pairs)]),
        ...(hasMeasure
          ? []
          : [
              act(
                'roll_back_version',
                COSTS.roll_back_version,
                VERSIONS.map((id) => ({ id, words: plain(id) })),
              ),
              act(
                'switch_off',
                COSTS.switch_off,
                ENDPOINTS.map((id) => ({ id, words: say(`board.part.${id}`) })),
              ),
              act('add_servers', COSTS.add_servers),
            ]),
        ...(did('tell_team') ? [] : [act('tell_team', COSTS.tell_team)]),
      ],
    };
  },
  judge(seed, steps) {
    const world = worldOf(seed);
    const concludedAt = steps.findIndex(({ act: name }) => name === 'conclude');
    const measureAt = steps.findIndex(({ act: name }) => MEASURES.includes(name));
    const [version, endpoint] = (steps[concludedAt]?.target ?? '').split(':');
    const looked = splitsIn(concludedAt < 0 ? steps : steps.slice(0, concludedAt)).length;
    const found = Number(version === world.version) + Number(endpoint === world.endpoint);
    const measure = steps[measureAt];
    const isRight = measure?.act === 'roll_back_version' && measure.target === world.version;
    const isCostly = measure?.act === 'switch_off' && measure.target === world.endpoint;
    const sawChanges = steps
      .slice(0, measureAt < 0 ? steps.length : measureAt)
      .some(({ act: name }) => name === 'see_changes');
    const told = steps.some(({ act: name }) => name === 'tell_team');
    const point = (id: string, got: number, most: number, how: string): JudgedPoint => ({
      id,
      got,
      most,
      why: say(`board.why.${id}.${how}`, {
        version: world.version,
        endpoint: `scenes.board.part.${world.endpoint}`,
        terminal: `scenes.board.part.${world.terminal}`,
        looked,
      }),
    });
    return [
      point('looked', looked, 3, looked === 3 ? 'good' : 'some'),
      point('concluded', found * 2, 4, found === 2 ? 'good' : found === 1 ? 'half' : 'none'),
      point('changes', sawChanges ? 2 : 0, 2, sawChanges ? 'good' : 'none'),
      point('measure', isRight ? 4 : isCostly ? 2 : 0, 4, isRight ? 'good' : isCostly ? 'half' : 'none'),
      point('told', told ? 2 : 0, 2, told ? 'good' : 'none'),
    ];
  },
};
