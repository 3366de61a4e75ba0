import { drawInt, drawLots } from '../instruments/index.ts';
import { act, panel, plain, say } from './scene-words.rules.ts';
import type { JudgedPoint, SceneRules, SceneStep, Sentence } from './scene.schema.ts';

/** An alert comes: find the service that fails by its log, mend it the right way, tell people, make sure. */
const SERVICES = ['gateway', 'web', 'exam', 'login', 'database', 'cache'] as const;
type Service = (typeof SERVICES)[number];

/** Who waits for whom: what fails below shows as time-outs above. */
const NEEDS: Record<Service, readonly Service[]> = {
  gateway: ['web'],
  web: ['exam', 'login'],
  exam: ['database', 'cache'],
  login: ['database', 'cache'],
  database: [],
  cache: [],
};

const FIXES = ['restart', 'clear_disk', 'renew_certificate', 'roll_back'] as const;
type Fix = (typeof FIXES)[number];

const CAUSES: { service: Service; fix: Fix; line: string }[] = [
  { service: 'database', fix: 'clear_disk', line: 'ERROR could not write to file: No space left on device' },
  { service: 'cache', fix: 'restart', line: 'ERROR deadlock in worker 0, no requests served since 08:03' },
  {
    service: 'gateway',
    fix: 'renew_certificate',
    line: 'ERROR handshake failed: certificate expired 2 h ago',
  },
  { service: 'login', fix: 'roll_back', line: 'ERROR after release 5.2.1: setting SESSION_STORE is missing' },
  { service: 'exam', fix: 'roll_back', line: 'ERROR after release 3.8.0: undefined column "room" in query' },
];

const COSTS = {
  notify: 1,
  read_log: 2,
  restart: 4,
  clear_disk: 4,
  renew_certificate: 4,
  roll_back: 4,
  verify: 1,
};

const worldOf = (seed: string) => {
  const cause = CAUSES[drawInt(drawLots(`console|${seed}`), 0, CAUSES.length - 1)];
  if (!cause) throw new Error('There is no such cause.');
  return cause;
};

/** The service below that is to blame, as seen from above; null: it doesn't wait for the cause. */
const pathTo = (from: Service, cause: Service): Service | null =>
  NEEDS[from].find((next) => next === cause || pathTo(next, cause) !== null) ?? null;

const isFix = ({ act: name, target }: SceneStep, cause: ReturnType<typeof worldOf>): boolean =>
  name === cause.fix && target === cause.service;

function readLog(service: Service, seed: string, isFixed: boolean): string[] {
  const cause = worldOf(seed);
  const lot = drawLots(`console|${seed}|${service}`);
  const time = () => `08:0${drawInt(lot, 3, 9)}:${drawInt(lot, 10, 59)}`;
  const usual = () => `${time()} ${service} INFO request served in ${drawInt(lot, 12, 90)} ms`;
  const below = pathTo(service, cause.service);
  const told = () => {
    if (isFixed) return [usual()];
    if (service === cause.service)
      return [cause.line, cause.line].map((line) => `${time()} ${service} ${line}`);
    return below ? [`${time()} ${service} WARN timeout after 5000 ms waiting for ${below}`] : [usual()];
  };
  return [usual(), usual(), ...told()].toSorted();
}

const serviceTargets = SERVICES.map((id) => ({ id, words: say(`service.${id}`) }));

export const CONSOLE: SceneRules = {
  talentType: 'support',
  minutes: 30,
  costs: COSTS,
  play(seed, steps) {
    const cause = worldOf(seed);
    const isFixed = steps.some((step) => isFix(step, cause));
    const last = steps.at(-1);
    const stateOf = (service: Service): Sentence => {
      if (isFixed) return say('console.state.ok');
      // From outside whoever waits for the culprit looks like the culprit: only logs tell them apart.
      const isAffected = service === cause.service || pathTo(service, cause.service) !== null;
      return say(isAffected ? 'console.state.failing' : 'console.state.ok');
    };
    return {
      said: [say('console.alert'), ...tellStep(last, isFixed)],
      panels: [
        panel(
          'console.services',
          ['console.service', 'console.waitsFor', 'console.state.head'],
          SERVICES.map((service) => [
            say(`service.${service}`),
            NEEDS[service].length === 0 ? plain('–') : plain(NEEDS[service].join(', ')),
            steps.some(({ act: name }) => name === 'verify') || NEEDS[service].length > 0
              ? stateOf(service)
              : say('console.state.unknown'),
          ]),
        ),
      ],
      log: last?.act === 'read_log' ? readLog(last.target as Service, seed, isFixed) : [],
      acts: [
        ...(steps.some(({ act: name }) => name === 'notify') ? [] : [act('notify', COSTS.notify)]),
        act('read_log', COSTS.read_log, serviceTargets),
        ...FIXES.map((fix) => act(fix, COSTS[fix], serviceTargets)),
        act('verify', COSTS.verify),
      ],
    };
  },
  judge(seed, steps) {
    const cause = worldOf(seed);
    const fixedAt = steps.findIndex((step) => isFix(step, cause));
    const before = fixedAt < 0 ? steps : steps.slice(0, fixedAt);
    const minutes = (until: readonly SceneStep[]) =>
      until.reduce((sum, { act: name }) => sum + ((COSTS as Record<string, number>)[name] ?? 0), 0);
    const notifiedAt = steps.findIndex(({ act: name }) => name === 'notify');
    const wrong = before.filter(({ act: name }) => (FIXES as readonly string[]).includes(name)).length;
    const sawEvidence = before.some((step) => step.act === 'read_log' && step.target === cause.service);
    const verified = fixedAt >= 0 && steps.slice(fixedAt).some(({ act: name }) => name === 'verify');
    const fixedMinute = minutes(steps.slice(0, fixedAt + 1));
    const isEarly = notifiedAt >= 0 && minutes(steps.slice(0, notifiedAt)) <= 6;
    const names = { service: `scenes.service.${cause.service}`, fix: `scenes.act.${cause.fix}` };
    const point = (id: string, got: number, most: number, how: string): JudgedPoint => ({
      id,
      got,
      most,
      why: say(`console.why.${id}.${how}`, { ...names, minute: fixedMinute, wrong }),
    });
    return [
      notifiedAt < 0
        ? point('notify', 0, 2, 'none')
        : point('notify', isEarly ? 2 : 1, 2, isEarly ? 'good' : 'late'),
      point('evidence', sawEvidence ? 3 : 0, 3, sawEvidence ? 'good' : 'none'),
      point('fix', fixedAt < 0 ? 0 : 4, 4, fixedAt < 0 ? 'none' : 'good'),
      point('calm', Math.max(0, 2 - wrong), 2, wrong === 0 ? 'good' : 'none'),
      point('verify', verified ? 2 : 0, 2, verified ? 'good' : 'none'),
      fixedAt < 0
        ? point('time', 0, 2, 'none')
        : point('time', fixedMinute <= 15 ? 2 : 1, 2, fixedMinute <= 15 ? 'good' : 'late'),
    ];
  },
};

function tellStep(last: SceneStep | undefined, isFixed: boolean): Sentence[] {
  switch (last?.act) {
    case 'notify':
      return [say('console.said.notify')];
    case 'read_log':
      return [say('console.said.read_log', { service: `scenes.service.${last.target}` })];
    case 'verify':
      return [say(isFixed ? 'console.said.works' : 'console.said.stillFails')];
    default:
      // Whether it helped shows when somebody makes sure.
      return last && last.target !== ''
        ? [say('console.said.done', { service: `scenes.service.${last.target}` })]
        : [];
  }
}
