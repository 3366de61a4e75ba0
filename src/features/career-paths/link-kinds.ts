import type { Views } from '../../infra/views.ts';
import type { LinkKind } from '../lti/index.ts';

/** Career planning as a link in a course: the learner's own goals and path, the desk of those who guide them. */
export const careerLinkKinds = (t: Views['t']): LinkKind[] => [
  {
    name: 'career',
    gradable: false,
    gradedByDefault: false,
    path: (_ref, readsAsLearner) => (readsAsLearner ? '/career/path' : '/career/desk'),
    choices: () =>
      Promise.resolve([
        {
          ref: '',
          title: { 'zh-CN': t('zh-CN', 'linkKind.career.name'), en: t('en', 'linkKind.career.name') },
        },
      ]),
  },
];
