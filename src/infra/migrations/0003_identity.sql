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
ALTER TABLE "identities" ADD COLUMN "decided_by" uuid;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "mailbox_hash" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "mailbox_told_by" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "unknown_actors" ADD CONSTRAINT "unknown_actors_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "home_page_aliases" ADD CONSTRAINT "home_page_aliases_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_changes" ADD CONSTRAINT "identity_changes_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_moves" ADD CONSTRAINT "identity_moves_school_id_change_id_identity_changes_school_id_id_fk" FOREIGN KEY ("school_id","change_id") REFERENCES "public"."identity_changes"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_moves" ADD CONSTRAINT "identity_moves_school_id_person_before_people_school_id_id_fk" FOREIGN KEY ("school_id","person_before") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_moves" ADD CONSTRAINT "identity_moves_school_id_person_after_people_school_id_id_fk" FOREIGN KEY ("school_id","person_after") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ignored_actors" ADD CONSTRAINT "ignored_actors_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailbox_platforms" ADD CONSTRAINT "mailbox_platforms_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moved_actors" ADD CONSTRAINT "moved_actors_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "home_page_aliases_school_id_platform_index" ON "home_page_aliases" USING btree ("school_id","platform");--> statement-breakpoint
CREATE INDEX "identity_changes_school_id_made_at_index" ON "identity_changes" USING btree ("school_id","made_at");--> statement-breakpoint
CREATE INDEX "identity_moves_school_id_actor_key_index" ON "identity_moves" USING btree ("school_id","actor_key");--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_school_id_merged_into_id_people_school_id_id_fk" FOREIGN KEY ("school_id","merged_into_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "people_mailbox" ON "people" USING btree ("school_id","mailbox_hash");