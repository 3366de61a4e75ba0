import { v7 } from 'uuid';
import type { Speaker } from './speaker.ts';

export interface Page {
  statements: Record<string, unknown>[];
  more?: string;
}

/** A list of statements. */
export const page = async (
  s: Speaker,
  query: Record<string, unknown>,
  headers: Record<string, string> = {},
) => (await s.expects(200, 'GET', '/statements', { query, headers })).json() as Page;
export const idsOf = ({ statements }: Page) => statements.map(({ id }) => id);

/** An agent nobody else is. */
export const person = () => ({
  objectType: 'Agent',
  account: { homePage: 'https://lms.school.example', name: v7() },
});
/** An activity nothing else is about. */
export const activity = (definition?: object) => ({
  objectType: 'Activity',
  id: `https://lms.school.example/${v7()}`,
  ...(definition && { definition }),
});
