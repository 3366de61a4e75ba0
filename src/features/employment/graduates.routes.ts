import { z } from 'zod';
import { BYTE_ORDER_MARK, csvLine } from '../../infra/csv.ts';
import type { Deps } from '../../infra/deps.ts';
import { Saved, Ticked, orNothing } from '../../infra/forms.ts';
import { file, page, redirect, route, type Route } from '../../infra/http.ts';
import { COLUMNS } from './destination-file.rules.ts';
import { requireOffice } from './employment.guards.ts';
import { CHANNELS, CONTACT_OUTCOMES, DestinationFields } from './employment.schema.ts';
import { noteContact, sendQuestionnaire } from './follow-up.ts';
import { importDestinations, previewImport } from './import-destinations.ts';
import { presentImport } from './import.pages.ts';
import { loadGraduate } from './load-graduate.ts';
import { loadGraduates } from './load-office.ts';
import { Contact, Months } from './mine.routes.ts';
import { readWords } from './read-words.ts';
import { addClass, saveContact, saveDestination } from './save-destination.ts';

const PATH = '/s/:sessionId/employment/graduates';
const One = z.object({ personId: z.uuid() });
const OneWave = One.extend({ months: Months });
const List = Saved.extend({
  year: orNothing(z.coerce.number().int().min(1950).max(2200)).default(null),
  search: z.string().trim().max(100).default(''),
  unknown: Ticked,
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
/** A chosen file wins over pasted text; both arrive as text. */
const Upload = z
  .object({ file: z.string().default(''), source: z.string().default(''), confirm: Ticked })
  .transform(({ file: chosen, source, confirm }) => ({ confirm, source: chosen || source }));

/** The list of graduates, where each of them went, and asking them. */
export const graduatesRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: PATH,
    guard: requireOffice,
    query: List,
    handle: async ({ who, query: { unknown, ...query } }) =>
      page('employment/graduates', await loadGraduates(deps, who, { ...query, unknownOnly: unknown })),
  }),
  route({
    method: 'post',
    path: `${PATH}/class`,
    guard: requireOffice,
    body: z.object({ classId: z.uuid(), graduatedOn: z.iso.date() }),
    async handle({ who, body }) {
      await addClass(deps, who, body);
      return redirect('/employment/graduates?saved=1');
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/import`,
    guard: requireOffice,
    handle: () => page('employment/import', presentImport('', null)),
  }),
  route({
    method: 'post',
    path: `${PATH}/import`,
    guard: requireOffice,
    body: Upload,
    async handle({ who, body: { source, confirm } }) {
      const preview = await (confirm
        ? importDestinations(deps, who, source)
        : previewImport(deps, who.schoolId, source));
      const refused = preview.problems.length > 0;
      if (confirm && !refused) return redirect('/employment/graduates?saved=1');
      return page('employment/import', presentImport(source, preview), { status: refused ? 422 : 200 });
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/example.csv`,
    guard: requireOffice,
    async handle({ who }) {
      const words = await readWords();
      const heading = COLUMNS.map(
        (name) => words.columns[name][who.locale === 'en' ? words.columns[name].length - 1 : 0] ?? name,
      );
      const text = BYTE_ORDER_MARK + csvLine(heading) + csvLine(words.example[who.locale]);
      return file('waymark-destinations.csv', 'text/csv; charset=utf-8', text);
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/:personId`,
    guard: requireOffice,
    params: One,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('employment/graduate', await loadGraduate(deps, who, params.personId, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/:personId/destination`,
    guard: requireOffice,
    params: One,
    body: DestinationFields,
    async handle({ who, params: { personId }, body }) {
      await saveDestination(deps, who, personId, body, 'staff');
      return redirect(`/employment/graduates/${personId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/:personId/contact`,
    guard: requireOffice,
    params: One,
    body: Contact,
    async handle({ who, params: { personId }, body }) {
      await saveContact(deps, who, personId, body.contact);
      return redirect(`/employment/graduates/${personId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/:personId/waves/:months/questionnaire`,
    guard: requireOffice,
    params: OneWave,
    body: z.object({ channel: z.enum(CHANNELS) }),
    async handle({ who, params, body: { channel } }) {
      // On the phone or face to face the form is filled in at once; else its address goes to the graduate.
      const here = channel === 'phone' || channel === 'visit';
      const outcome = here ? 'reached' : 'sent';
      const url = await sendQuestionnaire(deps, who, params, { channel, outcome });
      const back = `/employment/graduates/${params.personId}`;
      return page('employment/link', { months: params.months, url, here, back });
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/:personId/waves/:months/contact`,
    guard: requireOffice,
    params: OneWave,
    body: z.object({
      channel: z.enum(CHANNELS),
      outcome: z.enum(CONTACT_OUTCOMES).exclude(['sent', 'reached']),
      note: orNothing(z.string().trim().max(500)).default(null),
    }),
    async handle({ who, params, body }) {
      await noteContact(deps, who, params, body);
      return redirect(`/employment/graduates/${params.personId}?saved=1`);
    },
  }),
];
