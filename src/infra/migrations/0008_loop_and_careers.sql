CREATE TABLE "career_adjustments" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"goal_id" uuid NOT NULL,
	"source" text NOT NULL,
	"occasion" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"opened_on" date NOT NULL,
	"due_on" date NOT NULL,
	"choice" text,
	"words_sealed" text,
	"answered_at" timestamp with time zone,
	CONSTRAINT "career_adjustments_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "career_calibrations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"held_on" date NOT NULL,
	"place" text,
	"verdict" text NOT NULL,
	"by_person_id" uuid NOT NULL,
	"words_sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "career_calibrations_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "career_comments" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"goal_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"by_person_id" uuid NOT NULL,
	"words_sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "career_comments_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "career_conversations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"by_person_id" uuid NOT NULL,
	"held_on" date NOT NULL,
	"topic" text NOT NULL,
	"words_sealed" text NOT NULL,
	"next_on" date,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "career_conversations_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "career_goal_versions" (
	"school_id" uuid NOT NULL,
	"goal_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"occupation_id" text,
	"measure" text,
	"target" integer,
	"due_on" date,
	"words_sealed" text,
	"set_on" date NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "career_goal_versions_school_id_goal_id_version_pk" PRIMARY KEY("school_id","goal_id","version")
);
--> statement-breakpoint
CREATE TABLE "career_goals" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"horizon" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "career_goals_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "career_executions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"semester_starts_on" date NOT NULL,
	"semester_ends_on" date NOT NULL,
	"answer" text,
	"words_sealed" text,
	"made_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "career_executions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "career_improvements" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"finding" text NOT NULL,
	"learners" integer NOT NULL,
	"of" integer NOT NULL,
	"words" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "career_improvements_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "literacy_evidence" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"dimension" text NOT NULL,
	"link" text,
	"added_on" date NOT NULL,
	"words_sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "literacy_evidence_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "literacy_mappings" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"dimension" text NOT NULL,
	"unit_id" uuid,
	"project_id" uuid,
	"expects" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "literacy_mappings_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "literacy_marks" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"dimension" text NOT NULL,
	"level" integer NOT NULL,
	"mapping_id" uuid,
	"marked_on" date NOT NULL,
	"by_person_id" uuid NOT NULL,
	"words_sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "literacy_marks_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "career_offer_skills" (
	"school_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	"from_level" integer NOT NULL,
	"to_level" integer NOT NULL,
	CONSTRAINT "career_offer_skills_school_id_offer_id_skill_id_pk" PRIMARY KEY("school_id","offer_id","skill_id")
);
--> statement-breakpoint
CREATE TABLE "career_offers" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"organiser" text,
	"url" text,
	"minutes" integer NOT NULL,
	"apply_by" date,
	"held_on" date,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "career_offers_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "career_path_items" (
	"school_id" uuid NOT NULL,
	"path_id" uuid NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"title" jsonb NOT NULL,
	"url" text,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"minutes" integer NOT NULL,
	"weeks" jsonb NOT NULL,
	"covers" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"alternatives" integer NOT NULL,
	"progress" double precision DEFAULT 0 NOT NULL,
	"done_on" date,
	"said_done" boolean DEFAULT false NOT NULL,
	"evidence" text,
	CONSTRAINT "career_path_items_school_id_path_id_key_pk" PRIMARY KEY("school_id","path_id","key")
);
--> statement-breakpoint
CREATE TABLE "career_paths" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"goal_id" uuid NOT NULL,
	"occupation_id" text NOT NULL,
	"version" integer NOT NULL,
	"current" boolean NOT NULL,
	"rule_version" text NOT NULL,
	"weekly_minutes" integer NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"gaps" jsonb NOT NULL,
	"unmet" jsonb NOT NULL,
	"short" jsonb NOT NULL,
	"gap_importance" double precision NOT NULL,
	"covered_importance" double precision NOT NULL,
	"diff" jsonb,
	"made_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"approved_by" uuid,
	"approved_at" timestamp with time zone,
	CONSTRAINT "career_paths_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "career_settings" (
	"school_id" uuid NOT NULL,
	"assessment_due_days" integer NOT NULL,
	CONSTRAINT "career_settings_school_id_pk" PRIMARY KEY("school_id")
);
--> statement-breakpoint
CREATE TABLE "employer_agreements" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reference" text NOT NULL,
	"signed_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"settled_at" timestamp with time zone,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "employer_agreements_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "employer_contacts" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" uuid NOT NULL,
	"content_sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "employer_contacts_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "employer_links" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "employer_links_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "employer_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "employer_visits" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" uuid NOT NULL,
	"day" date NOT NULL,
	"way" text NOT NULL,
	"words" text NOT NULL,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "employer_visits_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "employers" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"credit_code" text,
	"kind" text NOT NULL,
	"standing" text NOT NULL,
	"region" text NOT NULL,
	"about" text DEFAULT '' NOT NULL,
	"verification" text DEFAULT 'unverified' NOT NULL,
	"verification_note" text DEFAULT '' NOT NULL,
	"verified_by" uuid,
	"verified_at" timestamp with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "employers_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "hiring_plans" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"post" text NOT NULL,
	"talent_type" text NOT NULL,
	"wanted" integer NOT NULL,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "hiring_plans_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "job_profiles" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"recommendations" boolean DEFAULT true NOT NULL,
	"consented_at" timestamp with time zone,
	"talent_type" text,
	"posts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"kinds" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"regions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"regions_only" boolean DEFAULT false NOT NULL,
	"education" text,
	"available_from" date,
	"certificates" jsonb,
	"min_pay_sealed" text,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "job_profiles_school_id_person_id_pk" PRIMARY KEY("school_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "shortlist_entries" (
	"school_id" uuid NOT NULL,
	"shortlist_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"score" double precision NOT NULL,
	"reasons" jsonb NOT NULL,
	"kept" boolean DEFAULT true NOT NULL,
	CONSTRAINT "shortlist_entries_school_id_shortlist_id_person_id_pk" PRIMARY KEY("school_id","shortlist_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "posting_reports" (
	"school_id" uuid NOT NULL,
	"posting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"words_sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "posting_reports_school_id_posting_id_person_id_pk" PRIMARY KEY("school_id","posting_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "postings" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" uuid NOT NULL,
	"receipt" text NOT NULL,
	"purpose" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"talent_type" text NOT NULL,
	"wanted" integer NOT NULL,
	"region" text NOT NULL,
	"kind" text NOT NULL,
	"pay_min" integer,
	"pay_max" integer,
	"education" text,
	"starts_on" date,
	"certificates" jsonb NOT NULL,
	"offers" jsonb NOT NULL,
	"special" text NOT NULL,
	"expires_on" date,
	"occupation_id" text,
	"skills" jsonb NOT NULL,
	"state" text NOT NULL,
	"hold_reasons" jsonb NOT NULL,
	"created_by" uuid,
	"link_id" uuid,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "postings_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "postings_school_id_receipt_unique" UNIQUE("school_id","receipt")
);
--> statement-breakpoint
CREATE TABLE "shortlists" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"posting_id" uuid NOT NULL,
	"rule_version" text NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"released_by" uuid,
	"released_at" timestamp with time zone,
	CONSTRAINT "shortlists_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "destinations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"code" integer NOT NULL,
	"employer_name" text,
	"unit_nature" integer,
	"industry" integer,
	"post_type" integer,
	"post_title" text,
	"post_talent" text,
	"region" text,
	"entered_on" date,
	"pay_sealed" text,
	"evidence" text,
	"source" text NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "destinations_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "employment_tickets" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid,
	"months" integer,
	"words" text NOT NULL,
	"owner_person_id" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"due_on" date NOT NULL,
	"closed_at" timestamp with time zone,
	"outcome" text,
	"answer" text,
	CONSTRAINT "employment_tickets_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "follow_up_contacts" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"months" integer NOT NULL,
	"day" date NOT NULL,
	"channel" text NOT NULL,
	"outcome" text NOT NULL,
	"note_sealed" text,
	"by_person_id" uuid NOT NULL,
	CONSTRAINT "follow_up_contacts_school_id_person_id_months_day_pk" PRIMARY KEY("school_id","person_id","months","day")
);
--> statement-breakpoint
CREATE TABLE "follow_up_waves" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"months" integer NOT NULL,
	"opens_on" date NOT NULL,
	"due_on" date NOT NULL,
	"closes_on" date NOT NULL,
	"link_id" uuid,
	"link_by" uuid,
	"answered_at" timestamp with time zone,
	"answers_sealed" text,
	CONSTRAINT "follow_up_waves_school_id_person_id_months_pk" PRIMARY KEY("school_id","person_id","months")
);
--> statement-breakpoint
CREATE TABLE "graduates" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"graduated_on" date NOT NULL,
	"contact_sealed" text,
	"added_by" uuid NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "graduates_school_id_person_id_pk" PRIMARY KEY("school_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "resume_comments" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"resume_id" uuid NOT NULL,
	"by_person_id" uuid NOT NULL,
	"words_sealed" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "resume_comments_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "resume_shares" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"resume_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "resume_shares_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "resume_shares_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "resumes" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"content_sealed" text NOT NULL,
	"for_review" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "resumes_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "imported_marks" (
	"school_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"points" double precision NOT NULL,
	"full_mark" double precision NOT NULL,
	"day" date NOT NULL,
	"statement_id" uuid NOT NULL,
	"before" jsonb,
	CONSTRAINT "imported_marks_school_id_task_id_person_id_pk" PRIMARY KEY("school_id","task_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"file_name" text NOT NULL,
	"rows" integer NOT NULL,
	"table_sealed" text,
	"mapping" jsonb NOT NULL,
	"effects" jsonb NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"skipped" integer DEFAULT 0 NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"applied_at" timestamp with time zone,
	"undone_at" timestamp with time zone,
	CONSTRAINT "imports_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "delegations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"deputy_person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"course_id" uuid,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "delegations_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "mail_policies" (
	"school_id" uuid PRIMARY KEY NOT NULL,
	"quiet_from" integer NOT NULL,
	"quiet_until" integer NOT NULL,
	"school_days_only" boolean NOT NULL,
	"daily_cap" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_refusals" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"refused_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mail_refusals_school_id_person_id_kind_pk" PRIMARY KEY("school_id","person_id","kind")
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"urgent" boolean NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"problem" text,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "mails_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"subject" text NOT NULL,
	"course_id" uuid,
	"about_person_id" uuid,
	"link" text NOT NULL,
	"values" jsonb NOT NULL,
	"urgent" boolean NOT NULL,
	"for_deputy" boolean NOT NULL,
	"due_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	"mail_id" uuid,
	CONSTRAINT "notices_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "notices_school_id_person_id_key_unique" UNIQUE("school_id","person_id","key")
);
--> statement-breakpoint
CREATE TABLE "instrument_marks" (
	"school_id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"rater_person_id" uuid NOT NULL,
	"marks_sealed" text NOT NULL,
	"marked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "instrument_marks_school_id_attempt_id_rater_person_id_pk" PRIMARY KEY("school_id","attempt_id","rater_person_id")
);
--> statement-breakpoint
CREATE TABLE "figure_imports" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"figures" integer NOT NULL,
	"imported_by" uuid NOT NULL,
	"imported_at" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone,
	CONSTRAINT "figure_imports_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "occupation_figures" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"occupation_id" text NOT NULL,
	"source" text NOT NULL,
	"url" text,
	"figure_date" date NOT NULL,
	"region" text NOT NULL,
	"openings" integer,
	"pay_low" integer,
	"pay_median" integer,
	"pay_high" integer,
	CONSTRAINT "occupation_figures_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "occupation_skills" (
	"school_id" uuid NOT NULL,
	"occupation_id" text NOT NULL,
	"skill_id" text NOT NULL,
	"name" jsonb NOT NULL,
	"level" integer NOT NULL,
	"importance" real NOT NULL,
	"basis" text NOT NULL,
	"evidence" text NOT NULL,
	"confidence" real NOT NULL,
	CONSTRAINT "occupation_skills_school_id_occupation_id_skill_id_pk" PRIMARY KEY("school_id","occupation_id","skill_id")
);
--> statement-breakpoint
CREATE TABLE "occupations" (
	"school_id" uuid NOT NULL,
	"id" text NOT NULL,
	"source" text NOT NULL,
	"code" text,
	"former_code" text,
	"title" jsonb NOT NULL,
	"description" jsonb,
	"talent_type" text NOT NULL,
	"tasks" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"job_zone" integer,
	"interests" jsonb,
	"work_values" jsonb,
	"ratings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"ladder" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"certificates" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"related_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"comparable_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"catalogue_version" text,
	"retired_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "occupations_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "mentor_appraisals" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"appraised_on" date NOT NULL,
	"ratings" jsonb NOT NULL,
	"score" integer NOT NULL,
	"words_sealed" text,
	"appraised_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mentor_appraisals_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "mentor_exceptions" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"except_until" date NOT NULL,
	"reason_sealed" text NOT NULL,
	"given_by" uuid NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mentor_exceptions_school_id_person_id_pk" PRIMARY KEY("school_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "mentor_files" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"has_employer" boolean NOT NULL,
	"has_position" boolean NOT NULL,
	"shown" jsonb NOT NULL,
	"standard" text NOT NULL,
	"engagements" jsonb NOT NULL,
	"selected_on" date,
	"agreement_from" date,
	"agreement_until" date,
	"words_sealed" text NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mentor_files_school_id_person_id_pk" PRIMARY KEY("school_id","person_id")
);
--> statement-breakpoint
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
CREATE TABLE "calendar_days" (
	"school_id" uuid NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "calendar_days_school_id_day_pk" PRIMARY KEY("school_id","day")
);
--> statement-breakpoint
CREATE TABLE "scene_runs" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"seed" text NOT NULL,
	"steps" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"got" integer,
	"most" integer,
	"rule_version" text NOT NULL,
	CONSTRAINT "scene_runs_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "agreements" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"state" text NOT NULL,
	"clauses_sealed" text NOT NULL,
	"shared_at" timestamp with time zone,
	"advice_sealed" text,
	"advised_by" uuid,
	"advised_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "agreements_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "dispute_steps" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"dispute_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"note_sealed" text NOT NULL,
	"by_person_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "dispute_steps_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"arose_on" date NOT NULL,
	"story_sealed" text NOT NULL,
	"shared_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"outcome" text,
	CONSTRAINT "disputes_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "career_adjustments" ADD CONSTRAINT "career_adjustments_school_id_goal_id_career_goals_school_id_id_fk" FOREIGN KEY ("school_id","goal_id") REFERENCES "public"."career_goals"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_adjustments" ADD CONSTRAINT "career_adjustments_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_calibrations" ADD CONSTRAINT "career_calibrations_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_calibrations" ADD CONSTRAINT "career_calibrations_school_id_by_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","by_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_comments" ADD CONSTRAINT "career_comments_school_id_goal_id_career_goals_school_id_id_fk" FOREIGN KEY ("school_id","goal_id") REFERENCES "public"."career_goals"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_comments" ADD CONSTRAINT "career_comments_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_comments" ADD CONSTRAINT "career_comments_school_id_by_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","by_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_conversations" ADD CONSTRAINT "career_conversations_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_conversations" ADD CONSTRAINT "career_conversations_school_id_by_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","by_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_goal_versions" ADD CONSTRAINT "career_goal_versions_school_id_goal_id_career_goals_school_id_id_fk" FOREIGN KEY ("school_id","goal_id") REFERENCES "public"."career_goals"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_goal_versions" ADD CONSTRAINT "career_goal_versions_school_id_occupation_id_occupations_school_id_id_fk" FOREIGN KEY ("school_id","occupation_id") REFERENCES "public"."occupations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_goals" ADD CONSTRAINT "career_goals_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_executions" ADD CONSTRAINT "career_executions_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_improvements" ADD CONSTRAINT "career_improvements_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "literacy_evidence" ADD CONSTRAINT "literacy_evidence_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "literacy_mappings" ADD CONSTRAINT "literacy_mappings_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "literacy_mappings" ADD CONSTRAINT "literacy_mappings_school_id_unit_id_units_school_id_id_fk" FOREIGN KEY ("school_id","unit_id") REFERENCES "public"."units"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "literacy_mappings" ADD CONSTRAINT "literacy_mappings_school_id_project_id_training_projects_school_id_id_fk" FOREIGN KEY ("school_id","project_id") REFERENCES "public"."training_projects"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "literacy_marks" ADD CONSTRAINT "literacy_marks_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "literacy_marks" ADD CONSTRAINT "literacy_marks_school_id_by_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","by_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_offer_skills" ADD CONSTRAINT "career_offer_skills_school_id_offer_id_career_offers_school_id_id_fk" FOREIGN KEY ("school_id","offer_id") REFERENCES "public"."career_offers"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_offers" ADD CONSTRAINT "career_offers_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_path_items" ADD CONSTRAINT "career_path_items_school_id_path_id_career_paths_school_id_id_fk" FOREIGN KEY ("school_id","path_id") REFERENCES "public"."career_paths"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_paths" ADD CONSTRAINT "career_paths_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_paths" ADD CONSTRAINT "career_paths_school_id_goal_id_career_goals_school_id_id_fk" FOREIGN KEY ("school_id","goal_id") REFERENCES "public"."career_goals"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "career_settings" ADD CONSTRAINT "career_settings_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_agreements" ADD CONSTRAINT "employer_agreements_school_id_employer_id_employers_school_id_id_fk" FOREIGN KEY ("school_id","employer_id") REFERENCES "public"."employers"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_agreements" ADD CONSTRAINT "employer_agreements_school_id_recorded_by_people_school_id_id_fk" FOREIGN KEY ("school_id","recorded_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_contacts" ADD CONSTRAINT "employer_contacts_school_id_employer_id_employers_school_id_id_fk" FOREIGN KEY ("school_id","employer_id") REFERENCES "public"."employers"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_links" ADD CONSTRAINT "employer_links_school_id_employer_id_employers_school_id_id_fk" FOREIGN KEY ("school_id","employer_id") REFERENCES "public"."employers"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_links" ADD CONSTRAINT "employer_links_school_id_created_by_people_school_id_id_fk" FOREIGN KEY ("school_id","created_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_visits" ADD CONSTRAINT "employer_visits_school_id_employer_id_employers_school_id_id_fk" FOREIGN KEY ("school_id","employer_id") REFERENCES "public"."employers"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_visits" ADD CONSTRAINT "employer_visits_school_id_recorded_by_people_school_id_id_fk" FOREIGN KEY ("school_id","recorded_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employers" ADD CONSTRAINT "employers_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employers" ADD CONSTRAINT "employers_school_id_created_by_people_school_id_id_fk" FOREIGN KEY ("school_id","created_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employers" ADD CONSTRAINT "employers_school_id_verified_by_people_school_id_id_fk" FOREIGN KEY ("school_id","verified_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hiring_plans" ADD CONSTRAINT "hiring_plans_school_id_employer_id_employers_school_id_id_fk" FOREIGN KEY ("school_id","employer_id") REFERENCES "public"."employers"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hiring_plans" ADD CONSTRAINT "hiring_plans_school_id_recorded_by_people_school_id_id_fk" FOREIGN KEY ("school_id","recorded_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_profiles" ADD CONSTRAINT "job_profiles_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shortlist_entries" ADD CONSTRAINT "shortlist_entries_school_id_shortlist_id_shortlists_school_id_id_fk" FOREIGN KEY ("school_id","shortlist_id") REFERENCES "public"."shortlists"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shortlist_entries" ADD CONSTRAINT "shortlist_entries_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posting_reports" ADD CONSTRAINT "posting_reports_school_id_posting_id_postings_school_id_id_fk" FOREIGN KEY ("school_id","posting_id") REFERENCES "public"."postings"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posting_reports" ADD CONSTRAINT "posting_reports_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_school_id_employer_id_employers_school_id_id_fk" FOREIGN KEY ("school_id","employer_id") REFERENCES "public"."employers"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_school_id_link_id_employer_links_school_id_id_fk" FOREIGN KEY ("school_id","link_id") REFERENCES "public"."employer_links"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_school_id_created_by_people_school_id_id_fk" FOREIGN KEY ("school_id","created_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_school_id_decided_by_people_school_id_id_fk" FOREIGN KEY ("school_id","decided_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shortlists" ADD CONSTRAINT "shortlists_school_id_posting_id_postings_school_id_id_fk" FOREIGN KEY ("school_id","posting_id") REFERENCES "public"."postings"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shortlists" ADD CONSTRAINT "shortlists_school_id_made_by_people_school_id_id_fk" FOREIGN KEY ("school_id","made_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shortlists" ADD CONSTRAINT "shortlists_school_id_released_by_people_school_id_id_fk" FOREIGN KEY ("school_id","released_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destinations" ADD CONSTRAINT "destinations_school_id_person_id_graduates_school_id_person_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."graduates"("school_id","person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employment_tickets" ADD CONSTRAINT "employment_tickets_school_id_person_id_graduates_school_id_person_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."graduates"("school_id","person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employment_tickets" ADD CONSTRAINT "employment_tickets_school_id_owner_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","owner_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_up_contacts" ADD CONSTRAINT "follow_up_contacts_school_id_person_id_months_follow_up_waves_school_id_person_id_months_fk" FOREIGN KEY ("school_id","person_id","months") REFERENCES "public"."follow_up_waves"("school_id","person_id","months") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_up_waves" ADD CONSTRAINT "follow_up_waves_school_id_person_id_graduates_school_id_person_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."graduates"("school_id","person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "graduates" ADD CONSTRAINT "graduates_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resume_comments" ADD CONSTRAINT "resume_comments_school_id_resume_id_resumes_school_id_id_fk" FOREIGN KEY ("school_id","resume_id") REFERENCES "public"."resumes"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resume_shares" ADD CONSTRAINT "resume_shares_school_id_resume_id_resumes_school_id_id_fk" FOREIGN KEY ("school_id","resume_id") REFERENCES "public"."resumes"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resumes" ADD CONSTRAINT "resumes_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_marks" ADD CONSTRAINT "imported_marks_school_id_import_id_imports_school_id_id_fk" FOREIGN KEY ("school_id","import_id") REFERENCES "public"."imports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_marks" ADD CONSTRAINT "imported_marks_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_marks" ADD CONSTRAINT "imported_marks_school_id_task_id_tasks_school_id_id_fk" FOREIGN KEY ("school_id","task_id") REFERENCES "public"."tasks"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_school_id_created_by_people_school_id_id_fk" FOREIGN KEY ("school_id","created_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_school_id_deputy_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","deputy_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_policies" ADD CONSTRAINT "mail_policies_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_refusals" ADD CONSTRAINT "mail_refusals_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_school_id_about_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","about_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_marks" ADD CONSTRAINT "instrument_marks_school_id_attempt_id_instrument_attempts_school_id_id_fk" FOREIGN KEY ("school_id","attempt_id") REFERENCES "public"."instrument_attempts"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_marks" ADD CONSTRAINT "instrument_marks_school_id_rater_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","rater_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "figure_imports" ADD CONSTRAINT "figure_imports_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occupation_figures" ADD CONSTRAINT "occupation_figures_school_id_import_id_figure_imports_school_id_id_fk" FOREIGN KEY ("school_id","import_id") REFERENCES "public"."figure_imports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occupation_figures" ADD CONSTRAINT "occupation_figures_school_id_occupation_id_occupations_school_id_id_fk" FOREIGN KEY ("school_id","occupation_id") REFERENCES "public"."occupations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occupation_skills" ADD CONSTRAINT "occupation_skills_school_id_occupation_id_occupations_school_id_id_fk" FOREIGN KEY ("school_id","occupation_id") REFERENCES "public"."occupations"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occupations" ADD CONSTRAINT "occupations_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_appraisals" ADD CONSTRAINT "mentor_appraisals_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_exceptions" ADD CONSTRAINT "mentor_exceptions_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_files" ADD CONSTRAINT "mentor_files_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
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
ALTER TABLE "calendar_days" ADD CONSTRAINT "calendar_days_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scene_runs" ADD CONSTRAINT "scene_runs_school_id_course_id_courses_school_id_id_fk" FOREIGN KEY ("school_id","course_id") REFERENCES "public"."courses"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scene_runs" ADD CONSTRAINT "scene_runs_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_school_id_advised_by_people_school_id_id_fk" FOREIGN KEY ("school_id","advised_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_steps" ADD CONSTRAINT "dispute_steps_school_id_dispute_id_disputes_school_id_id_fk" FOREIGN KEY ("school_id","dispute_id") REFERENCES "public"."disputes"("school_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_steps" ADD CONSTRAINT "dispute_steps_school_id_by_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","by_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "career_adjustments_school_id_person_id_index" ON "career_adjustments" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "career_adjustments_occasion" ON "career_adjustments" USING btree ("school_id","goal_id","occasion");--> statement-breakpoint
CREATE INDEX "career_calibrations_school_id_person_id_held_on_index" ON "career_calibrations" USING btree ("school_id","person_id","held_on");--> statement-breakpoint
CREATE INDEX "career_comments_school_id_person_id_index" ON "career_comments" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "career_conversations_school_id_person_id_held_on_index" ON "career_conversations" USING btree ("school_id","person_id","held_on");--> statement-breakpoint
CREATE INDEX "career_goal_versions_school_id_occupation_id_index" ON "career_goal_versions" USING btree ("school_id","occupation_id");--> statement-breakpoint
CREATE INDEX "career_goals_school_id_person_id_index" ON "career_goals" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "career_goals_one_active" ON "career_goals" USING btree ("school_id","person_id","horizon") WHERE state = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "career_executions_semester" ON "career_executions" USING btree ("school_id","person_id","semester_starts_on");--> statement-breakpoint
CREATE INDEX "career_improvements_school_id_course_id_index" ON "career_improvements" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE INDEX "literacy_evidence_school_id_person_id_index" ON "literacy_evidence" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "literacy_mappings_school_id_course_id_index" ON "literacy_mappings" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE INDEX "literacy_marks_school_id_person_id_marked_on_index" ON "literacy_marks" USING btree ("school_id","person_id","marked_on");--> statement-breakpoint
CREATE INDEX "career_offer_skills_school_id_skill_id_index" ON "career_offer_skills" USING btree ("school_id","skill_id");--> statement-breakpoint
CREATE UNIQUE INDEX "career_paths_version" ON "career_paths" USING btree ("school_id","person_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "career_paths_current" ON "career_paths" USING btree ("school_id","person_id") WHERE current;--> statement-breakpoint
CREATE INDEX "employer_agreements_school_id_employer_id_index" ON "employer_agreements" USING btree ("school_id","employer_id");--> statement-breakpoint
CREATE INDEX "employer_agreements_ending" ON "employer_agreements" USING btree ("school_id","ends_on");--> statement-breakpoint
CREATE INDEX "employer_contacts_school_id_employer_id_index" ON "employer_contacts" USING btree ("school_id","employer_id");--> statement-breakpoint
CREATE INDEX "employer_links_school_id_employer_id_index" ON "employer_links" USING btree ("school_id","employer_id");--> statement-breakpoint
CREATE INDEX "employer_visits_school_id_employer_id_day_index" ON "employer_visits" USING btree ("school_id","employer_id","day");--> statement-breakpoint
CREATE INDEX "employers_by_name" ON "employers" USING btree ("school_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "employer_of_code" ON "employers" USING btree ("school_id","credit_code") WHERE credit_code is not null;--> statement-breakpoint
CREATE INDEX "hiring_plans_school_id_employer_id_year_index" ON "hiring_plans" USING btree ("school_id","employer_id","year");--> statement-breakpoint
CREATE INDEX "job_profiles_consented" ON "job_profiles" USING btree ("school_id","consented_at");--> statement-breakpoint
CREATE INDEX "shortlist_entries_of_person" ON "shortlist_entries" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "postings_by_state" ON "postings" USING btree ("school_id","state","expires_on");--> statement-breakpoint
CREATE INDEX "postings_of_employer" ON "postings" USING btree ("school_id","employer_id");--> statement-breakpoint
CREATE INDEX "shortlists_school_id_posting_id_index" ON "shortlists" USING btree ("school_id","posting_id");--> statement-breakpoint
CREATE UNIQUE INDEX "destinations_one_current" ON "destinations" USING btree ("school_id","person_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "employment_tickets_one_per_wave" ON "employment_tickets" USING btree ("school_id","person_id","months") WHERE months is not null;--> statement-breakpoint
CREATE INDEX "employment_tickets_open" ON "employment_tickets" USING btree ("school_id","due_on") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "follow_up_waves_open" ON "follow_up_waves" USING btree ("school_id","due_on") WHERE answered_at is null;--> statement-breakpoint
CREATE INDEX "graduates_school_id_graduated_on_index" ON "graduates" USING btree ("school_id","graduated_on");--> statement-breakpoint
CREATE INDEX "resume_comments_school_id_resume_id_index" ON "resume_comments" USING btree ("school_id","resume_id");--> statement-breakpoint
CREATE INDEX "resume_shares_school_id_resume_id_index" ON "resume_shares" USING btree ("school_id","resume_id");--> statement-breakpoint
CREATE INDEX "resumes_school_id_person_id_index" ON "resumes" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "imported_marks_school_id_import_id_index" ON "imported_marks" USING btree ("school_id","import_id");--> statement-breakpoint
CREATE INDEX "imported_marks_school_id_person_id_index" ON "imported_marks" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "imports_school_id_course_id_created_at_index" ON "imports" USING btree ("school_id","course_id","created_at");--> statement-breakpoint
CREATE INDEX "delegations_school_id_person_id_index" ON "delegations" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "delegations_school_id_deputy_person_id_index" ON "delegations" USING btree ("school_id","deputy_person_id");--> statement-breakpoint
CREATE INDEX "mails_state_next_attempt_at_index" ON "mails" USING btree ("state","next_attempt_at");--> statement-breakpoint
CREATE INDEX "mails_school_id_person_id_created_at_index" ON "mails" USING btree ("school_id","person_id","created_at");--> statement-breakpoint
CREATE INDEX "notices_open" ON "notices" USING btree ("school_id","person_id") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "notices_of_subject" ON "notices" USING btree ("school_id","subject") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "notices_to_mail" ON "notices" USING btree ("school_id","person_id") WHERE mail_id is null and read_at is null and done_at is null;--> statement-breakpoint
CREATE INDEX "notices_mailed" ON "notices" USING btree ("school_id","mail_id");--> statement-breakpoint
CREATE INDEX "instrument_marks_school_id_rater_person_id_index" ON "instrument_marks" USING btree ("school_id","rater_person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "occupation_figure" ON "occupation_figures" USING btree ("school_id","occupation_id","source","figure_date","region");--> statement-breakpoint
CREATE INDEX "occupation_figures_school_id_import_id_index" ON "occupation_figures" USING btree ("school_id","import_id");--> statement-breakpoint
CREATE INDEX "occupation_skills_school_id_skill_id_index" ON "occupation_skills" USING btree ("school_id","skill_id");--> statement-breakpoint
CREATE INDEX "mentor_appraisals_school_id_person_id_appraised_on_index" ON "mentor_appraisals" USING btree ("school_id","person_id","appraised_on");--> statement-breakpoint
CREATE INDEX "unit_targets_school_id_target_id_index" ON "unit_targets" USING btree ("school_id","target_id");--> statement-breakpoint
CREATE INDEX "course_updates_school_id_course_id_index" ON "course_updates" USING btree ("school_id","course_id");--> statement-breakpoint
CREATE INDEX "regulation_events_school_id_regulation_id_index" ON "regulation_events" USING btree ("school_id","regulation_id");--> statement-breakpoint
CREATE INDEX "content_reviews_school_id_subject_id_index" ON "content_reviews" USING btree ("school_id","subject_id");--> statement-breakpoint
CREATE INDEX "content_reviews_school_id_person_id_index" ON "content_reviews" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "resource_regulations_school_id_regulation_id_index" ON "resource_regulations" USING btree ("school_id","regulation_id");--> statement-breakpoint
CREATE INDEX "resource_skills_school_id_skill_id_index" ON "resource_skills" USING btree ("school_id","skill_id");--> statement-breakpoint
CREATE INDEX "resource_targets_school_id_target_id_index" ON "resource_targets" USING btree ("school_id","target_id");--> statement-breakpoint
CREATE INDEX "resource_units_school_id_unit_id_index" ON "resource_units" USING btree ("school_id","unit_id");--> statement-breakpoint
CREATE INDEX "scene_runs_school_id_course_id_kind_index" ON "scene_runs" USING btree ("school_id","course_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "scene_run_open" ON "scene_runs" USING btree ("school_id","course_id","person_id","kind") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "agreements_school_id_person_id_index" ON "agreements" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "dispute_steps_school_id_dispute_id_index" ON "dispute_steps" USING btree ("school_id","dispute_id");--> statement-breakpoint
CREATE INDEX "disputes_school_id_person_id_index" ON "disputes" USING btree ("school_id","person_id");