CREATE TABLE "audit_events" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_person_id" uuid,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "audit_events_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "job_runs" (
	"job" text NOT NULL,
	"tick" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"error" text,
	CONSTRAINT "job_runs_job_tick_pk" PRIMARY KEY("job","tick")
);
--> statement-breakpoint
CREATE TABLE "case_events" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_person_id" uuid,
	"step" text NOT NULL,
	"detail" jsonb NOT NULL,
	"note_sealed" text,
	CONSTRAINT "case_events_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"state" text NOT NULL,
	"course_id" uuid NOT NULL,
	"subject_person_id" uuid,
	"owner_person_id" uuid,
	"opened_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"acknowledged_at" timestamp with time zone,
	"acted_at" timestamp with time zone,
	"remeasure_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"snoozed_until" timestamp with time zone,
	"escalated_at" timestamp with time zone,
	"outcome" text,
	"evidence" jsonb NOT NULL,
	"rule_version" text NOT NULL,
	"triggers" integer DEFAULT 1 NOT NULL,
	"measures" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"worsened_at" timestamp with time zone,
	CONSTRAINT "cases_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "counted_events" (
	"school_id" uuid NOT NULL,
	"dedupe_key" text NOT NULL,
	"statement_id" uuid NOT NULL,
	CONSTRAINT "counted_events_school_id_dedupe_key_pk" PRIMARY KEY("school_id","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "fold_cursors" (
	"school_id" uuid PRIMARY KEY NOT NULL,
	"transaction_id" "xid8" NOT NULL,
	"sequence" bigint NOT NULL,
	"folded_at" timestamp with time zone NOT NULL,
	"statements_folded" bigint DEFAULT 0 NOT NULL,
	"reassessed_on" date
);
--> statement-breakpoint
CREATE TABLE "folded_courses" (
	"school_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"mapping" text NOT NULL,
	CONSTRAINT "folded_courses_school_id_course_id_pk" PRIMARY KEY("school_id","course_id")
);
--> statement-breakpoint
CREATE TABLE "refold_actors" (
	"school_id" uuid NOT NULL,
	"actor_key" text NOT NULL,
	"waits_for" text NOT NULL,
	CONSTRAINT "refold_actors_school_id_actor_key_waits_for_pk" PRIMARY KEY("school_id","actor_key","waits_for")
);
--> statement-breakpoint
CREATE TABLE "day_facts" (
	"school_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"day" date NOT NULL,
	"statements" integer DEFAULT 0 NOT NULL,
	"seconds" integer DEFAULT 0 NOT NULL,
	"last_activity_at" timestamp with time zone NOT NULL,
	CONSTRAINT "day_facts_school_id_course_id_person_id_day_pk" PRIMARY KEY("school_id","course_id","person_id","day")
);
--> statement-breakpoint
CREATE TABLE "learner_facts" (
	"school_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"statements" integer DEFAULT 0 NOT NULL,
	"seconds_on_task" integer DEFAULT 0 NOT NULL,
	"first_activity_at" timestamp with time zone NOT NULL,
	"last_activity_at" timestamp with time zone NOT NULL,
	"last_statement_id" uuid NOT NULL,
	"last_task_id" uuid,
	CONSTRAINT "learner_facts_school_id_course_id_person_id_pk" PRIMARY KEY("school_id","course_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "practice_answers" (
	"school_id" uuid NOT NULL,
	"practice_set_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"given" jsonb NOT NULL,
	"correct" boolean NOT NULL,
	"statement_id" uuid NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "practice_answers_school_id_practice_set_id_question_id_pk" PRIMARY KEY("school_id","practice_set_id","question_id")
);
--> statement-breakpoint
CREATE TABLE "practice_sets" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	"question_ids" jsonb NOT NULL,
	"reason" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "practice_sets_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "skill_facts" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	"answers" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"correct" integer DEFAULT 0 NOT NULL,
	"outcomes" text DEFAULT '' NOT NULL,
	"recent" double precision NOT NULL,
	"run" integer DEFAULT 0 NOT NULL,
	"last_attempt_at" timestamp with time zone NOT NULL,
	"evidence" jsonb NOT NULL,
	CONSTRAINT "skill_facts_school_id_person_id_skill_id_pk" PRIMARY KEY("school_id","person_id","skill_id")
);
--> statement-breakpoint
CREATE TABLE "task_facts" (
	"school_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone,
	"best_scaled" double precision,
	"attempts" integer DEFAULT 0 NOT NULL,
	"seconds" integer DEFAULT 0 NOT NULL,
	"last_statement_id" uuid NOT NULL,
	CONSTRAINT "task_facts_school_id_task_id_person_id_pk" PRIMARY KEY("school_id","task_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "tier_decisions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"tier" text NOT NULL,
	"provisional" boolean NOT NULL,
	"evidence" jsonb NOT NULL,
	"rule_version" text NOT NULL,
	"decided_by" uuid,
	"override_reason" text,
	"decided_at" timestamp with time zone NOT NULL,
	"current" boolean NOT NULL,
	CONSTRAINT "tier_decisions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "weak_spots" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"released_at" timestamp with time zone,
	"evidence" jsonb NOT NULL,
	"rule_version" text NOT NULL,
	CONSTRAINT "weak_spots_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "tier_reviews" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"note_sealed" text,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	"answer_sealed" text,
	CONSTRAINT "tier_reviews_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "lti_contexts" (
	"school_id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"deployment_id" text NOT NULL,
	"context_id" text NOT NULL,
	"course_id" uuid NOT NULL,
	CONSTRAINT "lti_contexts_school_id_registration_id_deployment_id_context_id_pk" PRIMARY KEY("school_id","registration_id","deployment_id","context_id")
);
--> statement-breakpoint
CREATE TABLE "lti_deployments" (
	"school_id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"deployment_id" text NOT NULL,
	"approved_at" timestamp with time zone,
	"first_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lti_deployments_school_id_registration_id_deployment_id_pk" PRIMARY KEY("school_id","registration_id","deployment_id")
);
--> statement-breakpoint
CREATE TABLE "lti_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "lti_logins" (
	"school_id" uuid NOT NULL,
	"state_hash" text NOT NULL,
	"nonce_hash" text NOT NULL,
	"binding_hash" text NOT NULL,
	"registration_id" uuid NOT NULL,
	"target_link_uri" text NOT NULL,
	"deployment_hint" text,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lti_logins_school_id_state_hash_pk" PRIMARY KEY("school_id","state_hash")
);
--> statement-breakpoint
CREATE TABLE "lti_registrations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"issuer" text NOT NULL,
	"client_id" text NOT NULL,
	"auth_login_url" text NOT NULL,
	"token_url" text NOT NULL,
	"jwks_url" text NOT NULL,
	"family" text NOT NULL,
	"active" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lti_registrations_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "lti_registrations_issuer_client_id_unique" UNIQUE("issuer","client_id")
);
--> statement-breakpoint
CREATE TABLE "item_skills" (
	"school_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"activity_id" text NOT NULL,
	"skill_id" text NOT NULL,
	CONSTRAINT "item_skills_school_id_course_id_activity_id_skill_id_pk" PRIMARY KEY("school_id","course_id","activity_id","skill_id")
);
--> statement-breakpoint
CREATE TABLE "lessons" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"title" text NOT NULL,
	"place" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"import_key" text,
	CONSTRAINT "lessons_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"school_id" uuid NOT NULL,
	"id" text NOT NULL,
	"skill_id" text NOT NULL,
	"course_id" uuid,
	"replaces_question_id" text,
	"kind" text NOT NULL,
	"difficulty" integer NOT NULL,
	"stem" jsonb NOT NULL,
	"choices" jsonb NOT NULL,
	"key" jsonb NOT NULL,
	"explanation" jsonb NOT NULL,
	"retired_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "questions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "resources" (
	"school_id" uuid NOT NULL,
	"id" text NOT NULL,
	"skill_id" text NOT NULL,
	"course_id" uuid,
	"tier" text NOT NULL,
	"kind" text NOT NULL,
	"minutes" integer NOT NULL,
	"title" jsonb NOT NULL,
	"body" jsonb NOT NULL,
	"url" text,
	CONSTRAINT "resources_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "skill_prerequisites" (
	"school_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	"requires_skill_id" text NOT NULL,
	CONSTRAINT "skill_prerequisites_school_id_skill_id_requires_skill_id_pk" PRIMARY KEY("school_id","skill_id","requires_skill_id")
);
--> statement-breakpoint
CREATE TABLE "skills" (
	"school_id" uuid NOT NULL,
	"id" text NOT NULL,
	"name" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"talent_type" text NOT NULL,
	"dimension" text NOT NULL,
	"catalogue_version" text,
	CONSTRAINT "skills_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "task_skills" (
	"school_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	CONSTRAINT "task_skills_school_id_task_id_skill_id_pk" PRIMARY KEY("school_id","task_id","skill_id")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"tier" text,
	"activity_id" text,
	"due_at" timestamp with time zone,
	"required" boolean DEFAULT true NOT NULL,
	"from_enterprise" boolean DEFAULT false NOT NULL,
	CONSTRAINT "tasks_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "units" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	CONSTRAINT "units_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "data_requests" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"note_sealed" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	"answer_sealed" text,
	CONSTRAINT "data_requests_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"role" text NOT NULL,
	"course_id" uuid,
	"invitee_name" text NOT NULL,
	"invited_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"person_id" uuid,
	CONSTRAINT "invitations_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "appointments" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"course_id" uuid,
	"appointed_by" uuid,
	"appointed_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "appointments_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "classes" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"major_id" uuid NOT NULL,
	"name" text NOT NULL,
	"entry_year" integer,
	CONSTRAINT "classes_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "classes_school_id_name_unique" UNIQUE("school_id","name")
);
--> statement-breakpoint
CREATE TABLE "colleges" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "colleges_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "colleges_school_id_name_unique" UNIQUE("school_id","name")
);
--> statement-breakpoint
CREATE TABLE "courses" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"term_id" uuid,
	"talent_type" text,
	"activity_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "courses_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"school_id" uuid NOT NULL,
	"actor_key" text NOT NULL,
	"person_id" uuid NOT NULL,
	"method" text NOT NULL,
	"confidence" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "identities_school_id_actor_key_pk" PRIMARY KEY("school_id","actor_key")
);
--> statement-breakpoint
CREATE TABLE "majors" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"college_id" uuid NOT NULL,
	"name" text NOT NULL,
	"talent_type" text,
	CONSTRAINT "majors_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "majors_school_id_name_unique" UNIQUE("school_id","name")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"school_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"talent_type" text,
	"active" boolean DEFAULT true NOT NULL,
	"last_launch_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "memberships_school_id_course_id_person_id_pk" PRIMARY KEY("school_id","course_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"display_name" text NOT NULL,
	"email_sealed" text,
	"locale" text,
	"category" text DEFAULT 'student' NOT NULL,
	"class_id" uuid,
	"privacy_version" text,
	"privacy_accepted_at" timestamp with time zone,
	"erased_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "people_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "person_keys" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"wrapped_key" text NOT NULL,
	CONSTRAINT "person_keys_school_id_person_id_pk" PRIMARY KEY("school_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "schools" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'Asia/Shanghai' NOT NULL,
	"warning_clock" text DEFAULT 'calendar_days' NOT NULL,
	"synthetic" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_stages" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"source" text NOT NULL,
	CONSTRAINT "service_stages_school_id_person_id_stage_pk" PRIMARY KEY("school_id","person_id","stage")
);
--> statement-breakpoint
CREATE TABLE "terms" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	CONSTRAINT "terms_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "terms_school_id_name_unique" UNIQUE("school_id","name")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"course_id" uuid,
	"role" text NOT NULL,
	"locale" text NOT NULL,
	"embed_origins" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "sessions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "statements" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "statements_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"transaction_id" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"actor_key" text,
	"verb_id" text NOT NULL,
	"activity_id" text,
	"refers_to" uuid,
	"xapi_registration" uuid,
	"timestamp_at" timestamp with time zone NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	"credential_id" uuid,
	"payload" json NOT NULL,
	"voided_by" uuid,
	CONSTRAINT "statements_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "statements_sequence" UNIQUE("school_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "xapi_credentials" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"secret_hash" text NOT NULL,
	"label" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"last_stored_at" timestamp with time zone,
	"refused_count" integer DEFAULT 0 NOT NULL,
	"last_refused_at" timestamp with time zone,
	"last_refusal" jsonb,
	CONSTRAINT "xapi_credentials_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "xapi_credentials_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_school_id_subject_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","subject_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counted_events" ADD CONSTRAINT "counted_events_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fold_cursors" ADD CONSTRAINT "fold_cursors_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "folded_courses" ADD CONSTRAINT "folded_courses_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refold_actors" ADD CONSTRAINT "refold_actors_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day_facts" ADD CONSTRAINT "day_facts_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day_facts" ADD CONSTRAINT "day_facts_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learner_facts" ADD CONSTRAINT "learner_facts_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learner_facts" ADD CONSTRAINT "learner_facts_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_answers" ADD CONSTRAINT "practice_answers_school_id_practice_set_id_practice_sets_school_id_id_fk" FOREIGN KEY ("school_id","practice_set_id") REFERENCES "public"."practice_sets"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_sets" ADD CONSTRAINT "practice_sets_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_sets" ADD CONSTRAINT "practice_sets_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_sets" ADD CONSTRAINT "practice_sets_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skill_facts" ADD CONSTRAINT "skill_facts_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skill_facts" ADD CONSTRAINT "skill_facts_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_facts" ADD CONSTRAINT "task_facts_school_id_task_id_tasks_school_id_id_fk" FOREIGN KEY ("school_id","task_id") REFERENCES "public"."tasks"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_facts" ADD CONSTRAINT "task_facts_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_decisions" ADD CONSTRAINT "tier_decisions_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_decisions" ADD CONSTRAINT "tier_decisions_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weak_spots" ADD CONSTRAINT "weak_spots_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weak_spots" ADD CONSTRAINT "weak_spots_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weak_spots" ADD CONSTRAINT "weak_spots_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_reviews" ADD CONSTRAINT "tier_reviews_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_reviews" ADD CONSTRAINT "tier_reviews_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_contexts" ADD CONSTRAINT "lti_contexts_school_id_registration_id_lti_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."lti_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_contexts" ADD CONSTRAINT "lti_contexts_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_deployments" ADD CONSTRAINT "lti_deployments_school_id_registration_id_lti_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."lti_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_logins" ADD CONSTRAINT "lti_logins_school_id_registration_id_lti_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."lti_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_registrations" ADD CONSTRAINT "lti_registrations_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_skills" ADD CONSTRAINT "item_skills_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_skills" ADD CONSTRAINT "item_skills_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skill_prerequisites" ADD CONSTRAINT "skill_prerequisites_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skill_prerequisites" ADD CONSTRAINT "skill_prerequisites_school_id_requires_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","requires_skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skills" ADD CONSTRAINT "skills_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_skills" ADD CONSTRAINT "task_skills_school_id_task_id_tasks_school_id_id_fk" FOREIGN KEY ("school_id","task_id") REFERENCES "public"."tasks"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_skills" ADD CONSTRAINT "task_skills_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_school_id_unit_id_units_school_id_id_fk" FOREIGN KEY ("school_id","unit_id") REFERENCES "public"."units"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_requests" ADD CONSTRAINT "data_requests_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "classes" ADD CONSTRAINT "classes_school_id_major_id_majors_school_id_id_fk" FOREIGN KEY ("school_id","major_id") REFERENCES "public"."majors"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "colleges" ADD CONSTRAINT "colleges_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "courses" ADD CONSTRAINT "courses_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "courses" ADD CONSTRAINT "courses_school_id_term_id_terms_school_id_id_fk" FOREIGN KEY ("school_id","term_id") REFERENCES "public"."terms"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "majors" ADD CONSTRAINT "majors_school_id_college_id_colleges_school_id_id_fk" FOREIGN KEY ("school_id","college_id") REFERENCES "public"."colleges"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_school_id_class_id_classes_school_id_id_fk" FOREIGN KEY ("school_id","class_id") REFERENCES "public"."classes"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_keys" ADD CONSTRAINT "person_keys_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_stages" ADD CONSTRAINT "service_stages_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms" ADD CONSTRAINT "terms_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statements" ADD CONSTRAINT "statements_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "xapi_credentials" ADD CONSTRAINT "xapi_credentials_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ("school_id","subject_type","subject_id","at");--> statement-breakpoint
