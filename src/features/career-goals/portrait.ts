import type { Deps } from '../../infra/deps.ts';
import type { PortraitEvent, PortraitSource } from '../career/index.ts';
import { selectPortraitGoals } from './portrait.queries.ts';

/** Goals set, changed and ended, and calibrations, on the career portrait (R076). */
export const goalsPortraitSource = (deps: Pick<Deps, 'db'>): PortraitSource => ({
  id: 'careerGoals',
  async selectEvents(key, limit): Promise<PortraitEvent[]> {
    const rows = await selectPortraitGoals(deps.db, { ...key, limit });
    return rows.map(({ at, event, title }) => ({
      at,
      chain: 'goal',
      label: `careerGoals.portrait.${event}`,
      values: { post: title ?? { 'zh-CN': '—', en: '—' } },
      href: event === 'interview' || event === 'experience' ? '/career/calibration' : '/career/goals',
    }));
  },
});
