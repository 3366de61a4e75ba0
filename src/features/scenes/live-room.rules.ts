import { drawInt, drawLots, shuffle } from '../instruments/index.ts';
import { act, panel, plain, say } from './scene-words.rules.ts';
import type { JudgedPoint, SceneRules, SceneStep, Sentence } from './scene.schema.ts';

/** A live room that sells: put the right goods on top, answer comments, react when the figures turn. */
const GOODS = ['mug', 'lamp', 'scarf', 'tea', 'notebook'] as const;
const COMMENTS = ['stock', 'shipping', 'complaint', 'advert', 'praise', 'stock'] as const;
type CommentKind = (typeof COMMENTS)[number];

const REPLIES: Record<CommentKind, string> = {
  stock: 'say_stock',
  shipping: 'say_shipping',
  complaint: 'apologise',
  advert: 'mute',
  praise: 'thank',
};
const REPLY_ACTS = ['say_stock', 'say_shipping', 'apologise', 'thank', 'mute'] as const;

/** From this minute on viewers leave, for one of two reasons; each has an answer. */
const TURN = 10;
const QUICK = 6;
const TURNS = [
  { id: 'price', answer: 'coupon' },
  { id: 'sound', answer: 'fix_sound' },
] as const;
/** Half of the comments come later. */
const SECOND_WAVE = 5;

const COSTS = {
  pin: 1,
  say_stock: 1,
  say_shipping: 1,
  apologise: 1,
  thank: 1,
  mute: 1,
  coupon: 1,
  fix_sound: 1,
  watch: 3,
};

interface Product {
  id: string;
  clicks: number;
  stock: number;
}

function worldOf(seed: string) {
  const lot = drawLots(`live-room|${seed}`);
  const clicks = [90, 70, 50, 30, 20].map((about) => about + drawInt(lot, -8, 8));
  const goods: Product[] = shuffle(GOODS, `${seed}|goods`).map((id, index) => ({
    id,
    clicks: clicks[index] ?? 0,
    // What most people click on is sold out: it can't be sold, however many want it.
    stock: index === 0 ? 0 : drawInt(lot, 25, 160),
  }));
  const comments = shuffle(COMMENTS, `${seed}|comments`).map((kind, index) => ({
    id: `c${index + 1}`,
    kind,
  }));
  const turn = TURNS[drawInt(lot, 0, 1)];
  if (!turn) throw new Error('There is no such turn.');
  const best = goods[1]?.id ?? '';
  return { goods, comments, turn, best, viewers: 1200 + drawInt(lot, 0, 400) };
}

const minutesOf = (steps: readonly SceneStep[]): number =>
  steps.reduce((sum, { act: name }) => sum + ((COSTS as Record<string, number>)[name] ?? 0), 0);
const pinnedOf = (steps: readonly SceneStep[]): string | null =>
  steps.findLast(({ act: name }) => name === 'pin')?.target ?? null;
const isReply = ({ act: name }: SceneStep): boolean => (REPLY_ACTS as readonly string[]).includes(name);

/** When the figures turned and when that was answered, in minutes; null: not. */
function reactionOf(steps: readonly SceneStep[], answer: string): number | null {
  const at = steps.findIndex(
    (step, index) => step.act === answer && minutesOf(steps.slice(0, index)) >= TURN,
  );
  return at < 0 ? null : minutesOf(steps.slice(0, at + 1)) - TURN;
}

export const LIVE_ROOM: SceneRules = {
  talentType: 'operations',
  minutes: 25,
  costs: COSTS,
  play(seed, steps) {
    const { goods, comments, turn, viewers } = worldOf(seed);
    const minute = minutesOf(steps);
    const pinned = pinnedOf(steps);
    const answered = new Set(steps.filter(isReply).map(({ target }) => target));
    const here = comments.slice(0, minute >= SECOND_WAVE ? comments.length : comments.length / 2);
    const open = here.filter(({ id }) => !answered.has(id));
    const hasTurned = minute >= TURN;
    const isAnswered = reactionOf(steps, turn.answer) !== null;
    const now = hasTurned && !isAnswered ? Math.round(viewers * 0.65) : viewers + (pinned === null ? 0 : 80);
    const last = steps.at(-1);
    const targets = open.map(({ id, kind }) => ({
      id,
      words: say('live.commentOf', { id, text: `scenes.live.comment.${kind}` }),
    }));
    const said: Sentence[] = [say('live.task')];
    if (last) said.push(say(`live.said.${last.act}`, { product: `scenes.product.${last.target}` }));
    if (hasTurned) said.push(say(isAnswered ? `live.turn.${turn.id}Answered` : `live.turn.${turn.id}`));
    return {
      said,
      panels: [
        panel(
          'live.figures',
          ['live.viewers', 'live.pinned'],
          [[plain(now), pinned === null ? say('live.nothingPinned') : say(`product.${pinned}`)]],
        ),
        panel(
          'live.goods',
          ['live.product', 'live.clicks', 'live.stock'],
          goods
            .toSorted((a, b) => a.id.localeCompare(b.id))
            .map(({ id, clicks, stock }) => [say(`product.${id}`), plain(clicks), plain(stock)]),
        ),
        panel(
          'live.comments',
          ['live.number', 'live.text', 'live.answered'],
          here.map(({ id, kind }) => [
            plain(id),
            say(`live.comment.${kind}`),
            say(answered.has(id) ? 'live.yes' : 'live.notYet'),
          ]),
        ),
      ],
      log: [],
      acts: [
        act(
          'pin',
          COSTS.pin,
          GOODS.map((id) => ({ id, words: say(`product.${id}`) })),
        ),
        ...(targets.length === 0 ? [] : REPLY_ACTS.map((reply) => act(reply, COSTS[reply], targets))),
        act('coupon', COSTS.coupon),
        act('fix_sound', COSTS.fix_sound),
        act('watch', COSTS.watch),
      ],
    };
  },
  judge(seed, steps) {
    const { goods, comments, turn, best } = worldOf(seed);
    const pinned = pinnedOf(steps);
    const product = goods.find(({ id }) => id === pinned);
    const replies = steps.filter(isReply);
    const kindOf = (target: string) => comments.find(({ id }) => id === target)?.kind;
    const right = replies.filter((step) => {
      const kind = kindOf(step.target);
      return kind !== undefined && REPLIES[kind] === step.act;
    }).length;
    const silenced = replies.filter(
      ({ act: name, target }) => name === 'mute' && kindOf(target) !== 'advert',
    ).length;
    const after = reactionOf(steps, turn.answer);
    const point = (id: string, got: number, most: number, how: string): JudgedPoint => ({
      id,
      got,
      most,
      why: say(`live.why.${id}.${how}`, {
        best: `scenes.product.${best}`,
        answer: `scenes.act.${turn.answer}`,
        right,
        all: comments.length,
        silenced,
        minutes: after ?? 0,
      }),
    });
    const sells = product !== undefined && product.stock > 0;
    const turned = minutesOf(steps) >= TURN;
    return [
      point(
        'pin',
        pinned === best ? 3 : sells ? 1 : 0,
        3,
        pinned === best ? 'good' : sells ? 'half' : 'none',
      ),
      point('comments', right, comments.length, right === comments.length ? 'good' : 'some'),
      point('manners', Math.max(0, 2 - silenced), 2, silenced === 0 ? 'good' : 'none'),
      after === null
        ? point('turn', 0, 4, turned ? 'none' : 'left')
        : point('turn', after <= QUICK ? 4 : 2, 4, after <= QUICK ? 'good' : 'late'),
    ];
  },
};
