import { z } from 'zod';
import { BYTE_ORDER_MARK, csvLine } from '../../infra/csv.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import { Saved } from '../../infra/forms.ts';
import { file, page, redirect, route, type Route } from '../../infra/http.ts';
import { UploadedFile } from '../../infra/read-body.ts';
import type { Views } from '../../infra/views.ts';
import { requireTeacher } from '../roster/index.ts';
import { applyImport, undoImport } from './apply-import.ts';
import { FIELDS, FIELDS_OF, IMPORT_KINDS, type ColumnUse, type Mapping } from './imports.schema.ts';
import { loadImport, loadImports } from './load-imports.ts';
import { discardImport, setMapping, uploadImport } from './upload-import.ts';

const Params = z.object({ importId: z.uuid() });
const isUse = (text: unknown): text is ColumnUse =>
  text === '' ||
  FIELDS.some((field) => field === text) ||
  (typeof text === 'string' && /^task:[0-9a-f-]{36}$/.test(text));
/** One field for each column, `column-0` and so on. */
const MappingBody = z
  .looseObject({
    fullMark: z.coerce.number().positive().max(10_000).default(100),
    day: z.iso.date().optional(),
  })
  .transform((fields, context): Omit<Mapping, 'day'> & { day: string | null } => {
    const columns: ColumnUse[] = [];
    for (let index = 0; fields[`column-${index}`] !== undefined; index += 1) {
      const use = fields[`column-${index}`];
      if (isUse(use)) columns.push(use);
      else context.addIssue({ code: 'custom', message: 'unknown', path: [`column-${index}`] });
    }
    return { columns, fullMark: fields.fullMark, day: fields.day ?? null };
  });

/** Class lists and marks as a school has them, XLSX or CSV: mapped, looked through, imported, taken back. */
export function importsRoutes(
  deps: Deps,
  given: { onStored(schoolId: string): void; t: Views['t'] },
): Route[] {
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/imports',
      guard: requireTeacher,
      query: Saved,
      handle: async ({ who, query }) => page('imports/imports', await loadImports(deps, who, query.saved)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/imports/template/:kind',
      guard: requireTeacher,
      params: z.object({ kind: z.enum(IMPORT_KINDS) }),
      handle({ who, params: { kind } }) {
        const heading = FIELDS_OF[kind].map((field) => given.t(who.locale, `imports.field.${field}`));
        const mark = kind === 'marks' ? [given.t(who.locale, 'imports.taskColumn')] : [];
        return file(
          `${kind}.csv`,
          'text/csv; charset=utf-8',
          BYTE_ORDER_MARK + csvLine([...heading, ...mark]),
        );
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/imports',
      guard: requireTeacher,
      reads: 'upload',
      body: z.object({ kind: z.enum(IMPORT_KINDS), file: z.instanceof(UploadedFile).optional() }),
      async handle({ who, body: { kind, file: uploaded } }) {
        if (!uploaded) throw badRequest('imports.noFile');
        return redirect(`/imports/${await uploadImport(deps, who, { kind, file: uploaded })}`);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/imports/:importId',
      guard: requireTeacher,
      params: Params,
      query: Saved,
      handle: async ({ who, params, query }) =>
        page('imports/import', await loadImport(deps, who, params.importId, query.saved)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/imports/:importId/mapping',
      guard: requireTeacher,
      params: Params,
      body: MappingBody,
      async handle({ who, params: { importId }, body: { day, ...mapping } }) {
        await setMapping(deps, who, importId, { ...mapping, day: day ?? '' });
        return redirect(`/imports/${importId}#preview`);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/imports/:importId/apply',
      guard: requireTeacher,
      params: Params,
      async handle({ who, params: { importId } }) {
        if (await applyImport(deps, who, importId)) given.onStored(who.schoolId);
        return redirect(`/imports/${importId}?saved=1`);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/imports/:importId/undo',
      guard: requireTeacher,
      params: Params,
      async handle({ who, params: { importId } }) {
        if (await undoImport(deps, who, importId)) given.onStored(who.schoolId);
        return redirect(`/imports/${importId}?saved=1`);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/imports/:importId/discard',
      guard: requireTeacher,
      params: Params,
      async handle({ who, params }) {
        await discardImport(deps, who, params.importId);
        return redirect('/imports');
      },
    }),
  ];
}
