CREATE TABLE "reports" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"content" text NOT NULL,
	"hash" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by" uuid,
	CONSTRAINT "reports_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reports_school_id_course_id_made_at_index" ON "reports" USING btree ("school_id","course_id","made_at");--> statement-breakpoint
CREATE INDEX "reports_school_id_person_id_index" ON "reports" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reports_scheduled_once" ON "reports" USING btree ("school_id","kind","course_id","from_day","until_day") WHERE made_by is null;