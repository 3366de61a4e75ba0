import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { TALENT_TYPES } from '../roster/index.ts';
import {
  DIMENSIONS,
  QUESTION_KINDS,
  RESOURCE_KINDS,
  TIERS,
  type CourseSkill,
  type Question,
  type Resource,
  type Skill,
  type Tier,
} from './programme.schema.ts';

const Text = z.object({ 'zh-CN': z.string(), en: z.string() });
const CourseSkillRow = z.object({
  id: z.string(),
  name: Text,
  talentType: z.enum(TALENT_TYPES),
  requires: z.array(z.string()),
});
const SkillRow = CourseSkillRow.extend({ description: Text, dimension: z.enum(DIMENSIONS) });
const QuestionRow = z.object({
  id: z.string(),
  skillId: z.string(),
  courseId: z.string().nullable(),
  replacesQuestionId: z.string().nullable(),
  kind: z.enum(QUESTION_KINDS),
  difficulty: z.int(),
  stem: Text,
  choices: z.array(z.object({ id: z.string(), text: Text })),
  key: z.array(z.string()),
  explanation: Text,
});
const ResourceRow = z.object({
  id: z.string(),
  skillId: z.string(),
  courseId: z.string().nullable(),
  tier: z.enum(TIERS),
  kind: z.enum(RESOURCE_KINDS),
  minutes: z.int(),
  title: Text,
  body: Text,
  url: z.string().nullable(),
});

const requires = sql`coalesce((select jsonb_agg(p.requires_skill_id order by p.requires_skill_id collate "C")
  from skill_prerequisites p where p.school_id = s.school_id and p.skill_id = s.id), '[]'::jsonb) as requires`;
const questionColumns = sql`q.id, q.skill_id as "skillId", q.course_id::text as "courseId",
  q.replaces_question_id as "replacesQuestionId", q.kind, q.difficulty::int, q.stem, q.choices, q.key, q.explanation`;
const resourceColumns = sql`r.id, r.skill_id as "skillId", r.course_id::text as "courseId", r.tier, r.kind,
  r.minutes::int, r.title, r.body, r.url`;

/** All skills of a school, by catalogue id. */
export const selectSkills = (db: Database, key: { schoolId: string }): Promise<Skill[]> =>
  selectRows(
    db,
    SkillRow,
    sql`select s.id, s.name, s.description, s.talent_type as "talentType", s.dimension, ${requires}
        from skills s where s.school_id = ${key.schoolId}::uuid order by s.id collate "C"`,
  );

/** The skills that a course's tasks exercise. */
export const selectCourseSkills = (
  db: Database,
  key: { schoolId: string; courseId: string },
): Promise<CourseSkill[]> =>
  selectRows(
    db,
    CourseSkillRow,
    sql`select s.id, s.name, s.talent_type as "talentType", ${requires}
        from skills s where s.school_id = ${key.schoolId}::uuid and s.id in (
          select ts.skill_id from task_skills ts
          join tasks t on t.school_id = ts.school_id and t.id = ts.task_id
          where ts.school_id = ${key.schoolId}::uuid and t.course_id = ${key.courseId}::uuid)
        order by s.id collate "C"`,
  );

/**
 * The questions in use in a course: its own and the school's, without the retired and without those that one of the
 * course's replaces (also when the replacing one was retired). `skillId` left out: of all skills.
 */
export const selectQuestions = (
  db: Database,
  key: { schoolId: string; courseId: string | null; skillId?: string },
): Promise<Question[]> =>
  selectRows(
    db,
    QuestionRow,
    sql`select ${questionColumns} from questions q
        where q.school_id = ${key.schoolId}::uuid and q.retired_at is null
          and (q.course_id is null or q.course_id = ${key.courseId}::uuid)
          and (${key.skillId ?? null}::text is null or q.skill_id = ${key.skillId ?? null}::text)
          and not exists (select 1 from questions o where o.school_id = q.school_id
            and o.course_id = ${key.courseId}::uuid and o.replaces_question_id = q.id)
        order by q.difficulty, q.id collate "C"`,
  );

/** What a course took out of use and could take back: per question the newest version. */
export const selectRetiredQuestions = (
  db: Database,
  key: { schoolId: string; courseId: string; skillId: string },
): Promise<Question[]> =>
  selectRows(
    db,
    QuestionRow,
    sql`with own as (
          select *, coalesce(replaces_question_id, id) as root from questions
          where school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid and skill_id = ${key.skillId}
            and replaces_question_id is distinct from id)
        select distinct on (q.root) ${questionColumns} from own q
        where not exists (select 1 from own l where l.root = q.root and l.retired_at is null)
        order by q.root, q.updated_at desc, q.id desc`,
  );

const CountRow = z.object({ skillId: z.string(), questions: z.int(), resources: z.int() });

/** How many questions and resources each skill has in a course. */
export const selectSkillCounts = (db: Database, key: { schoolId: string; courseId: string | null }) =>
  selectRows(
    db,
    CountRow,
    sql`select s.id as "skillId",
          (select count(*)::int from questions q where q.school_id = s.school_id and q.skill_id = s.id
            and q.retired_at is null and (q.course_id is null or q.course_id = ${key.courseId}::uuid)
            and not exists (select 1 from questions o where o.school_id = q.school_id
              and o.course_id = ${key.courseId}::uuid and o.replaces_question_id = q.id)) as questions,
          (select count(*)::int from resources r where r.school_id = s.school_id and r.skill_id = s.id
            and (r.course_id is null or r.course_id = ${key.courseId}::uuid)) as resources
        from skills s where s.school_id = ${key.schoolId}::uuid`,
  );

/** Questions by id whatever became of them since: what was asked must stay readable. */
export const selectQuestionsByIds = (
  db: Database,
  key: { schoolId: string; questionIds: string[] },
): Promise<Question[]> =>
  selectRows(
    db,
    QuestionRow,
    sql`select ${questionColumns} from questions q where q.school_id = ${key.schoolId}::uuid
        and q.id in (select value from jsonb_array_elements_text(${JSON.stringify(key.questionIds)}::jsonb))
        order by q.id collate "C"`,
  );

/** Resources for a course's skills (or for `skillIds`), the school's and the course's own, in the order of learning kinds. */
export const selectResources = (
  db: Database,
  key: { schoolId: string; courseId: string | null; tier?: Tier; skillIds?: string[] },
): Promise<Resource[]> =>
  selectRows(
    db,
    ResourceRow,
    sql`select ${resourceColumns} from resources r
        where r.school_id = ${key.schoolId}::uuid
          and (r.course_id is null or r.course_id = ${key.courseId}::uuid)
          and (${key.tier ?? null}::text is null or r.tier = ${key.tier ?? null}::text)
          and ${
            key.skillIds
              ? sql`r.skill_id in (select value from jsonb_array_elements_text(${JSON.stringify(key.skillIds)}::jsonb))`
              : sql`r.skill_id in (select ts.skill_id from task_skills ts
                  join tasks t on t.school_id = ts.school_id and t.id = ts.task_id
                  where ts.school_id = r.school_id and t.course_id = ${key.courseId}::uuid)`
          }
        order by r.skill_id collate "C",
          array_position(array['theory', 'basic_practice', 'project', 'seminar'], r.kind), r.id collate "C"`,
  );
