import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { addPart } from '../features/employers/edit-employer-parts.ts';
import { selectEmployerLines } from '../features/employers/employers.queries.ts';
import { EMPLOYER_KINDS, EMPLOYER_STANDINGS } from '../features/employers/employers.schema.ts';
import { POSTING_KINDS, PURPOSES } from '../features/employers/postings.schema.ts';
import { saveEmployer, verifyEmployer } from '../features/employers/save-employer.ts';
import { confirmSkills, savePosting } from '../features/employers/save-posting.ts';
import { saveWishes } from '../features/employers/save-profile.ts';
import { TALENT_TYPES, type InCourse } from '../features/roster/index.ts';
import { selectMembers } from '../features/roster/people.queries.ts';
import { addDays, dayIn } from '../infra/day.rules.ts';
import type { Deps } from '../infra/deps.ts';
import { PROJECT_ROOT } from '../infra/paths.ts';
import type { Locale } from '../infra/views.ts';

const Text = z.strictObject({ 'zh-CN': z.string(), en: z.string() });
const SampleEmployers = z.strictObject({
  about: z.string(),
  words: z.strictObject({ checked: Text, agreement: Text }),
  employers: z.array(
    z.strictObject({
      name: Text,
      creditCode: z.string().nullable(),
      kind: z.enum(EMPLOYER_KINDS),
      standing: z.enum(EMPLOYER_STANDINGS),
      region: Text,
      verified: z.boolean(),
      /** Of an agreement on training; null: there is none. */
      trainingEndsInDays: z.int().nullable(),
    }),
  ),
  postings: z.array(
    z.strictObject({
      /** Place among the employers. */
      employer: z.int().nonnegative(),
      purpose: z.enum(PURPOSES),
      title: Text,
      text: Text,
      talentType: z.enum(TALENT_TYPES),
      wanted: z.int().positive(),
      payMin: z.int().nullable(),
      payMax: z.int().nullable(),
      kind: z.enum(POSTING_KINDS),
      skills: z.array(z.strictObject({ skillId: z.string(), level: z.int(), must: z.boolean() })),
      special: Text,
    }),
  ),
});

const OPEN_DAYS = 45;
/** Learners who agreed to be suggested: every third. */
const EVERY = 3;

/** Invented employers with their openings and needs, and some learners who agreed to be suggested; once for each school. */
export async function setUpEmployers(deps: Deps, who: InCourse, locale: Locale): Promise<void> {
  const { schoolId, personId, timeZone } = who;
  const today = dayIn(timeZone, deps.now());
  const nothing = { schoolId, today, search: '', limit: 1, offset: 0 };
  if ((await selectEmployerLines(deps.db, nothing)).length > 0) return;
  const file = join(PROJECT_ROOT, 'catalogue', 'sample-employers.json');
  const sample = SampleEmployers.parse(JSON.parse(await readFile(file, 'utf8')));
  const ids: string[] = [];
  for (const { name, region, verified, trainingEndsInDays, ...employer } of sample.employers) {
    const content = { ...employer, name: name[locale], region: region[locale], about: '' };
    const id = await saveEmployer(deps, who, null, content);
    ids.push(id);
    if (verified) await verifyEmployer(deps, who, id, { to: 'verified', note: sample.words.checked[locale] });
    if (trainingEndsInDays !== null)
      await addPart(deps, who, id, {
        part: 'agreement',
        kind: 'training',
        reference: sample.words.agreement[locale],
        signedOn: addDays(today, -365),
        endsOn: addDays(today, trainingEndsInDays),
      });
  }
  const filer = { schoolId, timeZone, personId, linkId: null, employerId: null };
  for (const { employer, title, text, special, skills, ...posting } of sample.postings) {
    const id = await savePosting(deps, filer, ids[employer] ?? '', null, {
      ...posting,
      title: title[locale],
      text: text[locale],
      special: special[locale],
      region: sample.employers[employer]?.region[locale] ?? '',
      education: null,
      startsOn: null,
      certificates: [],
      offers: [],
      expiresOn: posting.purpose === 'opening' ? addDays(today, OPEN_DAYS) : null,
      occupationId: null,
    });
    await confirmSkills(deps, filer, id, skills);
  }
  const learners = (await selectMembers(deps.db, who)).filter(({ role }) => role === 'learner');
  for (const [index, learner] of learners.entries())
    if (index % EVERY === EVERY - 1)
      await saveWishes(
        deps,
        { schoolId, personId: learner.personId },
        {
          consent: true,
          talentType: null,
          posts: [],
          kinds: [],
          regions: [],
          regionsOnly: false,
          education: 'higher_vocational',
          availableFrom: today,
          certificates: [],
          minPay: null,
        },
      );
}
