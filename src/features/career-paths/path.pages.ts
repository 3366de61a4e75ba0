import type { TabView } from '../career/index.ts';
import type { GoalWithPost, Semester } from '../career-goals/index.ts';
import type { LocalText } from '../programme/index.ts';
import type { GaugesView } from './gauges.pages.ts';
import { LISTED_KINDS, type Certainty, type OfferKind, type UnmetReason } from './path.schema.ts';
import type { PathItemRow, PathRow } from './stored-path.schema.ts';

export interface ItemView {
  key: string;
  kind: OfferKind;
  title: LocalText;
  url: string | null;
  startsOn: string;
  endsOn: string;
  hours: number;
  weeks: number;
  covers: { name: LocalText; from: number; to: number }[];
  after: LocalText[];
  alternatives: number;
  progress: number;
  state: 'done' | 'late' | 'now' | 'later';
  doneOn: string | null;
  saidDone: boolean;
  evidence: string | null;
  needsEvidence: boolean;
}

export interface GapView {
  skillId: string;
  name: LocalText;
  needed: number;
  level: number;
  certainty: Certainty;
  of: 'goal' | 'prerequisite';
  /** Titles of what closes it. */
  items: LocalText[];
  reason: UnmetReason | null;
  /** The level it is worked up to, where that isn't enough. */
  reached: number | null;
}

export interface PathView {
  id: string;
  version: number;
  post: LocalText | null;
  fromDay: string;
  untilDay: string;
  weeklyHours: number;
  confirmed: boolean;
  approved: boolean;
  rule: string;
  semesters: { name: string | null; startsOn: string; endsOn: string; items: ItemView[] }[];
  gaps: GapView[];
  unmet: number;
  diff: { added: LocalText[]; dropped: number; moved: number; kept: number } | null;
}

export interface PathPage {
  tabs: TabView[];
  saved: boolean;
  /** null: the reader's own. */
  student: { personId: string; name: string } | null;
  gauges: GaugesView;
  path: PathView | null;
  /** null: not the reader's to plan. */
  form: {
    goals: { id: string; horizon: string; post: LocalText | null; chosen: boolean }[];
    weeklyHours: number;
  } | null;
  mayApprove: boolean;
}

export const DEFAULT_WEEKLY_HOURS = 4;

export function presentPath(
  { path, items }: { path: PathRow; items: readonly PathItemRow[] },
  names: ReadonlyMap<string, LocalText>,
  post: LocalText | null,
  semesters: readonly Semester[],
  today: string,
): PathView {
  const nameOf = (skillId: string): LocalText => names.get(skillId) ?? { 'zh-CN': skillId, en: skillId };
  const views = items.map((item) => presentItem(item, nameOf, today));
  const within = ({ startsOn }: ItemView, semester: Semester) =>
    semester.startsOn <= startsOn && startsOn <= semester.until;
  const titles = new Map(items.map(({ key, title }) => [key, title]));
  return {
    id: path.id,
    version: path.version,
    post,
    fromDay: path.fromDay,
    untilDay: path.untilDay,
    weeklyHours: path.weeklyMinutes / 60,
    confirmed: path.confirmedAt !== null,
    approved: path.approvedAt !== null,
    rule: path.ruleVersion,
    semesters: semesters
      .map((semester) => ({
        name: semester.name,
        startsOn: semester.startsOn,
        endsOn: semester.endsOn,
        items: views.filter((view) => within(view, semester)),
      }))
      .filter((semester) => semester.items.length > 0),
    gaps: path.gaps.map((gap) => ({
      skillId: gap.skillId,
      name: nameOf(gap.skillId),
      needed: gap.needed,
      level: gap.level,
      certainty: gap.certainty,
      of: gap.of,
      items: items
        .filter(({ covers }) => covers.some(({ skillId }) => skillId === gap.skillId))
        .map(({ title }) => title),
      reason: path.unmet.find(({ skillId }) => skillId === gap.skillId)?.reason ?? null,
      reached: path.short.find(({ skillId }) => skillId === gap.skillId)?.reached ?? null,
    })),
    unmet: path.unmet.length,
    diff: path.diff && {
      added: path.diff.added.flatMap((key) => titles.get(key) ?? []),
      dropped: path.diff.dropped.length,
      moved: path.diff.moved.length,
      kept: path.diff.kept.length,
    },
  };
}

const presentItem = (item: PathItemRow, nameOf: (skillId: string) => LocalText, today: string): ItemView => ({
  key: item.key,
  kind: item.kind,
  title: item.title,
  url: item.url,
  startsOn: item.startsOn,
  endsOn: item.endsOn,
  hours: item.minutes / 60,
  weeks: item.weeks.length,
  covers: item.covers.map(({ skillId, from, to }) => ({ name: nameOf(skillId), from, to })),
  after: item.after.map(nameOf),
  alternatives: item.alternatives,
  progress: item.progress,
  state:
    item.progress === 1 ? 'done' : item.endsOn < today ? 'late' : item.startsOn <= today ? 'now' : 'later',
  doneOn: item.doneOn,
  saidDone: item.saidDone,
  evidence: item.evidence,
  needsEvidence: LISTED_KINDS.some((kind) => kind === item.kind),
});

/** Goals a path can be planned to, the nearest chosen. */
export const presentPlanForm = (
  goals: readonly GoalWithPost[],
  path: Pick<PathRow, 'goalId' | 'weeklyMinutes'> | null,
): NonNullable<PathPage['form']> => ({
  goals: goals.map(({ id, horizon, title }) => ({ id, horizon, post: title, chosen: id === path?.goalId })),
  weeklyHours: path === null ? DEFAULT_WEEKLY_HOURS : path.weeklyMinutes / 60,
});
