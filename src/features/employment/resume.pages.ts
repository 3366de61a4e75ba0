import { LISTS, SHARE_DAYS, pickVerified, type List, type Verified } from './resume.rules.ts';
import type { ResumeContent, ResumeDocument } from './resume.schema.ts';
import { presentTabs, type Reader, type TabView } from './tabs.pages.ts';

const FIELDS: Record<List, readonly string[]> = {
  education: ['institution', 'area', 'studyType', 'startDate', 'endDate'],
  work: ['name', 'position', 'startDate', 'endDate', 'summary'],
  projects: ['name', 'description', 'url', 'startDate', 'endDate'],
  certificates: ['name', 'issuer', 'date'],
};
const LONG: readonly string[] = ['summary', 'description'];
const MOST: Record<List, number> = { education: 10, work: 20, projects: 20, certificates: 20 };

interface Line {
  fields: { name: string; id: string; value: string; long: boolean }[];
}

export interface ResumeView {
  document: ResumeDocument;
  projects: (Verified['projects'][number] & { evidenceKind: string | null })[];
  skills: Verified['skills'];
  hasVerified: boolean;
  hasEducation: boolean;
}

export const presentResume = (content: ResumeContent, verified: Verified): ResumeView => {
  const { projects, skills } = pickVerified(verified, content.picked);
  return {
    document: content.document,
    projects,
    skills,
    hasVerified: projects.length + skills.length > 0,
    hasEducation: content.document.education.length > 0,
  };
};

export interface EditorPage {
  tabs: TabView[];
  saved: boolean;
  id: string;
  title: string;
  basics: { name: string; value: string; long: boolean }[];
  lists: { list: string; lines: Line[] }[];
  skills: string;
  /** The course's teachers may read it and say something. */
  forReview: boolean;
  verified: Verified;
  checked: {
    projects: (Verified['projects'][number] & { checked: boolean })[];
    skills: (Verified['skills'][number] & { checked: boolean })[];
  };
  shares: { id: string; expiresAt: Date }[];
  shareDays: readonly number[];
  comments: { words: string; at: Date; byName: string }[];
}

/** One line more than there are, for the next. */
function presentLines(document: ResumeDocument, list: List): Line[] {
  const lines: Record<string, string>[] = document[list];
  const shown = lines.length < MOST[list] ? [...lines, {}] : lines;
  return shown.map((line, index) => ({
    fields: FIELDS[list].map((name) => ({
      name,
      id: `${list}-${index}-${name}`,
      value: line[name] ?? '',
      long: LONG.includes(name),
    })),
  }));
}

export function presentEditor(
  resume: { id: string; content: ResumeContent },
  verified: Verified,
  rest: Pick<EditorPage, 'saved' | 'shares' | 'comments' | 'forReview'> & { reader: Reader },
): EditorPage {
  const { document, picked, title } = resume.content;
  const { location, ...basics } = document.basics;
  const lists = Object.keys(LISTS) as List[];
  return {
    tabs: presentTabs(rest.reader, 'resumes'),
    saved: rest.saved,
    id: resume.id,
    title,
    basics: [...Object.entries(basics), ['city', location.city] as const].map(([name, value]) => ({
      name,
      value,
      long: LONG.includes(name),
    })),
    lists: lists.map((list) => ({ list, lines: presentLines(document, list) })),
    skills: document.skills.map(({ name }) => name).join('\n'),
    verified,
    checked: {
      projects: verified.projects.map((line) => ({ ...line, checked: picked.includes(line.id) })),
      skills: verified.skills.map((line) => ({ ...line, checked: picked.includes(line.id) })),
    },
    forReview: rest.forReview,
    shares: rest.shares,
    shareDays: SHARE_DAYS,
    comments: rest.comments,
  };
}
