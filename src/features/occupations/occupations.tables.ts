import {
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import type { LocalText } from '../programme/index.ts';
import type { TalentType } from '../roster/index.ts';
import { schools } from '../roster/roster.tables.ts';
import type {
  Interests,
  LadderStep,
  OccupationCertificate,
  OccupationSource,
  SkillBasis,
  SkillRating,
} from './occupations.schema.ts';

/** The catalogue of posts. Ids of shipped ones are stable (`onet-15-1252.00`, `cn-4-01-06-02`): goals point at them. */
export const occupations = pgTable(
  'occupations',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: text().notNull(),
    source: text().$type<OccupationSource>().notNull(),
    code: text(),
    formerCode: text('former_code'),
    title: jsonb().$type<LocalText>().notNull(),
    description: jsonb().$type<LocalText>(),
    talentType: text('talent_type').$type<TalentType>().notNull(),
    tasks: jsonb().$type<LocalText[]>().notNull().default([]),
    jobZone: integer('job_zone'),
    interests: jsonb().$type<Interests>(),
    workValues: jsonb('work_values').$type<Record<string, number>>(),
    ratings: jsonb().$type<SkillRating[]>().notNull().default([]),
    /** Of a shipped post, too, the school's: the catalogue never writes them over. */
    ladder: jsonb().$type<LadderStep[]>().notNull().default([]),
    certificates: jsonb().$type<OccupationCertificate[]>().notNull().default([]),
    relatedIds: jsonb('related_ids').$type<string[]>().notNull().default([]),
    comparableIds: jsonb('comparable_ids').$type<string[]>().notNull().default([]),
    catalogueVersion: text('catalogue_version'),
    /** No longer offered; goals that point at it keep it. */
    retiredAt: at('retired_at'),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

/** Which skills an occupation asks for, and what says so. The skill may be one that the school's graph doesn't hold (yet). */
export const occupationSkills = pgTable(
  'occupation_skills',
  {
    schoolId: uuid('school_id').notNull(),
    occupationId: text('occupation_id').notNull(),
    /** Id in the taxonomy, which is the graph's where the graph knows it. */
    skillId: text('skill_id').notNull(),
    name: jsonb().$type<LocalText>().notNull(),
    level: integer().notNull(),
    /** 0: the school took it out. */
    importance: real().notNull(),
    basis: text().$type<SkillBasis>().notNull(),
    evidence: text().notNull(),
    confidence: real().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.occupationId, t.skillId] }),
    index().on(t.schoolId, t.skillId),
    foreignKey({
      columns: [t.schoolId, t.occupationId],
      foreignColumns: [occupations.schoolId, occupations.id],
    }),
  ],
);

/** A file of figures that was taken in; undoing it deletes what it brought. */
export const figureImports = pgTable(
  'figure_imports',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    fileName: text('file_name').notNull(),
    figures: integer().notNull(),
    importedBy: uuid('imported_by').notNull(),
    importedAt: at('imported_at').notNull(),
    undoneAt: at('undone_at'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

/** What a source says of the demand for an occupation and its pay, in a region and a month. */
export const occupationFigures = pgTable(
  'occupation_figures',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    importId: uuid('import_id').notNull(),
    occupationId: text('occupation_id').notNull(),
    source: text().notNull(),
    url: text(),
    /** The day the figure is of. */
    figureDate: date('figure_date').notNull(),
    region: text().notNull(),
    openings: integer(),
    /** Yuan a month before tax. */
    payLow: integer('pay_low'),
    payMedian: integer('pay_median'),
    payHigh: integer('pay_high'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    // Told once, however often its file is taken in.
    uniqueIndex('occupation_figure').on(t.schoolId, t.occupationId, t.source, t.figureDate, t.region),
    index().on(t.schoolId, t.importId),
    foreignKey({
      columns: [t.schoolId, t.importId],
      foreignColumns: [figureImports.schoolId, figureImports.id],
    }),
    foreignKey({
      columns: [t.schoolId, t.occupationId],
      foreignColumns: [occupations.schoolId, occupations.id],
    }),
  ],
);
