import { isId, requireSchool, type Command } from './command.ts';
import {
  NewRegistration,
  createRegistration,
  findSchoolOfRegistration,
  invitePlatform,
  judgeDeploymentOf,
  judgeRegistration,
  platformAddresses,
  selectRegistrations,
  toolAddresses,
} from '../features/lti/index.ts';
import { inTransaction } from '../infra/db.ts';

/** Under which option a field of a registration comes. */
const OPTION_OF: Record<string, string> = {
  schoolId: '--school',
  clientId: '--client-id',
  issuer: '--issuer',
  family: '--family',
  deploymentId: '--deployment-id',
  authLoginUrl: '--auth-url',
  tokenUrl: '--token-url',
  jwksUrl: '--jwks-url',
};

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Which LMSs a school trusts. A running process notices within a minute. */
export const registrationCommands: Record<string, Command> = {
  'registrations add': {
    usage:
      '--school <id> --family moodle|canvas|… --issuer <URL> --client-id <id> [--deployment-id <id>] [--auth-url <URL> --token-url <URL> --jwks-url <URL>]',
    summary: 'trusts an LMS; the three addresses follow from the issuer for Moodle and hosted Canvas',
    async run(deps, _words, options) {
      const { family = 'moodle', issuer = '' } = options;
      const known = platformAddresses(family, issuer);
      const parsed = NewRegistration.safeParse({
        schoolId: options['school'],
        issuer,
        clientId: options['client-id'],
        family,
        authLoginUrl: options['auth-url'] ?? known?.authLoginUrl,
        tokenUrl: options['token-url'] ?? known?.tokenUrl,
        jwksUrl: options['jwks-url'] ?? known?.jwksUrl,
        ...(options['deployment-id'] ? { deploymentId: options['deployment-id'] } : {}),
      });
      if (!parsed.success)
        throw new Error(
          parsed.error.issues
            .map(({ path: [field], message }) => `${OPTION_OF[String(field)] ?? String(field)}: ${message}`)
            .join('\n'),
        );
      const { registrationId } = await inTransaction(deps.db, (tx) =>
        createRegistration(tx, deps, parsed.data),
      );
      const tool = toolAddresses(deps.config.publicUrl);
      say(`${registrationId}  ${issuer}`);
      say('The LMS needs these addresses:');
      say(`  tool URL               ${tool.targetLinkUri}`);
      say(`  public keyset          ${tool.jwksUrl}`);
      say(`  initiate login URL     ${tool.initiateLoginUrl}`);
      say(`  redirection URI        ${tool.redirectUri}`);
    },
  },
  'registrations invite': {
    usage: '--school <id>',
    summary: 'makes a one-time link by which an LMS registers itself; shown this once',
    async run(deps, _words, { school }) {
      const schoolId = await requireSchool(deps, school);
      const { url, expiresAt } = await invitePlatform(deps, { schoolId, by: null });
      say(url);
      say(
        `Works once, until ${expiresAt.toISOString()}. Paste it into the LMS; then: registrations approve.`,
      );
    },
  },
  'registrations list': {
    usage: '',
    summary: 'lists the trusted LMSs and their deployments',
    async run(deps) {
      for (const row of await selectRegistrations(deps.db)) {
        const deployment =
          row.deploymentId === null
            ? 'no deployment yet: the first launch tells it'
            : `deployment ${row.deploymentId} ${row.approvedAt ? 'approved' : 'WAITING FOR APPROVAL'}`;
        const state = row.active ? (row.pending ? '  (WAITING FOR APPROVAL)' : '') : '  (switched off)';
        say(
          `${row.id}  ${row.school}  ${row.family}  ${row.issuer}  client ${row.clientId}  ${deployment}${state}`,
        );
      }
    },
  },
  'registrations approve': {
    usage: '<registration id> [<deployment id>]',
    summary: 'approves an LMS that registered itself, or a deployment of one that was seen at a launch',
    async run(deps, [registrationId, deploymentId]) {
      const schoolId = isId(registrationId) ? await findSchoolOfRegistration(deps.db, registrationId) : null;
      if (!registrationId || !schoolId)
        throw new Error('Name the registration by its id (registrations list).');
      const operator = { schoolId, personId: null };
      if (deploymentId)
        await judgeDeploymentOf(deps, operator, { registrationId, deploymentId, verdict: 'approve' });
      else await judgeRegistration(deps, operator, { registrationId, verdict: 'approve' });
      say('Approved.');
    },
  },
};
