CREATE TABLE "mentor_acts" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"class_id" uuid,
	"mentor_person_id" uuid NOT NULL,
	"duty" text NOT NULL,
	"day" date NOT NULL,
	"minutes" integer NOT NULL,
	"topic" text NOT NULL,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mentor_acts_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "project_guidance" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"by_person_id" uuid NOT NULL,
	"mentor_person_id" uuid,
	"day" date NOT NULL,
	"minutes" integer NOT NULL,
	"words" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "project_guidance_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "attendances" (
	"school_id" uuid NOT NULL,
	"offline_session_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"state" text NOT NULL,
	"score" integer,
	"note_sealed" text,
	"checked_in_at" timestamp with time zone,
	"recorded_by" uuid,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attendances_school_id_offline_session_id_person_id_pk" PRIMARY KEY("school_id","offline_session_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "check_in_tries" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"tries" integer NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "check_in_tries_school_id_person_id_pk" PRIMARY KEY("school_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "offline_sessions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"class_id" uuid,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"minutes" integer NOT NULL,
	"place" text,
	"mentor_person_id" uuid,
	"lesson_id" uuid,
	"check_in_code" text,
	"check_in_until" timestamp with time zone,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "offline_sessions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "project_members" (
	"school_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"team" text,
	CONSTRAINT "project_members_school_id_project_id_person_id_pk" PRIMARY KEY("school_id","project_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "project_plan_tasks" (
	"school_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	CONSTRAINT "project_plan_tasks_school_id_project_id_task_id_pk" PRIMARY KEY("school_id","project_id","task_id")
);
--> statement-breakpoint
CREATE TABLE "project_skills" (
	"school_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	CONSTRAINT "project_skills_school_id_project_id_skill_id_pk" PRIMARY KEY("school_id","project_id","skill_id")
);
--> statement-breakpoint
CREATE TABLE "project_stages" (
	"school_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"deliverable" text NOT NULL,
	"delivered_on" date,
	"link" text,
	CONSTRAINT "project_stages_school_id_project_id_stage_pk" PRIMARY KEY("school_id","project_id","stage")
);
--> statement-breakpoint
CREATE TABLE "project_tasks" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"title" text NOT NULL,
	"owner_person_id" uuid,
	"owner_team" text,
	"due_on" date NOT NULL,
	"state" text NOT NULL,
	"done_on" date,
	"created_on" date NOT NULL,
	CONSTRAINT "project_tasks_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "training_projects" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"title" text NOT NULL,
	"talent_type" text,
	"post" text,
	"source" text NOT NULL,
	"employer_name" text,
	"evidence_kind" text,
	"evidence_reference" text,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "training_projects_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "mentor_acts" ADD CONSTRAINT "mentor_acts_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_acts" ADD CONSTRAINT "mentor_acts_school_id_class_id_classes_school_id_id_fk" FOREIGN KEY ("school_id","class_id") REFERENCES "public"."classes"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_acts" ADD CONSTRAINT "mentor_acts_school_id_mentor_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","mentor_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_guidance" ADD CONSTRAINT "project_guidance_school_id_project_id_training_projects_school_id_id_fk" FOREIGN KEY ("school_id","project_id") REFERENCES "public"."training_projects"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_guidance" ADD CONSTRAINT "project_guidance_school_id_by_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","by_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_guidance" ADD CONSTRAINT "project_guidance_school_id_mentor_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","mentor_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_school_id_offline_session_id_offline_sessions_school_id_id_fk" FOREIGN KEY ("school_id","offline_session_id") REFERENCES "public"."offline_sessions"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in_tries" ADD CONSTRAINT "check_in_tries_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_sessions" ADD CONSTRAINT "offline_sessions_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_sessions" ADD CONSTRAINT "offline_sessions_school_id_class_id_classes_school_id_id_fk" FOREIGN KEY ("school_id","class_id") REFERENCES "public"."classes"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_sessions" ADD CONSTRAINT "offline_sessions_school_id_mentor_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","mentor_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_members" ADD CONSTRAINT "project_members_school_id_project_id_training_projects_school_id_id_fk" FOREIGN KEY ("school_id","project_id") REFERENCES "public"."training_projects"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_members" ADD CONSTRAINT "project_members_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_plan_tasks" ADD CONSTRAINT "project_plan_tasks_school_id_project_id_training_projects_school_id_id_fk" FOREIGN KEY ("school_id","project_id") REFERENCES "public"."training_projects"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_plan_tasks" ADD CONSTRAINT "project_plan_tasks_school_id_task_id_tasks_school_id_id_fk" FOREIGN KEY ("school_id","task_id") REFERENCES "public"."tasks"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_skills" ADD CONSTRAINT "project_skills_school_id_project_id_training_projects_school_id_id_fk" FOREIGN KEY ("school_id","project_id") REFERENCES "public"."training_projects"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_skills" ADD CONSTRAINT "project_skills_school_id_skill_id_skills_school_id_id_fk" FOREIGN KEY ("school_id","skill_id") REFERENCES "public"."skills"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_stages" ADD CONSTRAINT "project_stages_school_id_project_id_training_projects_school_id_id_fk" FOREIGN KEY ("school_id","project_id") REFERENCES "public"."training_projects"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_tasks" ADD CONSTRAINT "project_tasks_school_id_project_id_training_projects_school_id_id_fk" FOREIGN KEY ("school_id","project_id") REFERENCES "public"."training_projects"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_tasks" ADD CONSTRAINT "project_tasks_school_id_owner_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","owner_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_projects" ADD CONSTRAINT "training_projects_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mentor_acts_school_id_course_id_day_index" ON "mentor_acts" USING btree ("school_id","course_id","day");--> statement-breakpoint
CREATE INDEX "project_guidance_school_id_project_id_index" ON "project_guidance" USING btree ("school_id","project_id");--> statement-breakpoint
CREATE INDEX "attendances_school_id_person_id_index" ON "attendances" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "offline_sessions_school_id_course_id_starts_at_index" ON "offline_sessions" USING btree ("school_id","course_id","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "offline_sessions_lesson" ON "offline_sessions" USING btree ("school_id","lesson_id") WHERE lesson_id is not null;--> statement-breakpoint
CREATE INDEX "project_members_school_id_person_id_index" ON "project_members" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "project_plan_tasks_school_id_task_id_index" ON "project_plan_tasks" USING btree ("school_id","task_id");--> statement-breakpoint
CREATE INDEX "project_tasks_school_id_project_id_index" ON "project_tasks" USING btree ("school_id","project_id");--> statement-breakpoint
CREATE INDEX "training_projects_school_id_course_id_index" ON "training_projects" USING btree ("school_id","course_id");