import { judgeRegulation, type RegulationStanding } from './freshness.rules.ts';
import type { LawCase, Regulation, RegulationEvent } from './law.schema.ts';
import { REGULATION_SCOPES, type RegulationScope } from './resources.schema.ts';
import type { EthicsItem } from './alignment.schema.ts';
import type { TabView } from './tabs.pages.ts';

interface RegulationView extends Regulation {
  standing: RegulationStanding;
  cases: LawCase[];
}

export interface LawPage {
  tabs: TabView[];
  saved: boolean;
  staff: boolean;
  scopes: { scope: RegulationScope; regulations: RegulationView[] }[];
  /** How many the school has yet to compare with their texts, and how many no published case teaches. */
  toCheck: number;
  untaught: number;
  ethics: EthicsItem[];
  log: RegulationEvent[];
  edit: { today: string; scopes: readonly RegulationScope[] } | null;
}

export function presentLaw(
  rows: {
    regulations: readonly Regulation[];
    cases: readonly LawCase[];
    log: readonly RegulationEvent[];
    ethics: readonly EthicsItem[];
  },
  given: { tabs: TabView[]; saved: boolean; today: string; staff: boolean; mayEdit: boolean },
): LawPage {
  const views = rows.regulations.map((regulation) => ({
    ...regulation,
    standing: judgeRegulation(regulation, given.today),
    cases: rows.cases.filter(({ regulationId }) => regulationId === regulation.id),
  }));
  const inForce = views.filter(({ standing }) => standing !== 'repealed');
  return {
    tabs: given.tabs,
    saved: given.saved,
    staff: given.staff,
    scopes: REGULATION_SCOPES.map((scope) => ({
      scope,
      regulations: views.filter((view) => view.scope === scope),
    })),
    toCheck: inForce.filter(({ standing }) => standing === 'to_review' || standing === 'overdue').length,
    untaught: inForce.filter(({ cases }) => !cases.some(({ published }) => published)).length,
    ethics: [...rows.ethics],
    log: [...rows.log],
    edit: given.mayEdit ? { today: given.today, scopes: REGULATION_SCOPES } : null,
  };
}
