import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEEP_LINKING, LTI } from '../../src/demo/platform/message.schema.ts';
import type { DeepLinked } from '../../src/demo/platform/deep-linking-return.ts';
import type { FaceName } from '../../src/demo/platform/platform.schema.ts';
import { aPlatformStand, secondsOf, type PlatformStand } from './platform-stand.ts';

let stands: Record<FaceName, PlatformStand>;
let nonces = 0;

beforeAll(async () => {
  stands = { moodle: await aPlatformStand('moodle'), canvas: await aPlatformStand('canvas') };
});
afterAll(async () => {
  for (const { platform } of Object.values(stands)) await platform.close();
});

/** What the tool sends back to a request of the LMS. */
async function answer(
  face: FaceName,
  items: unknown[],
  given: { claims?: Record<string, unknown>; placement?: string; field?: string } = {},
) {
  const stand = stands[face];
  const { tool, platform } = stand;
  const request = await stand.message({
    kind: 'deepLinking',
    placement: given.placement ?? 'link_selection',
  });
  const settings = request?.[`${DEEP_LINKING}deep_linking_settings`] as Record<string, string>;
  const now = secondsOf(stand);
  const token = await stand.sign({
    iss: tool.clientId,
    aud: platform.issuer,
    iat: now - 5,
    exp: now + 300,
    nonce: `nonce-${(nonces += 1)}`,
    [`${LTI}deployment_id`]: tool.deploymentId,
    [`${LTI}message_type`]: 'LtiDeepLinkingResponse',
    [`${LTI}version`]: '1.3.0',
    [`${DEEP_LINKING}content_items`]: items,
    ...(settings['data'] !== undefined && { [`${DEEP_LINKING}data`]: settings['data'] }),
    ...given.claims,
  });
  const response = await fetch(settings['deep_link_return_url'] ?? '', {
    method: 'POST',
    body: new URLSearchParams({ [given.field ?? 'JWT']: token }),
  });
  return { status: response.status, outcome: (await response.json()) as DeepLinked };
}

const item = (changes: object = {}) => ({ type: 'ltiResourceLink', title: 'Quiz', ...changes });
const kept = (face: FaceName, outcome: DeepLinked) => {
  if (outcome.kind !== 'linked') throw new Error(outcome.reason);
  const { state } = stands[face].platform;
  return outcome.links.map(({ id }) => {
    const link = state.links.get(id);
    return { link, lineItem: state.lineItems.get(link?.lineItemId ?? '') };
  });
};

describe.each(['moodle', 'canvas'] as const)('The %s face', (face) => {
  test.each<[string, () => Record<string, unknown>, string]>([
    ['another audience', () => ({ aud: 'https://other.example' }), 'aud_invalid'],
    ['the issuer of the platform', () => ({ iss: stands[face].platform.issuer }), 'client_unknown'],
    ['another deployment', () => ({ [`${LTI}deployment_id`]: 'x' }), 'deployment_id_invalid'],
    ['a time long gone', () => ({ iat: secondsOf(stands[face]) - 1000 }), 'iat_too_old'],
    ['an end in the past', () => ({ exp: secondsOf(stands[face]) - 1 }), 'signature_or_time_invalid'],
    ['no nonce', () => ({ nonce: undefined }), 'nonce_missing'],
    ['another message', () => ({ [`${LTI}message_type`]: 'LtiResourceLinkRequest' }), 'message_type_invalid'],
    ['data that it didn’t send', () => ({ [`${DEEP_LINKING}data`]: 'x' }), 'data_not_echoed'],
  ])('refuses a response with %s', async (_name, claims, reason) => {
    const { status, outcome } = await answer(face, [item()], { claims: claims() });
    expect({ status, outcome }).toEqual({ status: 400, outcome: { kind: 'refused', reason } });
  });

  test('reads the field JWT and no other, and each nonce once', async () => {
    expect((await answer(face, [item()], { field: 'jwt' })).status).toBe(400);
    const claims = { nonce: 'once' };
    expect((await answer(face, [item()], { claims })).status).toBe(200);
    expect((await answer(face, [item()], { claims })).outcome).toEqual({
      kind: 'refused',
      reason: 'nonce_used',
    });
  });

  test('makes links of links to tools, takes no other kind, and may be sent none', async () => {
    const { outcome } = await answer(face, [item(), { type: 'html', html: 'x' }, item({ title: 'Two' })]);
    expect(kept(face, outcome).map(({ link }) => link?.title)).toEqual(['Quiz', 'Two']);
    expect(kept(face, (await answer(face, [])).outcome)).toEqual([]);
  });
});

describe('Moodle', () => {
  test('makes a column with what the tool says of it', async () => {
    const lineItem = {
      label: 'L',
      scoreMaximum: 50,
      resourceId: 'r',
      tag: 't',
      submissionReview: { custom: { a: 1 } },
    };
    const [made] = kept('moodle', (await answer('moodle', [item({ lineItem })])).outcome);
    expect(made?.lineItem).toMatchObject({
      label: 'L',
      scoreMaximum: 50,
      resourceId: 'r',
      tag: 't',
      madeBy: 'platform',
      submissionReview: { url: null, custom: { a: '1' } },
      losesScores: false,
    });
  });

  test.each([
    ['more than the site’s hundred', 101],
    ['a part of a point', 2.5],
  ])('makes a column of %s that keeps no scores', async (_name, scoreMaximum) => {
    const [made] = kept('moodle', (await answer('moodle', [item({ lineItem: { scoreMaximum } })])).outcome);
    expect(made?.lineItem?.losesScores).toBe(true);
  });

  test('keeps custom parameters by line: what follows a line break is lost, capitals come twice', async () => {
    const custom = { plain: 'a=b', broken: 'one\ntwo', Item: 'x' };
    const [made] = kept('moodle', (await answer('moodle', [item({ custom })])).outcome);
    expect(made?.link?.custom).toEqual({ plain: 'a=b', broken: 'one', item: 'x', Item: 'x' });
  });
});

describe('Canvas', () => {
  const lineItem = { scoreMaximum: 250 };

  test('grades what was picked for an assignment, and nothing picked for a module', async () => {
    const assignment = await answer('canvas', [item({ lineItem })], { placement: 'assignment_selection' });
    expect(kept('canvas', assignment.outcome)[0]?.lineItem).toMatchObject({
      scoreMaximum: 250,
      losesScores: false,
    });
    const module = await answer('canvas', [item({ lineItem })], { placement: 'link_selection' });
    expect(kept('canvas', module.outcome)[0]?.lineItem).toBeUndefined();
  });

  test('takes one link for an assignment', async () => {
    const { outcome } = await answer('canvas', [item(), item()], { placement: 'assignment_selection' });
    expect(outcome).toEqual({ kind: 'refused', reason: 'too_many_items' });
  });
});
