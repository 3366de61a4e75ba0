import { randomBytes } from 'node:crypto';
import { makeCanvasClaims } from './canvas/canvas-claims.rules.ts';
import type { Scene, WantedMessage } from './message.schema.ts';
import { makeMoodleClaims } from './moodle/moodle-claims.rules.ts';
import type { Platform } from './service-door.ts';

/** A form that the reader's browser carries on. */
export interface CarriedForm {
  action: string;
  fields: Record<string, string>;
}

export interface Messages {
  /** The login initiation that begins a message; null when there is nothing to begin. */
  begin(wanted: WantedMessage): Promise<CarriedForm | null>;
  /** The answer to the tool's authentication request; null when the LMS shows its own error page. */
  answer(query: Readonly<Record<string, unknown>>): Promise<CarriedForm | null>;
}

/** A started message waits this long for the browser to come back from the tool. */
const WAIT_MS = 10 * 60_000;

export function createMessages(platform: Platform): Messages {
  const { state, now, signer, issuer } = platform;
  const started = new Map<string, { wanted: WantedMessage; startedAtMs: number }>();
  /** Once: a reload ends here. */
  const take = (hint: unknown): WantedMessage | null => {
    const id = readHint(platform, hint);
    const found = started.get(id);
    started.delete(id);
    return found?.wanted ?? null;
  };
  return {
    async begin(wanted) {
      const scene = setScene(platform, wanted);
      if (!scene?.tool.active) return null;
      const nowMs = now().getTime();
      for (const [id, one] of started) if (nowMs - one.startedAtMs > WAIT_MS) started.delete(id);
      const { id, hint, extras } = await makeHint(platform, scene);
      started.set(id, { wanted, startedAtMs: nowMs });
      const fields = {
        iss: issuer,
        target_link_uri: scene.targetLinkUri,
        login_hint: scene.user.id,
        lti_message_hint: hint,
        client_id: scene.tool.clientId,
        lti_deployment_id: scene.tool.deploymentId,
        ...extras,
      };
      return { action: scene.tool.initiateLoginUrl, fields };
    },
    async answer(query) {
      const {
        client_id: clientId,
        redirect_uri: redirectUri,
        state: toolState,
        login_hint: loginHint,
      } = query;
      const tool = state.tools.get(text(clientId));
      // Compared letter by letter.
      if (!tool?.redirectUris.includes(text(redirectUri))) return null;
      const wanted = take(query['lti_message_hint']);
      const scene = wanted && setScene(platform, wanted);
      if (!scene || scene.tool !== tool) return null;
      const action = text(redirectUri);
      const extras: Record<string, string> =
        platform.face === 'canvas' ? { lti_storage_target: STORAGE_TARGET } : {};
      const back = { state: text(toolState), ...extras };
      const error = checkAuthentication(query) ?? (loginHint === scene.user.id ? null : 'access_denied');
      if (error !== null) return { action, fields: { error, ...back } };
      const make = platform.face === 'moodle' ? makeMoodleClaims : makeCanvasClaims;
      const idToken = await signer.sign(make(scene, text(query['nonce']), now()));
      return { action, fields: { id_token: idToken, ...back } };
    },
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Canvas's frame that keeps a tool's values for it. */
export const STORAGE_TARGET = 'post_message_forwarding';

/** The rows a message is about; null where the LMS has no such thing to click on. */
function setScene(platform: Platform, wanted: WantedMessage): Scene | null {
  const { state, face } = platform;
  const { kind, locale } = wanted;
  const tool = state.tools.get(wanted.clientId);
  const user = state.users.get(wanted.userId);
  const reviewed = state.lineItems.get(wanted.lineItemId ?? '');
  const linkId = wanted.linkId ?? (kind === 'review' ? reviewed?.linkId : null) ?? null;
  const link = (linkId !== null && state.links.get(linkId)) || null;
  // Moodle has nothing above its courses but the front page, which is one.
  const courseId = link?.courseId ?? wanted.courseId ?? (face === 'moodle' ? '1' : null);
  const course = (courseId !== null && state.courses.get(courseId)) || null;
  const lineItem = reviewed ?? state.lineItems.get(link?.lineItemId ?? '') ?? null;
  const forUser = (wanted.forUserId !== null && state.users.get(wanted.forUserId)) || null;
  const placement = tool?.placements.find(({ name }) => name === wanted.placement) ?? null;
  if (!tool || !user || (linkId !== null && !link) || (courseId !== null && !course)) return null;
  if (kind === 'review' && (!forUser || !lineItem || !link)) return null;
  if (!link && !placement && (face === 'canvas' || kind === 'resource')) return null;
  const own = placement?.targetLinkUri ?? tool.targetLinkUri;
  const targets = {
    resource: link?.url ?? own,
    deepLinking: placement?.targetLinkUri ?? tool.deepLinkingUri,
    review: lineItem?.submissionReview?.url ?? link?.url ?? own,
  };
  const targetLinkUri = targets[kind];
  return { platform, kind, tool, user, course, link, lineItem, forUser, placement, targetLinkUri, locale };
}

interface Hint {
  id: string;
  hint: string;
  extras: Record<string, string>;
}

async function makeHint({ face, signer, url, now }: Platform, { tool, link, course }: Scene): Promise<Hint> {
  const random = randomBytes(32).toString('base64url');
  if (face === 'moodle') {
    const launchid = `ltilaunch${link?.id ?? ''}_${random}`;
    const cmid = link && /^\d+$/.test(link.id) ? { cmid: Number(link.id) } : {};
    return { id: launchid, hint: JSON.stringify({ ...cmid, launchid }), extras: {} };
  }
  const hint = await signer.sign({
    verifier: random,
    canvas_domain: new URL(url).host,
    context_type: course ? 'Course' : 'Account',
    context_id: course?.id ?? '1',
    canvas_locale: 'en',
    // Some 2 kB in real life.
    include_storage_target: 'x'.repeat(900),
    exp: Math.floor(now().getTime() / 1000) + 300,
  });
  const extras = {
    deployment_id: tool.deploymentId,
    canvas_region: 'us-east-1',
    canvas_environment: 'prod',
    lti_storage_target: STORAGE_TARGET,
  };
  return { id: hint, hint, extras };
}

function readHint({ face }: Platform, hint: unknown): string {
  if (face === 'canvas') return text(hint);
  try {
    const { launchid } = JSON.parse(text(hint)) as { launchid?: unknown };
    return text(launchid);
  } catch {
    return '';
  }
}

/** What an LMS asks of an authentication request; the answer is the error it posts back, or null. */
function checkAuthentication(query: Readonly<Record<string, unknown>>): string | null {
  const wants: [string, (value: unknown) => boolean, string][] = [
    ['scope', (value) => value === 'openid', 'invalid_scope'],
    ['response_type', (value) => value === 'id_token', 'unsupported_response_type'],
    ['response_mode', (value) => value === 'form_post', 'invalid_request'],
    ['prompt', (value) => value === undefined || value === 'none', 'invalid_request'],
    ['nonce', (value) => typeof value === 'string' && value !== '', 'invalid_request'],
    ['login_hint', (value) => typeof value === 'string' && value !== '', 'invalid_request'],
  ];
  return wants.find(([name, holds]) => !holds(query[name]))?.[2] ?? null;
}
