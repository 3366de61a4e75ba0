import { expect } from '@jest/globals';
import { sampleStatement, sampleSubStatement } from '../../features/xapi/statement-samples.ts';
import type { XapiVersion } from '../../../src/features/xapi/xapi-version.rules.ts';
import type { Row } from './row.ts';

type Values = Readonly<Record<string, unknown>>;

interface Refused {
  error: { requirement?: string; pointer?: string; message: string };
}

/** A statement that must be refused, its refusal citing the requirement and the place. */
export const refused = (
  id: string,
  says: string,
  statement: unknown,
  { pointer, only, cites = id }: { pointer: string; only?: XapiVersion; cites?: string },
): Row => ({
  id,
  says,
  ...(only && { only }),
  async play(s) {
    const answer = await s.expects(400, 'POST', '/statements', { body: statement });
    const { error } = answer.json() as Refused;
    expect({ requirement: error.requirement, pointer: error.pointer }).toEqual({
      requirement: cites,
      pointer,
    });
  },
});

/** A statement that must be taken, and come back with what was sent. */
export const taken = (id: string, says: string, statement: Values, only?: XapiVersion): Row => ({
  id,
  says,
  ...(only && { only }),
  async play(s) {
    const [statementId = ''] = (
      await s.expects(200, 'POST', '/statements', { body: statement })
    ).json() as string[];
    expect(await s.read(statementId)).toMatchObject(statement);
  },
});

/** Where an agent or group may stand, and the statement that has it there. */
export const PLACES_OF_AGENTS: readonly [pointer: string, (agent: unknown) => Values][] = [
  ['/actor', (actor) => sampleStatement({ actor })],
  ['/object', (object) => sampleStatement({ object })],
  ['/context/instructor', (instructor) => sampleStatement({ context: { instructor } })],
  ['/object/actor', (actor) => sampleStatement({ object: sampleSubStatement({ actor }) })],
];
