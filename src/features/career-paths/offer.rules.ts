import type { LocalText, Resource } from '../programme/index.ts';
import type { ListedOffer, ProjectRow, UnitRow } from './offer.schema.ts';
import type { Offer } from './path.schema.ts';

/** What can be put into a path, with what a page says of it. */
export interface NamedOffer extends Offer {
  title: LocalText;
  url: string | null;
}

/** Plans of courses tell no times: a task takes about so long. */
export const MINUTES_PER_UNIT_TASK = 45;
export const MINUTES_PER_PROJECT_TASK = 120;
/** A project without tasks yet. */
export const PROJECT_MINUTES_MIN = 480;

/** How far teaching of each sort leads, and what it builds on. */
const LEVELS = {
  unit: { from: 0, to: 4 },
  project: { from: 1, to: 5 },
  zero_basis: { from: 0, to: 3 },
  experienced: { from: 2, to: 5 },
} as const;

const inBoth = (text: string): LocalText => ({ 'zh-CN': text, en: text });
const skillsOf = (skillIds: readonly string[], levels: { from: number; to: number }): Offer['skills'] =>
  skillIds.map((skillId) => ({ skillId, ...levels }));

/** What is overdue can still be caught up with, at any time. */
export const offerOfUnit = (
  { id, title, courseTitle, tasks, endsOn, skillIds }: UnitRow,
  today: string,
): NamedOffer => ({
  key: `unit:${id}`,
  kind: 'unit',
  title: inBoth(`${courseTitle} · ${title}`),
  url: null,
  skills: skillsOf(skillIds, LEVELS.unit),
  minutes: tasks * MINUTES_PER_UNIT_TASK,
  opensOn: null,
  endsOn: endsOn !== null && endsOn < today ? null : endsOn,
  applyBy: null,
});

export const offerOfResource = ({ id, title, url, skillId, tier, minutes }: Resource): NamedOffer => ({
  key: `resource:${id}`,
  kind: 'resource',
  title,
  url,
  skills: skillsOf([skillId], LEVELS[tier]),
  minutes,
  opensOn: null,
  endsOn: null,
  applyBy: null,
});

export const offerOfProject = ({ id, title, tasks, startsOn, endsOn, skillIds }: ProjectRow): NamedOffer => ({
  key: `project:${id}`,
  kind: 'project',
  title: inBoth(title),
  url: null,
  skills: skillsOf(skillIds, LEVELS.project),
  minutes: Math.max(PROJECT_MINUTES_MIN, tasks * MINUTES_PER_PROJECT_TASK),
  opensOn: startsOn,
  endsOn,
  applyBy: null,
});

export const offerOfListed = (listed: ListedOffer): NamedOffer => ({
  key: `${listed.kind}:${listed.id}`,
  kind: listed.kind,
  title: inBoth(listed.title),
  url: listed.url,
  skills: listed.skills,
  minutes: listed.minutes,
  opensOn: null,
  endsOn: listed.heldOn,
  applyBy: listed.applyBy,
});
