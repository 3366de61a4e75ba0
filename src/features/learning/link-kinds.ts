import type { Views } from '../../infra/views.ts';
import type { LinkKind } from '../lti/index.ts';
import { selectCourseSkills, selectUnitSkills, type LocalText } from '../programme/index.ts';
import { inLearningOrder } from './skill-order.rules.ts';

/** Pages of learning that can be placed in an LMS course. */
export function learningLinkKinds(t: Views['t']): LinkKind[] {
  const words = (key: string, name?: LocalText): LocalText => ({
    'zh-CN': t('zh-CN', key, name && { name: name['zh-CN'] }),
    en: t('en', key, name && { name: name.en }),
  });
  const whole = (name: string): LinkKind['choices'] => {
    const title = words(`linkKind.${name}.name`);
    return () => Promise.resolve([{ ref: '', title }]);
  };
  return [
    {
      name: 'home',
      gradable: false,
      gradedByDefault: false,
      path: (_ref, readsAsLearner) => (readsAsLearner ? '/home' : '/class'),
      choices: whole('home'),
    },
    {
      name: 'package',
      gradable: true,
      gradedByDefault: false,
      path: (_ref, readsAsLearner) => (readsAsLearner ? '/package' : '/results/package'),
      choices: whole('package'),
    },
    {
      name: 'practice',
      gradable: true,
      gradedByDefault: false,
      path: (skillId) => `/practice/skill/${encodeURIComponent(skillId)}`,
      choices: async (db, course) =>
        inLearningOrder(await selectCourseSkills(db, course)).map(({ id, name }) => ({
          ref: id,
          title: words('linkKind.practice.title', name),
        })),
    },
    {
      name: 'assessment',
      gradable: true,
      gradedByDefault: true,
      path: (unitRef) => `/assessments/${encodeURIComponent(unitRef)}`,
      choices: async (db, { schoolId, courseId }) =>
        (await selectUnitSkills(db, { schoolId, courseId }))
          .filter(({ skills }) => skills.length > 0)
          .map(({ ref, title: name }) => ({
            ref,
            title: words('linkKind.assessment.title', { 'zh-CN': name, en: name }),
          })),
    },
    {
      name: 'report',
      gradable: false,
      gradedByDefault: false,
      path: (_ref, readsAsLearner) => (readsAsLearner ? '/home' : '/class'),
      choices: whole('report'),
    },
  ];
}
