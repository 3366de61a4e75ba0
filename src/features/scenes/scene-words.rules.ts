import type { Panel, SceneAct, Sentence } from './scene.schema.ts';

export const say = (key: string, values: Sentence['values'] = {}): Sentence => ({
  id: `scenes.${key}`,
  values,
});
/** A number or a name that is the same in every language. */
export const plain = (value: string | number): Sentence => say('plain', { value });

export const panel = (title: string, heads: readonly string[], rows: Sentence[][]): Panel => ({
  title: say(title),
  heads: heads.map((head) => say(head)),
  rows,
});

export const act = (name: string, minutes: number, targets: SceneAct['targets'] = []): SceneAct => ({
  act: name,
  minutes,
  targets,
});
