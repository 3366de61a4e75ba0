import { z } from 'zod';

/** What has to be passed of the suite at commit 2ec25f2, by version. */
export const ADL_TESTS = { '1.0.3': 1365, '2.0.0': 1442 } as const;

const Node = z.object({
  title: z.string(),
  status: z.string(),
  get tests() {
    return z.array(Node);
  },
});
type Node = z.infer<typeof Node>;

const Log = z.object({
  state: z.string(),
  summary: z.object({
    total: z.number(),
    passed: z.number().nullable(),
    failed: z.number().nullable(),
    version: z.string(),
  }),
  log: Node,
});

/** Why a run of ADL's suite is no pass, by its log; empty when it is one. Its exit code tells nothing reliable. */
export function findShortcomings(log: unknown, version: keyof typeof ADL_TESTS): string[] {
  const run = Log.safeParse(log);
  if (!run.success) return [`This is no log of the suite: ${z.prettifyError(run.error)}`];
  const { state, summary, log: root } = run.data;
  const wanted = ADL_TESTS[version];
  return [
    ...(state === 'finished' ? [] : [`The run is ${state}, not finished.`]),
    ...(summary.version === version ? [] : [`The run is of ${summary.version}, not of ${version}.`]),
    ...(summary.total === wanted ? [] : [`${summary.total} tests were to run, not ${wanted}.`]),
    ...(summary.passed === wanted ? [] : [`${summary.passed ?? 'No'} tests passed, not ${wanted}.`]),
    ...failed(root, []),
  ];
}

/** Each test that didn't pass, with the titles that lead to it. */
function failed(node: Node, path: readonly string[]): string[] {
  const here = [...path, node.title];
  if (node.tests.length > 0) return node.tests.flatMap((test) => failed(test, here));
  return node.status === 'passed' ? [] : [`${node.status}: ${here.slice(1).join(' › ')}`];
}
