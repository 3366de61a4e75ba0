import { z } from 'zod';
import type { LocalText } from '../programme/index.ts';
import { TALENT_TYPES } from '../roster/index.ts';
import type { LadderStep, OccupationCertificate } from './occupations.schema.ts';

/** One field of a name that may stand once or several times in a form. */
const many = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => (typeof value === 'string' ? [value] : value));

const MAX_SKILLS = 60;
const MAX_LINES = 30;

/** Ladder, certificates and skills: what a school may write of every post. */
export const SchoolPart = z.object({
  ladder: z.string().max(6000).default(''),
  certificates: z.string().max(6000).default(''),
  skillId: many.pipe(z.array(z.string().max(64)).max(MAX_SKILLS)),
  level: many.pipe(z.array(z.string().max(2)).max(MAX_SKILLS)),
  importance: many.pipe(z.array(z.string().max(4)).max(MAX_SKILLS)),
});

/** A post of the school's own. */
export const OccupationForm = SchoolPart.extend({
  titleZh: z.string().trim().max(100).default(''),
  titleEn: z.string().trim().max(100).default(''),
  aboutZh: z.string().trim().max(2000).default(''),
  aboutEn: z.string().trim().max(2000).default(''),
  talentType: z
    .union([z.literal('').transform(() => null), z.enum(TALENT_TYPES)])
    .nullable()
    .default(null),
});
export type OccupationForm = z.infer<typeof OccupationForm>;

/** A text somebody wrote in one language stands for both until the other is written; null: neither was. */
export const bothLanguages = (zh: string, en: string): LocalText | null =>
  zh === '' && en === '' ? null : { 'zh-CN': zh || en, en: en || zh };

const lines = (text: string): string[][] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.split(/[|｜]/).map((part) => part.trim()))
    .filter(([first = '']) => first !== '')
    .slice(0, MAX_LINES);

/** One rung a line, lowest first: `title | what it takes`. */
export const readLadder = (text: string): LadderStep[] =>
  lines(text).map(([title = '', about = '']) => ({
    title: { 'zh-CN': title, en: title },
    about: { 'zh-CN': about, en: about },
  }));

/** One certificate a line: `name | issuer | address`. An address that is none is left out. */
export const readCertificates = (text: string): OccupationCertificate[] =>
  lines(text).map(([name = '', issuer = '', url = '']) => ({
    name: { 'zh-CN': name, en: name },
    issuer,
    url: /^https?:\/\/\S+$/.test(url) ? url : null,
  }));

export interface WantedSkill {
  skillId: string;
  level: number;
  importance: number;
}

/** The rows of the form that name a skill; importance 0 takes it out. null: a figure that can't be. */
export function readWantedSkills(
  form: Pick<OccupationForm, 'skillId' | 'level' | 'importance'>,
): WantedSkill[] | null {
  const rows = form.skillId
    .map((skillId, index) => ({
      skillId,
      level: Number(form.level[index]),
      importance: Number(form.importance[index]),
    }))
    .filter(({ skillId }) => skillId !== '');
  const isFigure = ({ level, importance }: WantedSkill) =>
    Number.isInteger(level) && level >= 1 && level <= 5 && importance >= 0 && importance <= 1;
  return rows.every(isFigure) && new Set(rows.map(({ skillId }) => skillId)).size === rows.length
    ? rows
    : null;
}
