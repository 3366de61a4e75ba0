CREATE TABLE "instrument_assignments" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"instrument_id" text NOT NULL,
	"version" integer NOT NULL,
	"audience" text NOT NULL,
	"person_id" uuid,
	"class_id" uuid,
	"course_id" uuid,
	"entry_year" integer,
	"assigned_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "instrument_assignments_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "instrument_attempts" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"instrument_id" text NOT NULL,
	"version" integer NOT NULL,
	"seed" text NOT NULL,
	"assignment_id" uuid,
	"person_id" uuid,
	"link_id" uuid,
	"course_id" uuid,
	"started_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"saved_at" timestamp with time zone NOT NULL,
	"answered" integer DEFAULT 0 NOT NULL,
	"asked" integer NOT NULL,
	"content_sealed" text NOT NULL,
	"submitted_at" timestamp with time zone,
	"by_clock" boolean DEFAULT false NOT NULL,
	"scores_sealed" text,
	"rule_version" text,
	CONSTRAINT "instrument_attempts_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "instrument_links" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "instrument_links_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "instrument_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "instrument_moments" (
	"school_id" uuid NOT NULL,
	"instrument_id" text NOT NULL,
	"version" integer NOT NULL,
	"score_id" text NOT NULL,
	"n" integer NOT NULL,
	"sums" jsonb NOT NULL,
	"products" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "instrument_moments_school_id_instrument_id_version_score_id_pk" PRIMARY KEY("school_id","instrument_id","version","score_id")
);
--> statement-breakpoint
CREATE TABLE "instrument_versions" (
	"school_id" uuid NOT NULL,
	"instrument_id" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"hash" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"published_by" uuid,
	CONSTRAINT "instrument_versions_school_id_instrument_id_version_pk" PRIMARY KEY("school_id","instrument_id","version")
);
--> statement-breakpoint
CREATE TABLE "knowledge_answers" (
	"school_id" uuid NOT NULL,
	"transaction_id" "xid8" NOT NULL,
	"sequence" bigint NOT NULL,
	"person_id" uuid NOT NULL,
	"item_id" text NOT NULL,
	"skill_ids" text[] NOT NULL,
	"correct" boolean NOT NULL,
	CONSTRAINT "knowledge_answers_school_id_transaction_id_sequence_pk" PRIMARY KEY("school_id","transaction_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "knowledge_eases" (
	"school_id" uuid NOT NULL,
	"of" text NOT NULL,
	"id" text NOT NULL,
	"answers" integer NOT NULL,
	"ease" double precision NOT NULL,
	CONSTRAINT "knowledge_eases_school_id_of_id_pk" PRIMARY KEY("school_id","of","id")
);
--> statement-breakpoint
CREATE TABLE "knowledge_fits" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"rule_version" text NOT NULL,
	"answers" integer NOT NULL,
	"weights" double precision[] NOT NULL,
	"auc" double precision,
	"rmse" double precision NOT NULL,
	"ece" double precision NOT NULL,
	"fitted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "knowledge_fits_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "knowledge_learner_skills" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	"answers" integer NOT NULL,
	"correct" integer NOT NULL,
	"offset" double precision NOT NULL,
	"recent" double precision NOT NULL,
	"last_answer" integer NOT NULL,
	CONSTRAINT "knowledge_learner_skills_school_id_person_id_skill_id_pk" PRIMARY KEY("school_id","person_id","skill_id")
);
--> statement-breakpoint
CREATE TABLE "knowledge_learners" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"answers" integer NOT NULL,
	"level" double precision NOT NULL,
	"slow" double precision NOT NULL,
	"fast" double precision NOT NULL,
	CONSTRAINT "knowledge_learners_school_id_person_id_pk" PRIMARY KEY("school_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "knowledge_models" (
	"school_id" uuid PRIMARY KEY NOT NULL,
	"rule_version" text NOT NULL,
	"answers" integer NOT NULL,
	"weights" double precision[] NOT NULL,
	"covariance" double precision[] NOT NULL,
	"stale" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "method_decisions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid,
	"pattern" text NOT NULL,
	"skill_id" text,
	"method" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"rule_version" text NOT NULL,
	"decision" text NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"reason_sealed" text,
	"subjects" jsonb NOT NULL,
	"comparable" jsonb NOT NULL,
	"measure_at" timestamp with time zone,
	"measured_at" timestamp with time zone,
	"change" double precision,
	"comparable_change" double precision,
	CONSTRAINT "method_decisions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "tier_check_answers" (
	"school_id" uuid NOT NULL,
	"check_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"skill_id" text NOT NULL,
	"difficulty" integer NOT NULL,
	"given" jsonb NOT NULL,
	"correct" boolean NOT NULL,
	"statement_id" uuid NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tier_check_answers_school_id_check_id_question_id_pk" PRIMARY KEY("school_id","check_id","question_id")
);
--> statement-breakpoint
CREATE TABLE "tier_checks" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"prior" jsonb NOT NULL,
	"question_id" text NOT NULL,
	"theta" double precision NOT NULL,
	"standard_error" double precision NOT NULL,
	"answers" integer DEFAULT 0 NOT NULL,
	"correct" integer DEFAULT 0 NOT NULL,
	"rule_version" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "tier_checks_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "risk_models" (
	"school_id" uuid NOT NULL,
	"version" text NOT NULL,
	"model" jsonb NOT NULL,
	"fitted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "risk_models_school_id_version_pk" PRIMARY KEY("school_id","version")
);
--> statement-breakpoint
CREATE TABLE "risk_runs" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"run_on" date NOT NULL,
	"model_version" text NOT NULL,
	"rule_version" text NOT NULL,
	"learners" integer NOT NULL,
	"over_cap" integer NOT NULL,
	"current" boolean NOT NULL,
	CONSTRAINT "risk_runs_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "risk_scores" (
	"school_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"p" double precision NOT NULL,
	"level" text,
	"terms" jsonb NOT NULL,
	CONSTRAINT "risk_scores_school_id_run_id_person_id_pk" PRIMARY KEY("school_id","run_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "weak_spots" ADD COLUMN "state" text DEFAULT 'confirmed' NOT NULL;--> statement-breakpoint
ALTER TABLE "weak_spots" ADD COLUMN "answers_before" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "weak_spots" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "weak_spots" ADD COLUMN "stuck_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "instrument_assignments" ADD CONSTRAINT "instrument_assignments_school_id_instrument_id_version_instrument_versions_school_id_instrument_id_version_fk" FOREIGN KEY ("school_id","instrument_id","version") REFERENCES "public"."instrument_versions"("school_id","instrument_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_assignments" ADD CONSTRAINT "instrument_assignments_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_assignments" ADD CONSTRAINT "instrument_assignments_school_id_class_id_classes_school_id_id_fk" FOREIGN KEY ("school_id","class_id") REFERENCES "public"."classes"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_assignments" ADD CONSTRAINT "instrument_assignments_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_attempts" ADD CONSTRAINT "instrument_attempts_school_id_instrument_id_version_instrument_versions_school_id_instrument_id_version_fk" FOREIGN KEY ("school_id","instrument_id","version") REFERENCES "public"."instrument_versions"("school_id","instrument_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_attempts" ADD CONSTRAINT "instrument_attempts_school_id_assignment_id_instrument_assignments_school_id_id_fk" FOREIGN KEY ("school_id","assignment_id") REFERENCES "public"."instrument_assignments"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_attempts" ADD CONSTRAINT "instrument_attempts_school_id_link_id_instrument_links_school_id_id_fk" FOREIGN KEY ("school_id","link_id") REFERENCES "public"."instrument_links"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_attempts" ADD CONSTRAINT "instrument_attempts_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_attempts" ADD CONSTRAINT "instrument_attempts_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_links" ADD CONSTRAINT "instrument_links_school_id_assignment_id_instrument_assignments_school_id_id_fk" FOREIGN KEY ("school_id","assignment_id") REFERENCES "public"."instrument_assignments"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_moments" ADD CONSTRAINT "instrument_moments_school_id_instrument_id_version_instrument_versions_school_id_instrument_id_version_fk" FOREIGN KEY ("school_id","instrument_id","version") REFERENCES "public"."instrument_versions"("school_id","instrument_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_versions" ADD CONSTRAINT "instrument_versions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_answers" ADD CONSTRAINT "knowledge_answers_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_eases" ADD CONSTRAINT "knowledge_eases_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_fits" ADD CONSTRAINT "knowledge_fits_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_learner_skills" ADD CONSTRAINT "knowledge_learner_skills_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_learners" ADD CONSTRAINT "knowledge_learners_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_models" ADD CONSTRAINT "knowledge_models_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "method_decisions" ADD CONSTRAINT "method_decisions_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "method_decisions" ADD CONSTRAINT "method_decisions_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_check_answers" ADD CONSTRAINT "tier_check_answers_school_id_check_id_tier_checks_school_id_id_fk" FOREIGN KEY ("school_id","check_id") REFERENCES "public"."tier_checks"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_checks" ADD CONSTRAINT "tier_checks_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_checks" ADD CONSTRAINT "tier_checks_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_models" ADD CONSTRAINT "risk_models_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_runs" ADD CONSTRAINT "risk_runs_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_scores" ADD CONSTRAINT "risk_scores_school_id_run_id_risk_runs_school_id_id_fk" FOREIGN KEY ("school_id","run_id") REFERENCES "public"."risk_runs"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_scores" ADD CONSTRAINT "risk_scores_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "instrument_attempt_open" ON "instrument_attempts" USING btree ("school_id","person_id","instrument_id") WHERE submitted_at is null and person_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "instrument_attempt_of_link" ON "instrument_attempts" USING btree ("school_id","link_id") WHERE link_id is not null;--> statement-breakpoint
CREATE INDEX "instrument_attempts_of_person" ON "instrument_attempts" USING btree ("school_id","person_id","instrument_id");--> statement-breakpoint
CREATE INDEX "instrument_attempts_of_assignment" ON "instrument_attempts" USING btree ("school_id","assignment_id");--> statement-breakpoint
CREATE INDEX "instrument_attempts_running" ON "instrument_attempts" USING btree ("ends_at") WHERE submitted_at is null and ends_at is not null;--> statement-breakpoint
CREATE INDEX "instrument_links_school_id_assignment_id_index" ON "instrument_links" USING btree ("school_id","assignment_id");--> statement-breakpoint
CREATE INDEX "knowledge_answers_person" ON "knowledge_answers" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "method_decisions_school_id_course_id_decided_at_index" ON "method_decisions" USING btree ("school_id","course_id","decided_at");--> statement-breakpoint
CREATE INDEX "method_decisions_due" ON "method_decisions" USING btree ("measure_at") WHERE measured_at is null and measure_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "tier_check_open" ON "tier_checks" USING btree ("school_id","course_id","person_id") WHERE finished_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "risk_run_of_day" ON "risk_runs" USING btree ("school_id","course_id","run_on");--> statement-breakpoint
CREATE UNIQUE INDEX "risk_run_current" ON "risk_runs" USING btree ("school_id","course_id") WHERE current;--> statement-breakpoint
CREATE INDEX "risk_scores_school_id_person_id_index" ON "risk_scores" USING btree ("school_id","person_id");