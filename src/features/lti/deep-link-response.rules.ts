import type { DeepLinking, PlacedPick } from './deep-linking.schema.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const DEEP_LINKING = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

/** A calm height for a frame, where the platform lets us say one. */
const FRAME_HEIGHT = 800;

/** From when on a submission can be reviewed; whoever did nothing yet has nothing to show (lti-srs v1p0 §3.1). */
const REVIEWABLE = ['InProgress', 'Submitted', 'Completed'];

/** What a response says in words, in the teacher's language. */
export interface ResponseWords {
  /** Told by the platform after the return; null: nothing. */
  message: string | null;
  /** About each kind. */
  about: (kind: string) => string;
  /** Name of the review in the platform's gradebook. */
  review: string;
}

/**
 * The claims of LtiDeepLinkingResponse (lti-dl v2p0 §4.5) but for those of time, which signing adds. Without picks the
 * teacher went back and nothing is placed.
 */
export function prepareDeepLinkResponse(
  { registration, deploymentId, settings }: DeepLinking,
  given: { publicUrl: string; nonce: string; picks: readonly PlacedPick[]; words: ResponseWords },
): Record<string, unknown> {
  return {
    iss: registration.clientId,
    aud: registration.issuer,
    nonce: given.nonce,
    [`${LTI}message_type`]: 'LtiDeepLinkingResponse',
    [`${LTI}version`]: '1.3.0',
    [`${LTI}deployment_id`]: deploymentId,
    ...(settings.data === null ? {} : { [`${DEEP_LINKING}data`]: settings.data }),
    ...(given.words.message === null ? {} : { [`${DEEP_LINKING}msg`]: given.words.message }),
    [`${DEEP_LINKING}content_items`]: given.picks.map((pick) =>
      prepareLink(pick, { ...given, family: registration.family }),
    ),
  };
}

function prepareLink(
  { itemId, kind, title, scoreMaximum }: PlacedPick,
  { publicUrl, words, family }: { publicUrl: string; words: ResponseWords; family: string },
): Record<string, unknown> {
  // One address for all links: what a link shows, its custom parameter tells, and a platform copies that with it.
  const url = `${publicUrl}/`;
  const custom = { waymark_item: itemId };
  return {
    type: 'ltiResourceLink',
    title,
    text: words.about(kind),
    url,
    custom,
    // Moodle has a setting of its own for this and ignores ours.
    ...(family === 'moodle' ? {} : { iframe: { height: FRAME_HEIGHT } }),
    ...(scoreMaximum === null
      ? {}
      : {
          lineItem: {
            label: title,
            scoreMaximum,
            resourceId: itemId,
            tag: kind,
            submissionReview: { reviewableStatus: REVIEWABLE, label: words.review, url, custom },
          },
        }),
  };
}
