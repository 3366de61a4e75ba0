CREATE SEQUENCE "public"."statement_sequence" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "activity_definitions" (
	"school_id" uuid NOT NULL,
	"activity_id" text NOT NULL,
	"definition" json NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "activity_definitions_school_id_activity_id_pk" PRIMARY KEY("school_id","activity_id")
);
--> statement-breakpoint
CREATE TABLE "referred_keys" (
	"school_id" uuid NOT NULL,
	"key" bigint NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	"sequence" bigint NOT NULL,
	CONSTRAINT "referred_keys_school_id_key_stored_at_sequence_pk" PRIMARY KEY("school_id","key","stored_at","sequence")
);
--> statement-breakpoint
CREATE TABLE "statement_ids" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	"sequence" bigint NOT NULL,
	CONSTRAINT "statement_ids_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "statement_keys" (
	"school_id" uuid NOT NULL,
	"key" bigint NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	"sequence" bigint NOT NULL,
	CONSTRAINT "statement_keys_school_id_key_stored_at_sequence_pk" PRIMARY KEY("school_id","key","stored_at","sequence")
);
--> statement-breakpoint
CREATE TABLE "statement_references" (
	"school_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	"referrer_id" uuid NOT NULL,
	"voids" boolean NOT NULL,
	CONSTRAINT "statement_references_school_id_target_id_referrer_id_pk" PRIMARY KEY("school_id","target_id","referrer_id")
);
--> statement-breakpoint
CREATE TABLE "statements_without_keys" (
	"school_id" uuid NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	"sequence" bigint NOT NULL,
	CONSTRAINT "statements_without_keys_school_id_stored_at_sequence_pk" PRIMARY KEY("school_id","stored_at","sequence")
);
--> statement-breakpoint
ALTER TABLE "statements" DROP CONSTRAINT "statements_sequence";--> statement-breakpoint
DROP INDEX "statements_actor";--> statement-breakpoint
DROP INDEX "statements_refers_to";--> statement-breakpoint
ALTER TABLE "statements" DROP CONSTRAINT "statements_school_id_id_pk";--> statement-breakpoint
ALTER TABLE "statements" ALTER COLUMN "sequence" DROP IDENTITY;--> statement-breakpoint
ALTER TABLE "statements" ALTER COLUMN "sequence" SET DEFAULT nextval('statement_sequence');--> statement-breakpoint
SELECT setval('statement_sequence', coalesce(max("sequence"), 0) + 1, false) FROM "statements";--> statement-breakpoint
ALTER TABLE "statements" ADD CONSTRAINT "statements_school_id_stored_at_sequence_pk" PRIMARY KEY("school_id","stored_at","sequence");--> statement-breakpoint
ALTER TABLE "fold_cursors" ADD COLUMN "stored_at" timestamp with time zone DEFAULT 'epoch' NOT NULL;--> statement-breakpoint
ALTER TABLE "fold_cursors" ALTER COLUMN "stored_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "activity_definitions" ADD CONSTRAINT "activity_definitions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statements" DROP COLUMN "xapi_registration";--> statement-breakpoint
INSERT INTO "statement_ids" SELECT "school_id", "id", "stored_at", "sequence" FROM "statements";--> statement-breakpoint
INSERT INTO "statement_references" SELECT "school_id", "refers_to", "id", "verb_id" = 'http://adlnet.gov/expapi/verbs/voided' FROM "statements" WHERE "refers_to" IS NOT NULL;--> statement-breakpoint
INSERT INTO "statements_without_keys" SELECT "school_id", "stored_at", "sequence" FROM "statements";
