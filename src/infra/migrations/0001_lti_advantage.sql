CREATE TABLE "grades" (
	"school_id" uuid NOT NULL,
	"line_item_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"score_given" double precision,
	"score_maximum" double precision NOT NULL,
	"activity_progress" text NOT NULL,
	"grading_progress" text NOT NULL,
	"graded_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"problem" text,
	"http_status" integer,
	"sent_at" timestamp with time zone,
	CONSTRAINT "grades_school_id_line_item_id_person_id_pk" PRIMARY KEY("school_id","line_item_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "line_items" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"deployment_id" text NOT NULL,
	"context_id" text NOT NULL,
	"course_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"made_by" text NOT NULL,
	"url" text NOT NULL,
	"label" text NOT NULL,
	"score_maximum" double precision NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "line_items_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "line_items_school_id_registration_id_url_unique" UNIQUE("school_id","registration_id","url")
);
--> statement-breakpoint
CREATE TABLE "roster_syncs" (
	"school_id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"deployment_id" text NOT NULL,
	"context_id" text NOT NULL,
	"course_id" uuid NOT NULL,
	"synced_at" timestamp with time zone,
	"tried_at" timestamp with time zone NOT NULL,
	"problem" text,
	"changes" jsonb,
	CONSTRAINT "roster_syncs_school_id_registration_id_deployment_id_context_id_pk" PRIMARY KEY("school_id","registration_id","deployment_id","context_id")
);
--> statement-breakpoint
CREATE TABLE "lti_deep_linkings" (
	"school_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"deployment_id" text NOT NULL,
	"course_id" uuid NOT NULL,
	"settings" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "lti_deep_linkings_school_id_session_id_pk" PRIMARY KEY("school_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "lti_launches" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"refusal" text,
	"message_type" text,
	"deployment_id" text,
	"person_id" uuid,
	"course_id" uuid,
	"claims" jsonb NOT NULL,
	"binding_store" text,
	"request_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "lti_launches_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "lti_registration_invitations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"registration_id" uuid,
	CONSTRAINT "lti_registration_invitations_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "lti_registration_invitations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "lti_items" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"title" text NOT NULL,
	"score_maximum" integer,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lti_items_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "lti_items_school_id_course_id_kind_ref_unique" UNIQUE("school_id","course_id","kind","ref")
);
--> statement-breakpoint
CREATE TABLE "lti_resource_links" (
	"school_id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"deployment_id" text NOT NULL,
	"context_id" text NOT NULL,
	"resource_link_id" text NOT NULL,
	"course_id" uuid NOT NULL,
	"title" text,
	"item_id" uuid,
	"line_item_url" text,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lti_resource_links_school_id_registration_id_deployment_id_resource_link_id_pk" PRIMARY KEY("school_id","registration_id","deployment_id","resource_link_id")
);
--> statement-breakpoint
CREATE TABLE "session_passes" (
	"school_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "session_passes_school_id_session_id_code_hash_pk" PRIMARY KEY("school_id","session_id","code_hash")
);
--> statement-breakpoint
ALTER TABLE "practice_sets" ALTER COLUMN "skill_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "practice_sets" ADD COLUMN "unit_id" uuid;--> statement-breakpoint
ALTER TABLE "lti_contexts" ADD COLUMN "line_items_url" text;--> statement-breakpoint
ALTER TABLE "lti_contexts" ADD COLUMN "ags_scopes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "lti_contexts" ADD COLUMN "memberships_url" text;--> statement-breakpoint
ALTER TABLE "lti_deployments" ADD COLUMN "first" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "lti_deployments" ADD COLUMN "seen_in" text;--> statement-breakpoint
ALTER TABLE "lti_keys" ADD COLUMN "activated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lti_keys" ADD COLUMN "revoked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lti_logins" ADD COLUMN "binding_store" text DEFAULT 'cookie' NOT NULL;--> statement-breakpoint
ALTER TABLE "lti_logins" ADD COLUMN "storage_target" text;--> statement-breakpoint
ALTER TABLE "lti_logins" ADD COLUMN "held_sealed" text;--> statement-breakpoint
ALTER TABLE "lti_logins" ADD COLUMN "held_code_hash" text;--> statement-breakpoint
ALTER TABLE "lti_registrations" ADD COLUMN "authorization_server" text;--> statement-breakpoint
ALTER TABLE "lti_registrations" ADD COLUMN "product_version" text;--> statement-breakpoint
ALTER TABLE "lti_registrations" ADD COLUMN "platform_name" text;--> statement-breakpoint
ALTER TABLE "lti_registrations" ADD COLUMN "scopes_asked" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "lti_registrations" ADD COLUMN "registered_by" text DEFAULT 'manual' NOT NULL;--> statement-breakpoint
ALTER TABLE "lti_registrations" ADD COLUMN "pending" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "units" ADD COLUMN "copied_from_id" uuid;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "copied_from_id" uuid;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "told_by" text DEFAULT 'launch' NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "groups" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "landing" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "store" jsonb;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "key_hash" text;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_school_id_line_item_id_line_items_school_id_id_fk" FOREIGN KEY ("school_id","line_item_id") REFERENCES "public"."line_items"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_items" ADD CONSTRAINT "line_items_school_id_registration_id_lti_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."lti_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_items" ADD CONSTRAINT "line_items_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_items" ADD CONSTRAINT "line_items_school_id_item_id_lti_items_school_id_id_fk" FOREIGN KEY ("school_id","item_id") REFERENCES "public"."lti_items"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster_syncs" ADD CONSTRAINT "roster_syncs_school_id_registration_id_lti_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."lti_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster_syncs" ADD CONSTRAINT "roster_syncs_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_deep_linkings" ADD CONSTRAINT "lti_deep_linkings_school_id_session_id_sessions_school_id_id_fk" FOREIGN KEY ("school_id","session_id") REFERENCES "public"."sessions"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_deep_linkings" ADD CONSTRAINT "lti_deep_linkings_school_id_registration_id_lti_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."lti_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_launches" ADD CONSTRAINT "lti_launches_school_id_registration_id_lti_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."lti_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_registration_invitations" ADD CONSTRAINT "lti_registration_invitations_school_id_invited_by_people_school_id_id_fk" FOREIGN KEY ("school_id","invited_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_registration_invitations" ADD CONSTRAINT "lti_registration_invitations_school_id_registration_id_lti_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."lti_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_items" ADD CONSTRAINT "lti_items_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_items" ADD CONSTRAINT "lti_items_school_id_created_by_people_school_id_id_fk" FOREIGN KEY ("school_id","created_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_resource_links" ADD CONSTRAINT "lti_resource_links_school_id_registration_id_lti_registrations_school_id_id_fk" FOREIGN KEY ("school_id","registration_id") REFERENCES "public"."lti_registrations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_resource_links" ADD CONSTRAINT "lti_resource_links_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lti_resource_links" ADD CONSTRAINT "lti_resource_links_school_id_item_id_lti_items_school_id_id_fk" FOREIGN KEY ("school_id","item_id") REFERENCES "public"."lti_items"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_passes" ADD CONSTRAINT "session_passes_school_id_session_id_sessions_school_id_id_fk" FOREIGN KEY ("school_id","session_id") REFERENCES "public"."sessions"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grades_state_next_attempt_at_index" ON "grades" USING btree ("state","next_attempt_at");--> statement-breakpoint
CREATE INDEX "line_items_school_id_course_id_item_id_index" ON "line_items" USING btree ("school_id","course_id","item_id");--> statement-breakpoint
CREATE INDEX "roster_syncs_school_id_course_id_index" ON "roster_syncs" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE INDEX "lti_launches_school_id_registration_id_at_index" ON "lti_launches" USING btree ("school_id","registration_id","at");--> statement-breakpoint
CREATE INDEX "lti_resource_links_school_id_course_id_index" ON "lti_resource_links" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE INDEX "session_passes_expires_at_index" ON "session_passes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "lti_contexts_school_id_course_id_index" ON "lti_contexts" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE UNIQUE INDEX "lti_deployments_first" ON "lti_deployments" USING btree ("school_id","registration_id") WHERE "lti_deployments"."first";--> statement-breakpoint
CREATE INDEX "lti_logins_state_hash_index" ON "lti_logins" USING btree ("state_hash");--> statement-breakpoint
CREATE INDEX "sessions_id_index" ON "sessions" USING btree ("id");--> statement-breakpoint
-- Installed before: of each registration the deployment that was seen first is the one its launch let in.
UPDATE "lti_deployments" d SET "first" = true WHERE (d.registration_id, d.deployment_id) IN (SELECT DISTINCT ON (o.registration_id) o.registration_id, o.deployment_id FROM "lti_deployments" o WHERE o.approved_at IS NOT NULL ORDER BY o.registration_id, o.first_seen_at, o.deployment_id);
