CREATE TABLE "token_bearers" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"agent_key" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "token_bearers_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "token_bearers" ADD CONSTRAINT "token_bearers_school_id_credential_id_xapi_credentials_school_id_id_fk" FOREIGN KEY ("school_id","credential_id") REFERENCES "public"."xapi_credentials"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "token_bearers_school_id_credential_id_index" ON "token_bearers" USING btree ("school_id","credential_id");