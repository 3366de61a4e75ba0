import { z } from 'zod';
import { BYTE_ORDER_MARK, csvLine } from '../../infra/csv.ts';
import type { Deps } from '../../infra/deps.ts';
import { forbidden, notFound } from '../../infra/errors.ts';
import { Saved, Ticked } from '../../infra/forms.ts';
import { file, page, redirect, route, type Guard, type Route } from '../../infra/http.ts';
import { selectSkills } from '../programme/index.ts';
import { requireRole, type SignedIn } from '../roster/index.ts';
import { selectFigureImports } from './figures.queries.ts';
import { importFigures, previewFigures, undoImport } from './import-figures.ts';
import { presentFigures, presentManage, presentOccupationForm } from './manage.pages.ts';
import { MANAGERS, keepsCatalogue } from './manage.rules.ts';
import { OccupationForm } from './occupation-form.schema.ts';
import {
  countShipped,
  findOccupation,
  selectOccupationSkills,
  selectOwnOccupations,
} from './occupations.queries.ts';
import { readOccupations } from './read-occupations.ts';
import { retireOccupation, saveOccupation } from './save-occupation.ts';

const Params = z.object({ occupationId: z.string().max(64) });
/** A chosen file wins over pasted text; both arrive as text. `confirm` is the button below the preview. */
const Upload = z
  .object({
    file: z.string().default(''),
    source: z.string().default(''),
    name: z.string().trim().max(200).default(''),
    confirm: Ticked,
  })
  .transform(({ file: chosen, source, ...rest }) => ({ ...rest, source: chosen || source }));

/** Keeping the catalogue of posts: the school's own ones, what it adds to others, and figures out of files. */
export function occupationsRoutes(deps: Deps): Route[] {
  const requireManager = requireRole(...MANAGERS);
  const requireKeeper: Guard<SignedIn> = async (req, given) => {
    const who = await requireManager(req, given);
    if (!keepsCatalogue(who)) throw forbidden('roleMissing');
    return who;
  };
  const { db } = deps;
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/occupations',
      guard: requireKeeper,
      query: Saved,
      async handle({ who: { schoolId }, query }) {
        const own = await selectOwnOccupations(db, schoolId);
        const shipped = await countShipped(db, schoolId);
        const imports = await selectFigureImports(db, schoolId);
        return page('occupations/manage', presentManage({ own, shipped, imports }, query.saved));
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/occupations/new',
      guard: requireKeeper,
      handle: async ({ who }) =>
        page('occupations/form', presentOccupationForm(null, [], await selectSkills(db, who))),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/occupations',
      guard: requireKeeper,
      body: OccupationForm,
      handle: async ({ who, body }) =>
        redirect(`/career/occupations/${await saveOccupation(deps, who, null, body)}`),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/occupations/figures',
      guard: requireKeeper,
      handle: () => page('occupations/figures', presentFigures({ source: '', name: '' }, null)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/occupations/figures',
      guard: requireKeeper,
      body: Upload,
      async handle({ who, body }) {
        const { source, name } = body;
        if (!body.confirm) {
          const preview = await previewFigures(deps, who, source);
          const status = preview.problems.length === 0 ? 200 : 422;
          return page('occupations/figures', presentFigures({ source, name }, preview), { status });
        }
        const imported = await importFigures(deps, who, { name, text: source });
        return imported.kind === 'saved'
          ? redirect('/occupations?saved=1#imports')
          : page('occupations/figures', presentFigures({ source, name }, imported.preview), { status: 422 });
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/occupations/figures/pattern.csv',
      guard: requireKeeper,
      async handle({ who }) {
        const { figureHeadings } = await readOccupations();
        const word = who.locale === 'en' ? 1 : 0;
        const heading = Object.values(figureHeadings).map((words) => words[word] ?? '');
        return file('figures.csv', 'text/csv; charset=utf-8', BYTE_ORDER_MARK + csvLine(heading));
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/occupations/figures/:importId/undo',
      guard: requireKeeper,
      params: z.object({ importId: z.uuid() }),
      async handle({ who, params }) {
        await undoImport(deps, who, params.importId);
        return redirect('/occupations?saved=1#imports');
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/occupations/:occupationId/edit',
      guard: requireKeeper,
      params: Params,
      async handle({ who, params }) {
        const key = { schoolId: who.schoolId, ...params };
        const occupation = await findOccupation(db, key);
        if (!occupation) throw notFound();
        const skills = await selectOccupationSkills(db, key);
        return page(
          'occupations/form',
          presentOccupationForm(occupation, skills, await selectSkills(db, who)),
        );
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/occupations/:occupationId',
      guard: requireKeeper,
      params: Params,
      body: OccupationForm,
      handle: async ({ who, params, body }) =>
        redirect(`/career/occupations/${await saveOccupation(deps, who, params.occupationId, body)}`),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/occupations/:occupationId/retire',
      guard: requireKeeper,
      params: Params,
      body: z.object({ retired: z.enum(['yes', 'no']) }),
      async handle({ who, params, body }) {
        await retireOccupation(deps, who, params.occupationId, body.retired === 'yes');
        return redirect('/occupations?saved=1');
      },
    }),
  ];
}
