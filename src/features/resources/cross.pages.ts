import type { CompoundPost } from './alignment.schema.ts';
import { judgeCompound, type CrossJudgement } from './coverage.rules.ts';
import type { Module, Named } from './resources.schema.ts';
import type { TabView } from './tabs.pages.ts';

interface Mentor extends Named {
  selected: boolean;
}

interface PostForm {
  id: string | null;
  name: string;
  note: string;
  cycleWeeks: string;
  schoolMentors: Mentor[];
  enterpriseMentors: Mentor[];
  courses: { title: string; modules: { id: string; title: string; checked: boolean }[] }[];
}

export interface CrossPage {
  tabs: TabView[];
  saved: boolean;
  posts: (CompoundPost & CrossJudgement & { form: PostForm | null })[];
  /** null: may look only. */
  form: PostForm | null;
}

/** Compound posts, their modules across majors and both mentors (R030). */
export function presentCross(
  posts: readonly CompoundPost[],
  given: {
    tabs: TabView[];
    saved: boolean;
    edit: { modules: readonly Module[]; staff: readonly Named[]; mentors: readonly Named[] } | null;
  },
): CrossPage {
  const { edit } = given;
  const formOf = (post: CompoundPost | null): PostForm | null =>
    edit && {
      id: post?.id ?? null,
      name: post?.name ?? '',
      note: post?.note ?? '',
      cycleWeeks: String(post?.cycleWeeks ?? ''),
      schoolMentors: edit.staff.map((one) => ({ ...one, selected: one.id === post?.schoolMentorId })),
      enterpriseMentors: edit.mentors.map((one) => ({
        ...one,
        selected: one.id === post?.enterpriseMentorId,
      })),
      courses: [...new Set(edit.modules.map(({ courseId }) => courseId))].map((courseId) => {
        const own = edit.modules.filter((module) => module.courseId === courseId);
        return {
          title: own[0]?.courseTitle ?? '',
          modules: own.map(({ id, title }) => ({
            id,
            title,
            checked: post?.modules.some((module) => module.id === id) ?? false,
          })),
        };
      }),
    };
  return {
    tabs: given.tabs,
    saved: given.saved,
    posts: posts.map((post) => ({ ...post, ...judgeCompound(post), form: formOf(post) })),
    form: formOf(null),
  };
}