CREATE INDEX "case_events_school_id_case_id_index" ON "case_events" USING btree ("school_id","case_id");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_one_open" ON "cases" USING btree ("school_id","kind","course_id","subject_person_id") WHERE closed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "cases_one_open_for_all" ON "cases" USING btree ("school_id","kind","course_id") WHERE closed_at is null and subject_person_id is null;--> statement-breakpoint
CREATE INDEX "cases_due" ON "cases" USING btree ("school_id","due_at") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "counted_events_school_id_statement_id_index" ON "counted_events" USING btree ("school_id","statement_id");--> statement-breakpoint
CREATE INDEX "refold_actors_waits" ON "refold_actors" USING btree ("school_id","waits_for");--> statement-breakpoint
CREATE INDEX "learner_facts_newest" ON "learner_facts" USING btree ("school_id","last_activity_at");--> statement-breakpoint
CREATE INDEX "practice_sets_school_id_course_id_person_id_index" ON "practice_sets" USING btree ("school_id","course_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tier_current" ON "tier_decisions" USING btree ("school_id","course_id","person_id") WHERE current;--> statement-breakpoint
CREATE UNIQUE INDEX "weak_spot_open" ON "weak_spots" USING btree ("school_id","course_id","person_id","skill_id") WHERE released_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "tier_review_open" ON "tier_reviews" USING btree ("school_id","course_id","person_id") WHERE answered_at is null;--> statement-breakpoint
CREATE INDEX "lti_logins_expires_at_index" ON "lti_logins" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "lessons_school_id_course_id_starts_at_index" ON "lessons" USING btree ("school_id","course_id","starts_at");--> statement-breakpoint
CREATE INDEX "questions_school_id_skill_id_index" ON "questions" USING btree ("school_id","skill_id");--> statement-breakpoint
CREATE INDEX "resources_school_id_skill_id_index" ON "resources" USING btree ("school_id","skill_id");--> statement-breakpoint
CREATE INDEX "tasks_school_id_course_id_index" ON "tasks" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE INDEX "tasks_activity" ON "tasks" USING btree ("school_id","activity_id");--> statement-breakpoint
CREATE INDEX "units_school_id_course_id_index" ON "units" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE INDEX "data_requests_school_id_person_id_index" ON "data_requests" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "appointments_school_id_person_id_index" ON "appointments" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "identities_school_id_person_id_index" ON "identities" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "memberships_school_id_person_id_index" ON "memberships" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at_index" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "statements_fold" ON "statements" USING btree ("school_id","transaction_id","sequence");--> statement-breakpoint
CREATE INDEX "statements_actor" ON "statements" USING btree ("school_id","actor_key","timestamp_at");--> statement-breakpoint
CREATE INDEX "statements_refers_to" ON "statements" USING btree ("school_id","refers_to") WHERE refers_to is not null;