import { z } from 'zod';
import { BYTE_ORDER_MARK, csvLine } from '../../infra/csv.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import { Ticked, orNothing } from '../../infra/forms.ts';
import { file, page, redirect, route, type Route } from '../../infra/http.ts';
import { UploadedFile } from '../../infra/read-body.ts';
import { requireTeacher, type InCourse } from '../roster/index.ts';
import { writeBankRows } from './bank-csv.rules.ts';
import { bankProblem } from './bank-draft.rules.ts';
import { presentBank } from './bank.pages.ts';
import { importBank, previewBankImport, refuseBank } from './import-bank.ts';
import { writeMoodleXml } from './moodle-xml.rules.ts';
import { readQtiPackage, zipFiles } from './qti-package.ts';
import { writeQtiPackage } from './qti.rules.ts';
import { readCatalogue } from './read-catalogue.ts';
import { selectQuestions, selectSkills } from './skill.queries.ts';

/** `all`: also the school's questions that the course uses as they are. */
const Which = z.object({ which: z.enum(['own', 'all']).default('own') });
/** A chosen file wins over pasted text; both arrive as text. `confirm` is the button below the preview. */
const Upload = z
  .object({
    file: z.string().default(''),
    source: z.string().default(''),
    skillId: orNothing(z.string().max(64)).default(null),
    explain: Ticked,
    confirm: Ticked,
  })
  .transform(({ file: chosen, source, ...rest }) => ({ ...rest, source: chosen || source }));

const PackageUpload = z.object({
  file: z.instanceof(UploadedFile).optional(),
  skillId: orNothing(z.string().max(64)).default(null),
  explain: Ticked,
});

/** A course's question bank as files: written, and read back with a preview, wholly or not at all. */
export const bankRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/skills/questions.csv',
    guard: requireTeacher,
    query: Which,
    async handle({ who, query }) {
      const { planWords } = await readCatalogue();
      const rows = writeBankRows(await selectBank(deps, who, query.which), planWords.bank, who.locale);
      return file('questions.csv', 'text/csv; charset=utf-8', BYTE_ORDER_MARK + rows.map(csvLine).join(''));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/skills/questions.xml',
    guard: requireTeacher,
    query: Which,
    async handle({ who, query }) {
      const names = new Map((await selectSkills(deps.db, who)).map(({ id, name }) => [id, name]));
      const content = writeMoodleXml(await selectBank(deps, who, query.which), names);
      return file('questions.xml', 'application/xml; charset=utf-8', content);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/skills/questions.zip',
    guard: requireTeacher,
    query: Which,
    async handle({ who, query }) {
      const { planWords } = await readCatalogue();
      const files = writeQtiPackage(await selectBank(deps, who, query.which), planWords.bank);
      return file('questions-qti3.zip', 'application/zip', await zipFiles(files));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/skills/import',
    guard: requireTeacher,
    async handle({ who }) {
      const skills = await selectSkills(deps.db, who);
      const nothing = { source: '', skillId: null, explain: false, imported: null };
      return page('programme/bank', presentBank(skills, nothing));
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/skills/import',
    guard: requireTeacher,
    body: Upload,
    async handle({ who, body }) {
      const { source, skillId, explain } = body;
      const given = { text: source, skillId, explain };
      const imported = body.confirm
        ? await importBank(deps, who, given)
        : await previewBankImport(deps.db, who, given);
      if (body.confirm && imported.merged) return redirect('/skills?saved=1');
      const skills = await selectSkills(deps.db, who);
      return page('programme/bank', presentBank(skills, { source, skillId, explain, imported }), {
        status: imported.merged ? 200 : 422,
      });
    },
  }),
  // A package is read into one text, which then is previewed and confirmed like all others.
  route({
    method: 'post',
    path: '/s/:sessionId/skills/import/package',
    guard: requireTeacher,
    reads: 'upload',
    body: PackageUpload,
    async handle({ who, body: { file: given, skillId, explain } }) {
      if (!given) throw badRequest('bankNoPackage');
      const read = await readQtiPackage(given.content);
      const skills = await selectSkills(deps.db, who);
      const source = read.ok ? read.source : '';
      const imported = read.ok
        ? await previewBankImport(deps.db, who, { text: source, skillId, explain })
        : refuseBank(bankProblem(0, `problems.qti.${read.reason}`));
      return page('programme/bank', presentBank(skills, { source, skillId, explain, imported }), {
        status: imported.merged ? 200 : 422,
      });
    },
  }),
];

async function selectBank(deps: Deps, who: InCourse, which: 'own' | 'all') {
  const inUse = await selectQuestions(deps.db, { schoolId: who.schoolId, courseId: who.courseId });
  const order = new Intl.Collator('en', { numeric: true });
  return inUse
    .filter(({ courseId }) => which === 'all' || courseId !== null)
    .sort((a, b) => order.compare(a.skillId, b.skillId));
}
