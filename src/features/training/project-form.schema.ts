import { z } from 'zod';
import { TALENT_TYPES } from '../roster/index.ts';
import { EVIDENCE_KINDS, PROJECT_SOURCES, PROJECT_STAGES } from './training.schema.ts';

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .default('')
    .transform((given) => (given === '' ? null : given));
/** An untouched select sends an empty string. */
const choice = <T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess((given) => (given === '' ? null : given), z.enum(values).nullable().default(null));
/** One ticked box of several comes as text, more as a list. */
const Several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()));
const Day = z.preprocess((given) => (given === '' ? null : given), z.iso.date().nullable().default(null));
const Link = z.preprocess(
  (given) => (given === '' ? null : given),
  z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .nullable()
    .default(null),
);

const Stages = z
  .looseObject({})
  .transform((fields): unknown =>
    PROJECT_STAGES.map((stage) => ({
      stage,
      deliverable: fields[`deliverable-${stage}`],
      deliveredOn: fields[`deliveredOn-${stage}`],
      link: fields[`link-${stage}`],
    })),
  )
  .pipe(
    z.array(
      z.object({ stage: z.enum(PROJECT_STAGES), deliverable: text(300), deliveredOn: Day, link: Link }),
    ),
  )
  // A stage that names nothing to deliver isn't kept.
  .transform((stages) =>
    stages.flatMap(({ deliverable, ...stage }) => (deliverable === null ? [] : [{ ...stage, deliverable }])),
  );

const Fields = z.object({
  title: z.string().trim().min(1).max(200),
  talentType: choice(TALENT_TYPES),
  post: text(100),
  source: z.enum(PROJECT_SOURCES),
  employerName: text(200),
  evidenceKind: choice(EVIDENCE_KINDS),
  evidenceReference: text(500),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  skillIds: Several,
  planTaskIds: Several,
});

/** A project as its form sends it: `deliverable-<stage>`, `deliveredOn-<stage>` and `link-<stage>` beside its own fields. */
export const ProjectBody = z.looseObject({}).transform((fields, context) => {
  const own = Fields.safeParse(fields);
  const stages = Stages.safeParse(fields);
  for (const { error } of [own, stages])
    for (const issue of error?.issues ?? [])
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
  return own.success && stages.success ? { ...own.data, stages: stages.data } : z.NEVER;
});

const Member = z.object({ personId: z.uuid(), team: text(40) });

/** Who is ticked (`member-<person>`), and the team written beside (`team-<person>`). */
export const MembersBody = z
  .record(z.string(), z.string())
  .transform((fields): unknown =>
    Object.keys(fields).flatMap((name) => {
      const personId = /^member-(.{36})$/.exec(name)?.[1];
      return personId === undefined ? [] : [{ personId, team: fields[`team-${personId}`] }];
    }),
  )
  .pipe(z.array(Member).max(1000));

/** `person:<id>`, `team:<name>`, or nothing: whoever takes it. */
export const Owner = z
  .string()
  .max(100)
  .default('')
  .transform((given) => ({
    ownerPersonId: /^person:([0-9a-f-]{36})$/.exec(given)?.[1] ?? null,
    ownerTeam: /^team:(.+)$/.exec(given)?.[1] ?? null,
  }));
