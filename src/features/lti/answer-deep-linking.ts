import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { newToken } from '../../infra/vault.ts';
import type { InCourse } from '../roster/index.ts';
import { prepareDeepLinkResponse, type ResponseWords } from './deep-link-response.rules.ts';
import { reopenDeepLinking, takeDeepLinking, upsertItems } from './deep-linking.queries.ts';
import type { DeepLinking, Pick } from './deep-linking.schema.ts';
import { signAsTool } from './sign-as-tool.ts';

/** Platforms take an answer within minutes; it is sent at once. */
const EXPIRES_IN_SECONDS = 300;

/** Answers a picking, once: what was picked becomes the course's items. Null: it was answered before. */
export async function answerDeepLinking(
  deps: Deps,
  who: InCourse,
  deepLinking: DeepLinking,
  answer: { picks: readonly Pick[]; words: ResponseWords },
): Promise<{ returnUrl: string; jwt: string } | null> {
  const now = deps.now();
  const picks = await inTransaction(deps.db, async (tx) => {
    if (!(await takeDeepLinking(tx, who, now))) return null;
    const { personId, schoolId } = who;
    const placed = await upsertItems(tx, who, { personId, newId: deps.newId, now }, answer.picks);
    for (const { itemId, kind, ref, scoreMaximum } of placed)
      await recordAudit(tx, deps, {
        schoolId,
        actorPersonId: personId,
        action: 'lti.itemPlaced',
        subjectType: 'ltiItem',
        subjectId: itemId,
        detail: { kind, ref, scoreMaximum, courseId: who.courseId },
      });
    return placed;
  });
  if (picks === null) return null;
  const claims = prepareDeepLinkResponse(deepLinking, {
    publicUrl: deps.config.publicUrl,
    nonce: newToken(),
    picks,
    words: answer.words,
  });
  const jwt = await signAsTool(deps, claims, { expiresInSeconds: EXPIRES_IN_SECONDS }).catch(
    async (error: unknown) => {
      // Nothing went out: the picking stays open, and what was placed is found again.
      await reopenDeepLinking(deps.db, who);
      throw error;
    },
  );
  return { returnUrl: deepLinking.settings.returnUrl, jwt };
}
