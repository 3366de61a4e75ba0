import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import { createOutbound } from '../../infra/outbound.ts';
import { guessEndpoints } from './endpoint.rules.ts';
import { isAnswer, judgeEndpointTest, type EndpointReport } from './endpoint-test.rules.ts';
import { createExternalLrs } from './external-lrs.client.ts';
import { judgeSilence, readVersions, type LrsAnswer } from './lrs-answer.rules.ts';
import type { LrsAccess, LrsFailure } from './lrs.schema.ts';

/** Asks an LRS about itself and for one statement; looks around where there is none at that address. */
export async function testEndpoint(
  deps: Deps,
  access: LrsAccess,
  { verb }: { verb: string | null },
): Promise<EndpointReport> {
  const outbound = createOutbound(deps.config.allowedPrivateHosts);
  const lrs = createExternalLrs(outbound, access);
  const { endpoint, version } = access;
  const about = await tryCall(() => lrs.about());
  const statements = isAnswer(about)
    ? await tryCall(() => lrs.selectStatements({ since: null, verb, limit: 1 }))
    : null;
  const isHere = isAnswer(about) && readVersions(about) !== null;
  const found =
    isHere || !isAnswer(about)
      ? []
      : await findNear(guessEndpoints(endpoint), (guess) =>
          // The secret stays with the address it was typed for.
          createExternalLrs(outbound, { endpoint: guess, version, key: '', secret: '' }).about(),
        );
  return judgeEndpointTest({ endpoint, version, about, statements, found }, deps.now());
}

async function findNear(guesses: string[], about: (guess: string) => Promise<LrsAnswer>): Promise<string[]> {
  const answers = await Promise.all(
    guesses.map(async (guess) => ({ guess, answer: await tryCall(() => about(guess)) })),
  );
  return answers.flatMap(({ guess, answer }) =>
    isAnswer(answer) && readVersions(answer) !== null ? [guess] : [],
  );
}

async function tryCall(call: () => Promise<LrsAnswer>): Promise<LrsAnswer | LrsFailure> {
  try {
    return await call();
  } catch (error) {
    const silence = error instanceof WaymarkError ? judgeSilence(error.id) : null;
    if (silence === null) throw error;
    return silence;
  }
}
