import { loadInstruments } from './features/instruments/index.ts';
import { loadOccupations } from './features/occupations/index.ts';
import { loadCatalogue, refreshCatalogues } from './features/programme/index.ts';
import { loadLaw } from './features/resources/index.ts';
import type { Deps } from './infra/deps.ts';

/** What ships in `catalogue/`, for a school that is new or begins anew. */
export async function loadCatalogues(deps: Deps, schoolId: string): Promise<void> {
  await loadCatalogue(deps, schoolId);
  await loadInstruments(deps, schoolId);
  await loadLaw(deps, schoolId);
  await loadOccupations(deps, schoolId);
}

/** Brings every school's up to what ships now. */
export async function refreshAllCatalogues(deps: Deps): Promise<void> {
  const refreshed = await refreshCatalogues(deps);
  if (refreshed.length > 0) deps.log.info({ schools: refreshed.length }, 'catalogue brought up to date');
  await loadInstruments(deps);
  await loadLaw(deps);
  await loadOccupations(deps);
}
