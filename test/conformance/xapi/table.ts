import type { Section } from './row.ts';
import { AGENTS_AND_ACTIVITIES } from './rows/agents-and-activities.rows.ts';
import { AGENTS_IN_STATEMENTS } from './rows/agents-in-statements.rows.ts';
import { ALTERNATE_REQUEST } from './rows/alternate-request.rows.ts';
import { ATTACHMENTS } from './rows/attachments.rows.ts';
import { CONCURRENCY } from './rows/concurrency.rows.ts';
import { DOCUMENTS } from './rows/documents.rows.ts';
import { FORMATS } from './rows/formats.rows.ts';
import { OBJECTS } from './rows/objects.rows.ts';
import { QUERIES } from './rows/queries.rows.ts';
import { QUERY_PARAMETERS } from './rows/query-parameters.rows.ts';
import { RESULTS_AND_CONTEXT } from './rows/results-and-context.rows.ts';
import { STATEMENTS } from './rows/statements.rows.ts';
import { STATES } from './rows/states.rows.ts';
import { VOIDING } from './rows/voiding.rows.ts';
import { WHOLE_STORE } from './rows/whole-store.rows.ts';

/** Numbers are those of ADL's list of requirements to an LRS; clauses are of xAPI 1.0.3 and IEEE 9274.1.1 (2.0.0). */
export const SECTIONS: Section[] = [
  { title: 'of agents and groups in statements', rows: AGENTS_IN_STATEMENTS },
  { title: 'of verbs and objects', rows: OBJECTS },
  { title: 'of results, contexts and attachments', rows: RESULTS_AND_CONTEXT },
  { title: 'of formats', rows: FORMATS },
  { title: 'of the statement resource that receives', rows: STATEMENTS },
  { title: 'of voiding', rows: VOIDING },
  { title: 'of attachments and signatures', rows: ATTACHMENTS },
  { title: 'of the statement resource that is asked', rows: QUERIES },
  { title: 'of its parameters', rows: QUERY_PARAMETERS },
  { title: 'of documents', rows: DOCUMENTS },
  { title: 'of states', rows: STATES },
  { title: 'of concurrency', rows: CONCURRENCY },
  { title: 'of the agents and activities resources', rows: AGENTS_AND_ACTIVITIES },
  { title: 'of alternate requests', rows: ALTERNATE_REQUEST },
  { title: 'of the store as a whole', rows: WHOLE_STORE },
];
