import { z } from 'zod';
import { ResumeContent, ResumeDocument, type VerifiedProject, type VerifiedSkill } from './resume.schema.ts';

/** A skill stands as verified with so many of the latest ten answers, and this share of them right. */
export const SKILL_LEAST = 5;
export const SKILL_SHARE = 0.8;
/** An address that was given out holds so long at most. */
export const SHARE_DAYS = [7, 30, 90] as const;

/** Parts that are lists of lines, each with the field without which a line is empty. */
export const LISTS = {
  work: 'name',
  education: 'institution',
  projects: 'name',
  certificates: 'name',
} as const;
export type List = keyof typeof LISTS;

export interface Verified {
  projects: VerifiedProject[];
  skills: VerifiedSkill[];
}

/** Of what is verified now, what a version takes along. */
export const pickVerified = (verified: Verified, picked: readonly string[]): Verified => ({
  projects: verified.projects.filter(({ id }) => picked.includes(id)),
  skills: verified.skills.filter(({ id }) => picked.includes(id)),
});

const Several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()));

/** A résumé as its form sends it: `work-0-name` and the like, a skill a line, verified lines ticked. */
export const ResumeForm = z
  .looseObject({
    picked: Several,
    title: z.string().default(''),
    skills: z.string().max(5000).default(''),
    forReview: z.string().optional(),
  })
  .transform((fields): unknown => {
    const lists = Object.fromEntries(
      Object.entries(LISTS).map(([list, needed]) => [list, readLines(fields, list, needed)]),
    );
    const field = (name: string) => fields[`basics-${name}`] ?? '';
    const skills = fields.skills.split(/[\r\n]+/).flatMap((line) => (line.trim() ? [{ name: line }] : []));
    const names = ['name', 'label', 'email', 'phone', 'url', 'summary'];
    const basics = Object.fromEntries(names.map((name) => [name, field(name)]));
    return {
      title: fields.title,
      picked: fields.picked,
      forReview: fields.forReview !== undefined,
      document: { ...lists, skills, basics: { ...basics, location: { city: field('city') } } },
    };
  })
  .pipe(ResumeContent.extend({ forReview: z.boolean() }));

function readLines(fields: Record<string, unknown>, list: string, needed: string): Record<string, unknown>[] {
  const lines = new Map<number, Record<string, unknown>>();
  for (const [name, value] of Object.entries(fields)) {
    const [, index, field] = new RegExp(`^${list}-(\\d{1,2})-(\\w+)$`).exec(name) ?? [];
    if (index === undefined || field === undefined) continue;
    lines.set(Number(index), { ...lines.get(Number(index)), [field]: value });
  }
  return [...lines.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line)
    .filter((line) => typeof line[needed] === 'string' && line[needed].trim() !== '');
}

const SCHEMA = 'https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json';
/** Marks lines of ours in a file, so that taking the file back doesn't make somebody's own words of them. */
const MARK = 'x-waymark-verified';

/** Without what is empty, all the way down: JSON Resume leaves out what isn't told. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, filled(inner)] as const)
      .filter(([, inner]) => inner !== '' && inner !== null && !isEmpty(inner)),
  );
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && Object.keys(value ?? {}).length === 0;

/** JSON Resume 1.0, verified lines included and marked. */
export function toJsonResume(
  { document }: ResumeContent,
  verified: Verified,
  locale: 'zh-CN' | 'en',
): Record<string, unknown> {
  const projects = verified.projects.map(({ title, startsOn, endsOn, employerName, post, done }) => ({
    name: title,
    startDate: startsOn,
    endDate: endsOn,
    entity: employerName,
    roles: post === null ? [] : [post],
    [MARK]: `tasks:${done}`,
  }));
  const skills = verified.skills.map(({ name, attempts, correct, lastOn }) => ({
    name: name[locale],
    [MARK]: `answers:${correct}/${attempts} ${lastOn}`,
  }));
  return {
    $schema: SCHEMA,
    ...(filled({
      ...document,
      projects: [...document.projects, ...projects],
      skills: [...document.skills, ...skills],
    }) as object),
    meta: { version: 'v1.0.0' },
  };
}

/** A JSON Resume file as a document; null: it isn't one. */
export function readJsonResume(text: string): ResumeDocument | null {
  let given: unknown;
  try {
    given = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
  const unmarked = z
    .looseObject({
      projects: z.array(z.looseObject({})).optional(),
      skills: z.array(z.looseObject({})).optional(),
    })
    .safeParse(given);
  if (!unmarked.success) return null;
  const own = (lines: Record<string, unknown>[] | undefined) => lines?.filter((line) => !(MARK in line));
  const { projects, skills, ...rest } = unmarked.data;
  const read = ResumeDocument.safeParse({ ...rest, projects: own(projects), skills: own(skills) });
  return read.success ? read.data : null;
}
