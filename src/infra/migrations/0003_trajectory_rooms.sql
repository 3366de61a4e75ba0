CREATE TABLE "cmi5_packages" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"structure" jsonb NOT NULL,
	"file_count" integer NOT NULL,
	"imported_by" uuid NOT NULL,
	"imported_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "cmi5_packages_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "cmi5_registrations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"satisfied" jsonb NOT NULL,
	"satisfied_at" timestamp with time zone,
	CONSTRAINT "cmi5_registrations_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "cmi5_registrations_school_id_package_id_person_id_unique" UNIQUE("school_id","package_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "cmi5_sessions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"launch_mode" text NOT NULL,
	"publisher_id" text NOT NULL,
	"mastery_score" double precision,
	"fetch_hash" text NOT NULL,
	"token_hash" text,
	"launched_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"verbs" jsonb NOT NULL,
	"initialized_at" timestamp with time zone,
	"terminated_at" timestamp with time zone,
	"last_statement_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"abandoned_at" timestamp with time zone,
	CONSTRAINT "cmi5_sessions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "cmi5_unit_states" (
	"school_id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"launched_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"passed_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"waived_at" timestamp with time zone,
	"waived_by" uuid,
	"waived_reason" text,
	"score_scaled" double precision,
	"progress_percent" integer,
	"time_seconds" double precision DEFAULT 0 NOT NULL,
	CONSTRAINT "cmi5_unit_states_school_id_registration_id_unit_id_pk" PRIMARY KEY("school_id","registration_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "unknown_actors" (
	"school_id" uuid NOT NULL,
	"actor_key" text NOT NULL,
	"course_id" uuid NOT NULL,
	"name" text,
	"statements" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "unknown_actors_school_id_actor_key_course_id_pk" PRIMARY KEY("school_id","actor_key","course_id")
);
--> statement-breakpoint
CREATE TABLE "phase_facts" (
	"school_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"day" date NOT NULL,
	"phase" text NOT NULL,
	"statements" integer DEFAULT 0 NOT NULL,
	"seconds" integer DEFAULT 0 NOT NULL,
	"tasks" integer DEFAULT 0 NOT NULL,
	"answers" integer DEFAULT 0 NOT NULL,
	"correct" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "phase_facts_school_id_course_id_person_id_day_phase_pk" PRIMARY KEY("school_id","course_id","person_id","day","phase")
);
--> statement-breakpoint
CREATE TABLE "phase_settings" (
	"school_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"grace_minutes" integer NOT NULL,
	"preparation_hours" integer NOT NULL,
	CONSTRAINT "phase_settings_school_id_course_id_pk" PRIMARY KEY("school_id","course_id")
);
--> statement-breakpoint
CREATE TABLE "removals" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"reason" text NOT NULL,
	"person_id" uuid,
	"named" boolean NOT NULL,
	"credential_id" uuid,
	"from_at" timestamp with time zone,
	"until_at" timestamp with time zone,
	"requested_by" uuid,
	"requested_at" timestamp with time zone NOT NULL,
	"expected" integer NOT NULL,
	"statements" integer DEFAULT 0 NOT NULL,
	"documents" integer DEFAULT 0 NOT NULL,
	"attachments" integer DEFAULT 0 NOT NULL,
	"done_stored_at" timestamp with time zone,
	"done_sequence" bigint,
	"finished_at" timestamp with time zone,
	CONSTRAINT "removals_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "retentions" (
	"school_id" uuid PRIMARY KEY NOT NULL,
	"keep_years" integer NOT NULL,
	"set_by" uuid,
	"set_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "home_page_aliases" (
	"school_id" uuid NOT NULL,
	"home_page" text NOT NULL,
	"platform" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid,
	CONSTRAINT "home_page_aliases_school_id_home_page_pk" PRIMARY KEY("school_id","home_page")
);
--> statement-breakpoint
CREATE TABLE "identity_changes" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"detail" jsonb NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by" uuid,
	"undone_at" timestamp with time zone,
	"undone_by" uuid,
	CONSTRAINT "identity_changes_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "identity_moves" (
	"school_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"actor_key" text NOT NULL,
	"person_before" uuid,
	"method_before" text,
	"confidence_before" text,
	"since_before" timestamp with time zone,
	"decided_by_before" uuid,
	"person_after" uuid,
	"method_after" text,
	"confidence_after" text,
	CONSTRAINT "identity_moves_school_id_change_id_actor_key_pk" PRIMARY KEY("school_id","change_id","actor_key")
);
--> statement-breakpoint
CREATE TABLE "ignored_actors" (
	"school_id" uuid NOT NULL,
	"actor_key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid,
	CONSTRAINT "ignored_actors_school_id_actor_key_pk" PRIMARY KEY("school_id","actor_key")
);
--> statement-breakpoint
CREATE TABLE "mailbox_platforms" (
	"school_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid,
	CONSTRAINT "mailbox_platforms_school_id_platform_pk" PRIMARY KEY("school_id","platform")
);
--> statement-breakpoint
CREATE TABLE "moved_actors" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"actor_key" text NOT NULL,
	"from_person_id" uuid,
	CONSTRAINT "moved_actors_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "uploaded_profiles" (
	"school_id" uuid NOT NULL,
	"id" text NOT NULL,
	"document" jsonb NOT NULL,
	"uploaded_by" uuid NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "uploaded_profiles_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "xapi_documents" (
	"school_id" uuid NOT NULL,
	"shelf" uuid NOT NULL,
	"place" uuid NOT NULL,
	"kind" text NOT NULL,
	"activity_id" text,
	"actor_key" text,
	"registration" uuid,
	"document_id" text NOT NULL,
	"content_type" text NOT NULL,
	"content" "bytea" NOT NULL,
	"etag" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "xapi_documents_school_id_shelf_place_pk" PRIMARY KEY("school_id","shelf","place")
);
--> statement-breakpoint
CREATE TABLE "lrs_connections" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"label" text NOT NULL,
	"endpoint" text NOT NULL,
	"key" text NOT NULL,
	"sealed_secret" text,
	"version" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "lrs_connections_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "lrs_transfers" (
	"school_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"active" boolean NOT NULL,
	"every_minutes" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"progress" jsonb NOT NULL,
	"looked" bigint DEFAULT 0 NOT NULL,
	"done" bigint DEFAULT 0 NOT NULL,
	"refused" bigint DEFAULT 0 NOT NULL,
	"left_out" bigint DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"claim" uuid,
	"lease_until" timestamp with time zone,
	"tried_at" timestamp with time zone,
	"caught_up_at" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"http_status" integer,
	"said" text,
	CONSTRAINT "lrs_transfers_school_id_connection_id_direction_pk" PRIMARY KEY("school_id","connection_id","direction")
);
--> statement-breakpoint
CREATE TABLE "pulled_authorities" (
	"school_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"authority" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pulled_authorities_school_id_connection_id_fingerprint_pk" PRIMARY KEY("school_id","connection_id","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "put_aside_statements" (
	"school_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"reason" jsonb NOT NULL,
	"content" text NOT NULL,
	"put_aside_at" timestamp with time zone NOT NULL,
	"dismissed_at" timestamp with time zone,
	CONSTRAINT "put_aside_statements_school_id_connection_id_fingerprint_pk" PRIMARY KEY("school_id","connection_id","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "unsent_statements" (
	"school_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"statement_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"http_status" integer,
	"said" text,
	"failed_at" timestamp with time zone NOT NULL,
	"waiting" boolean DEFAULT false NOT NULL,
	CONSTRAINT "unsent_statements_school_id_connection_id_statement_id_pk" PRIMARY KEY("school_id","connection_id","statement_id")
);
--> statement-breakpoint
CREATE TABLE "statement_attachments" (
	"school_id" uuid NOT NULL,
	"sha2" text NOT NULL,
	"content_type" text NOT NULL,
	"length" integer NOT NULL,
	"content" "bytea" NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	CONSTRAINT "statement_attachments_school_id_sha2_pk" PRIMARY KEY("school_id","sha2")
);
--> statement-breakpoint
ALTER TABLE "xapi_credentials" ALTER COLUMN "secret_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "decided_by" uuid;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "mailbox_hash" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "mailbox_told_by" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "xapi_credentials" ADD COLUMN "trust" jsonb;--> statement-breakpoint
ALTER TABLE "xapi_credentials" ADD COLUMN "default_version" text DEFAULT '2.0.0' NOT NULL;--> statement-breakpoint
ALTER TABLE "xapi_credentials" ADD COLUMN "requests_per_minute" integer DEFAULT 60000 NOT NULL;--> statement-breakpoint
ALTER TABLE "xapi_credentials" ADD COLUMN "max_body_bytes" integer DEFAULT 10485760 NOT NULL;--> statement-breakpoint
ALTER TABLE "xapi_credentials" ADD COLUMN "earlier_refusals" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "cmi5_packages" ADD CONSTRAINT "cmi5_packages_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cmi5_packages" ADD CONSTRAINT "cmi5_packages_school_id_imported_by_people_school_id_id_fk" FOREIGN KEY ("school_id","imported_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cmi5_registrations" ADD CONSTRAINT "cmi5_registrations_school_id_package_id_cmi5_packages_school_id_id_fk" FOREIGN KEY ("school_id","package_id") REFERENCES "public"."cmi5_packages"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cmi5_registrations" ADD CONSTRAINT "cmi5_registrations_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cmi5_sessions" ADD CONSTRAINT "cmi5_sessions_school_id_registration_id_cmi5_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."cmi5_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cmi5_sessions" ADD CONSTRAINT "cmi5_sessions_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cmi5_unit_states" ADD CONSTRAINT "cmi5_unit_states_school_id_registration_id_cmi5_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."cmi5_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cmi5_unit_states" ADD CONSTRAINT "cmi5_unit_states_school_id_waived_by_people_school_id_id_fk" FOREIGN KEY ("school_id","waived_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unknown_actors" ADD CONSTRAINT "unknown_actors_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phase_facts" ADD CONSTRAINT "phase_facts_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phase_facts" ADD CONSTRAINT "phase_facts_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phase_settings" ADD CONSTRAINT "phase_settings_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removals" ADD CONSTRAINT "removals_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retentions" ADD CONSTRAINT "retentions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "home_page_aliases" ADD CONSTRAINT "home_page_aliases_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_changes" ADD CONSTRAINT "identity_changes_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_moves" ADD CONSTRAINT "identity_moves_school_id_change_id_identity_changes_school_id_id_fk" FOREIGN KEY ("school_id","change_id") REFERENCES "public"."identity_changes"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_moves" ADD CONSTRAINT "identity_moves_school_id_person_before_people_school_id_id_fk" FOREIGN KEY ("school_id","person_before") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_moves" ADD CONSTRAINT "identity_moves_school_id_person_after_people_school_id_id_fk" FOREIGN KEY ("school_id","person_after") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ignored_actors" ADD CONSTRAINT "ignored_actors_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailbox_platforms" ADD CONSTRAINT "mailbox_platforms_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moved_actors" ADD CONSTRAINT "moved_actors_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploaded_profiles" ADD CONSTRAINT "uploaded_profiles_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploaded_profiles" ADD CONSTRAINT "uploaded_profiles_school_id_uploaded_by_people_school_id_id_fk" FOREIGN KEY ("school_id","uploaded_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "xapi_documents" ADD CONSTRAINT "xapi_documents_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lrs_connections" ADD CONSTRAINT "lrs_connections_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lrs_transfers" ADD CONSTRAINT "lrs_transfers_school_id_connection_id_lrs_connections_school_id_id_fk" FOREIGN KEY ("school_id","connection_id") REFERENCES "public"."lrs_connections"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulled_authorities" ADD CONSTRAINT "pulled_authorities_school_id_connection_id_lrs_connections_school_id_id_fk" FOREIGN KEY ("school_id","connection_id") REFERENCES "public"."lrs_connections"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "put_aside_statements" ADD CONSTRAINT "put_aside_statements_school_id_connection_id_lrs_connections_school_id_id_fk" FOREIGN KEY ("school_id","connection_id") REFERENCES "public"."lrs_connections"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unsent_statements" ADD CONSTRAINT "unsent_statements_school_id_connection_id_lrs_connections_school_id_id_fk" FOREIGN KEY ("school_id","connection_id") REFERENCES "public"."lrs_connections"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_attachments" ADD CONSTRAINT "statement_attachments_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cmi5_packages_school_id_course_id_index" ON "cmi5_packages" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE INDEX "cmi5_registrations_school_id_person_id_index" ON "cmi5_registrations" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "cmi5_sessions_school_id_registration_id_index" ON "cmi5_sessions" USING btree ("school_id","registration_id");--> statement-breakpoint
CREATE INDEX "removals_school_id_requested_at_index" ON "removals" USING btree ("school_id","requested_at");--> statement-breakpoint
CREATE INDEX "home_page_aliases_school_id_platform_index" ON "home_page_aliases" USING btree ("school_id","platform");--> statement-breakpoint
CREATE INDEX "identity_changes_school_id_made_at_index" ON "identity_changes" USING btree ("school_id","made_at");--> statement-breakpoint
CREATE INDEX "identity_moves_school_id_actor_key_index" ON "identity_moves" USING btree ("school_id","actor_key");--> statement-breakpoint
CREATE INDEX "xapi_documents_actor" ON "xapi_documents" USING btree ("school_id","actor_key") WHERE actor_key is not null;--> statement-breakpoint
CREATE INDEX "lrs_transfers_active_next_at_index" ON "lrs_transfers" USING btree ("active","next_at");--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_school_id_merged_into_id_people_school_id_id_fk" FOREIGN KEY ("school_id","merged_into_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "people_mailbox" ON "people" USING btree ("school_id","mailbox_hash");