CREATE TABLE "compound_post_units" (
	"school_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	CONSTRAINT "compound_post_units_school_id_post_id_unit_id_pk" PRIMARY KEY("school_id","post_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "compound_posts" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"note" text,
	"cycle_weeks" integer,
	"school_mentor_id" uuid,
	"enterprise_mentor_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "compound_posts_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "ethics_items" (
	"school_id" uuid NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"name" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	CONSTRAINT "ethics_items_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "integration_targets" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"issuer" text,
	"level" text,
	CONSTRAINT "integration_targets_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "integration_targets_school_id_kind_name_unique" UNIQUE("school_id","kind","name")
);
--> statement-breakpoint
CREATE TABLE "unit_ethics" (
	"school_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"item_id" text NOT NULL,
	"scene" text NOT NULL,
	CONSTRAINT "unit_ethics_school_id_unit_id_item_id_pk" PRIMARY KEY("school_id","unit_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "unit_targets" (
	"school_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	CONSTRAINT "unit_targets_school_id_unit_id_target_id_pk" PRIMARY KEY("school_id","unit_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "course_updates" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"summary" text NOT NULL,
	"items" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"approved_on" date,
	CONSTRAINT "course_updates_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "technology_surges" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"evidence" text NOT NULL,
	"source" text NOT NULL,
	"accepted_on" date NOT NULL,
	"accepted_by" uuid NOT NULL,
	"due_on" date NOT NULL,
	"owner_person_id" uuid,
	"course_id" uuid,
	"closed_on" date,
	"closing_note" text,
	CONSTRAINT "technology_surges_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "regulation_events" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"regulation_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_person_id" uuid NOT NULL,
	"step" text NOT NULL,
	"words" text NOT NULL,
	CONSTRAINT "regulation_events_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "regulations" (
	"school_id" uuid NOT NULL,
	"id" text NOT NULL,
	"name" jsonb NOT NULL,
	"note" jsonb NOT NULL,
	"scope" text NOT NULL,
	"effective_on" date NOT NULL,
	"url" text,
	"checked_on" date,
	"repealed_on" date,
	CONSTRAINT "regulations_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "content_reviews" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subject" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"seat" text NOT NULL,
	"person_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"comment" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "content_reviews_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "library_resources" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"kind" text NOT NULL,
	"talent_type" text,
	"origin" text NOT NULL,
	"origin_evidence" text,
	"licence" text,
	"minutes" integer,
	"practical" boolean NOT NULL,
	"historical" boolean NOT NULL,
	"owner_person_id" uuid,
	"checked_on" date NOT NULL,
	"check_months" integer NOT NULL,
	"current_version" integer NOT NULL,
	"published_version" integer,
	"published_at" timestamp with time zone,
	"retired_at" timestamp with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "library_resources_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "resource_regulations" (
	"school_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"regulation_id" text NOT NULL,
	CONSTRAINT "resource_regulations_school_id_resource_id_regulation_id_pk" PRIMARY KEY("school_id","resource_id","regulation_id")
);
--> statement-breakpoint
CREATE TABLE "resource_skills" (
	"school_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	CONSTRAINT "resource_skills_school_id_resource_id_skill_id_pk" PRIMARY KEY("school_id","resource_id","skill_id")
);
--> statement-breakpoint
CREATE TABLE "resource_targets" (
	"school_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	CONSTRAINT "resource_targets_school_id_resource_id_target_id_pk" PRIMARY KEY("school_id","resource_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "resource_units" (
	"school_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	CONSTRAINT "resource_units_school_id_resource_id_unit_id_pk" PRIMARY KEY("school_id","resource_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "resource_versions" (
	"school_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"medium" text NOT NULL,
	"url" text,
	"file_name" text,
	"file_type" text,
	"size_bytes" integer,
	"duration_seconds" integer,
	"width" integer,
	"height" integer,
	"measured_by" uuid,
	"characters" integer,
	"errors" integer,
	"proofread_by" uuid,
	"proofread_on" date,
	"submitted_at" timestamp with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "resource_versions_school_id_resource_id_version_pk" PRIMARY KEY("school_id","resource_id","version")
);
--> statement-breakpoint
ALTER TABLE "compound_post_units" ADD CONSTRAINT "compound_post_units_school_id_post_id_compound_posts_school_id_id_fk" FOREIGN KEY ("school_id","post_id") REFERENCES "public"."compound_posts"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compound_post_units" ADD CONSTRAINT "compound_post_units_school_id_unit_id_units_school_id_id_fk" FOREIGN KEY ("school_id","unit_id") REFERENCES "public"."units"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compound_posts" ADD CONSTRAINT "compound_posts_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compound_posts" ADD CONSTRAINT "compound_posts_school_id_school_mentor_id_people_school_id_id_fk" FOREIGN KEY ("school_id","school_mentor_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compound_posts" ADD CONSTRAINT "compound_posts_school_id_enterprise_mentor_id_people_school_id_id_fk" FOREIGN KEY ("school_id","enterprise_mentor_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ethics_items" ADD CONSTRAINT "ethics_items_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration_targets" ADD CONSTRAINT "integration_targets_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_ethics" ADD CONSTRAINT "unit_ethics_school_id_unit_id_units_school_id_id_fk" FOREIGN KEY ("school_id","unit_id") REFERENCES "public"."units"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_ethics" ADD CONSTRAINT "unit_ethics_school_id_item_id_ethics_items_school_id_id_fk" FOREIGN KEY ("school_id","item_id") REFERENCES "public"."ethics_items"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_targets" ADD CONSTRAINT "unit_targets_school_id_unit_id_units_school_id_id_fk" FOREIGN KEY ("school_id","unit_id") REFERENCES "public"."units"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_targets" ADD CONSTRAINT "unit_targets_school_id_target_id_integration_targets_school_id_id_fk" FOREIGN KEY ("school_id","target_id") REFERENCES "public"."integration_targets"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_updates" ADD CONSTRAINT "course_updates_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "technology_surges" ADD CONSTRAINT "technology_surges_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "technology_surges" ADD CONSTRAINT "technology_surges_school_id_owner_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","owner_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "technology_surges" ADD CONSTRAINT "technology_surges_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regulation_events" ADD CONSTRAINT "regulation_events_school_id_regulation_id_regulations_school_id_id_fk" FOREIGN KEY ("school_id","regulation_id") REFERENCES "public"."regulations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regulations" ADD CONSTRAINT "regulations_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_reviews" ADD CONSTRAINT "content_reviews_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_resources" ADD CONSTRAINT "library_resources_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_resources" ADD CONSTRAINT "library_resources_school_id_owner_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","owner_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_regulations" ADD CONSTRAINT "resource_regulations_school_id_resource_id_library_resources_school_id_id_fk" FOREIGN KEY ("school_id","resource_id") REFERENCES "public"."library_resources"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_regulations" ADD CONSTRAINT "resource_regulations_school_id_regulation_id_regulations_school_id_id_fk" FOREIGN KEY ("school_id","regulation_id") REFERENCES "public"."regulations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_skills" ADD CONSTRAINT "resource_skills_school_id_resource_id_library_resources_school_id_id_fk" FOREIGN KEY ("school_id","resource_id") REFERENCES "public"."library_resources"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_skills" ADD CONSTRAINT "resource_skills_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_targets" ADD CONSTRAINT "resource_targets_school_id_resource_id_library_resources_school_id_id_fk" FOREIGN KEY ("school_id","resource_id") REFERENCES "public"."library_resources"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_targets" ADD CONSTRAINT "resource_targets_school_id_target_id_integration_targets_school_id_id_fk" FOREIGN KEY ("school_id","target_id") REFERENCES "public"."integration_targets"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_units" ADD CONSTRAINT "resource_units_school_id_resource_id_library_resources_school_id_id_fk" FOREIGN KEY ("school_id","resource_id") REFERENCES "public"."library_resources"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_units" ADD CONSTRAINT "resource_units_school_id_unit_id_units_school_id_id_fk" FOREIGN KEY ("school_id","unit_id") REFERENCES "public"."units"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_versions" ADD CONSTRAINT "resource_versions_school_id_resource_id_library_resources_school_id_id_fk" FOREIGN KEY ("school_id","resource_id") REFERENCES "public"."library_resources"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "unit_targets_school_id_target_id_index" ON "unit_targets" USING btree ("school_id","target_id");--> statement-breakpoint
CREATE INDEX "course_updates_school_id_course_id_index" ON "course_updates" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE INDEX "regulation_events_school_id_regulation_id_index" ON "regulation_events" USING btree ("school_id","regulation_id");--> statement-breakpoint
CREATE INDEX "content_reviews_school_id_subject_id_index" ON "content_reviews" USING btree ("school_id","subject_id");--> statement-breakpoint
CREATE INDEX "content_reviews_school_id_person_id_index" ON "content_reviews" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "resource_regulations_school_id_regulation_id_index" ON "resource_regulations" USING btree ("school_id","regulation_id");--> statement-breakpoint
CREATE INDEX "resource_skills_school_id_skill_id_index" ON "resource_skills" USING btree ("school_id","skill_id");--> statement-breakpoint
CREATE INDEX "resource_targets_school_id_target_id_index" ON "resource_targets" USING btree ("school_id","target_id");--> statement-breakpoint
CREATE INDEX "resource_units_school_id_unit_id_index" ON "resource_units" USING btree ("school_id","unit_id");