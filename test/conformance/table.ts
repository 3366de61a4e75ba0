import type { Section } from './row.ts';
import { KEY_SETS } from './rows/key-set.rows.ts';
import { LOGINS, NO_LAUNCHES } from './rows/login.rows.ts';
import { BAD_MESSAGES } from './rows/message.rows.ts';
import { ODD_VALID } from './rows/odd.rows.ts';
import { OFFICIAL_BAD, OFFICIAL_VALID } from './rows/official.rows.ts';
import { BAD_OIDC } from './rows/openid.rows.ts';
import { DEEP_LINKING_AND_REVIEW } from './rows/other-messages.rows.ts';
import { BAD_SIGNATURES } from './rows/signature.rows.ts';
import { STATE_AND_NONCE } from './rows/state.rows.ts';

/**
 * Everything a tool must refuse or accept at its login and launch doors: the certification guide's payloads, and what
 * the specifications, platforms' oddities and attacks add.
 */
export const TABLE: Section[] = [
  { title: '1EdTech known bad payloads', rows: OFFICIAL_BAD },
  { title: '1EdTech valid launches', rows: OFFICIAL_VALID },
  { title: 'signatures and tokens', rows: BAD_SIGNATURES },
  { title: 'OpenID Connect claims', rows: BAD_OIDC },
  { title: 'LTI claims', rows: BAD_MESSAGES },
  { title: 'deep linking and submission review', rows: DEEP_LINKING_AND_REVIEW },
  { title: 'odd but harmless launches', rows: ODD_VALID },
  { title: 'state, nonce, browser, registration', rows: STATE_AND_NONCE },
  { title: 'platforms’ key sets', rows: KEY_SETS },
  { title: 'logins', rows: LOGINS },
  { title: 'what is no launch', rows: NO_LAUNCHES },
];
