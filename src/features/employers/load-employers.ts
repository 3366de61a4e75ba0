import { recordAudit } from '../../infra/audit.ts';
import { addDays, dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { TALENT_TYPES, type SignedIn } from '../roster/index.ts';
import { DUE_DAYS, isCooperating, judgeAgreement, stepsFrom } from './employer.rules.ts';
import {
  findEmployer,
  selectAgreements,
  selectContacts,
  selectEmployerLines,
  selectLinks,
  selectPlans,
  selectVisits,
  type AgreementRow,
} from './employers.queries.ts';
import {
  AGREEMENT_KINDS,
  EMPLOYER_KINDS,
  EMPLOYER_STANDINGS,
  VISIT_WAYS,
  type ContactContent,
} from './employers.schema.ts';
import { PAGE_SIZE, filterOf } from './load-postings.ts';
import { selectPostingLines } from './postings.queries.ts';
import { choicesOf } from './wishes.pages.ts';

const PARTS_SHOWN = 50;

const emptyForm = () => ({
  name: '',
  creditCode: '',
  region: '',
  about: '',
  kinds: choicesOf(EMPLOYER_KINDS, null),
  standings: choicesOf(EMPLOYER_STANDINGS, 'ordinary'),
});

const judged = (rows: readonly AgreementRow[], today: string) =>
  rows.map((row) => ({ ...row, state: judgeAgreement(row, today, addDays(today, DUE_DAYS)) }));

/** Staff's list of employers, with the agreements that are overdue or soon will be (R086). */
export async function loadEmployers(deps: Deps, who: SignedIn, query: { search: string; page: number }) {
  const { schoolId } = who;
  const today = dayIn(who.timeZone, deps.now());
  const lines = await selectEmployerLines(deps.db, {
    schoolId,
    today,
    search: query.search,
    limit: PAGE_SIZE + 1,
    offset: (query.page - 1) * PAGE_SIZE,
  });
  const endingBy = addDays(today, DUE_DAYS);
  return {
    search: query.search,
    filter: filterOf({ search: query.search }),
    lines: lines.slice(0, PAGE_SIZE),
    agreements: judged(await selectAgreements(deps.db, { schoolId, endingBy }), today),
    form: emptyForm(),
    previous: query.page > 1 ? query.page - 1 : null,
    next: lines.length > PAGE_SIZE ? query.page + 1 : null,
  };
}

/** An employer's file; who opens its contacts is recorded. */
export async function loadEmployer(deps: Deps, who: SignedIn, employerId: string, saved: boolean) {
  const { db } = deps;
  const key = { schoolId: who.schoolId, employerId };
  const today = dayIn(who.timeZone, deps.now());
  const employer = await findEmployer(db, key);
  if (!employer) throw notFound();
  const contacts = await selectContacts(db, key);
  if (contacts.length > 0)
    await recordAudit(db, deps, {
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: 'employers.contacts.read',
      subjectType: 'employer',
      subjectId: employerId,
    });
  const agreements = await selectAgreements(db, key);
  const links = await selectLinks(db, key);
  return {
    saved,
    id: employerId,
    name: employer.name,
    creditCode: employer.creditCode,
    kind: employer.kind,
    standing: employer.standing,
    region: employer.region,
    about: employer.about,
    cooperating: isCooperating(agreements, today),
    verification: employer.verification,
    verificationNote: employer.verificationNote,
    verifiedByName: employer.verifiedByName,
    verifiedAt: employer.verifiedAt,
    steps: stepsFrom(employer.verification),
    form: {
      name: employer.name,
      creditCode: employer.creditCode ?? '',
      region: employer.region,
      about: employer.about,
      kinds: choicesOf(EMPLOYER_KINDS, employer.kind),
      standings: choicesOf(EMPLOYER_STANDINGS, employer.standing),
    },
    contacts: contacts.map(({ id, contentSealed }) => ({
      id,
      ...(JSON.parse(deps.vault.openWithMaster(contentSealed)) as ContactContent),
    })),
    visits: await selectVisits(db, key, PARTS_SHOWN),
    ways: VISIT_WAYS,
    plans: await selectPlans(db, key, PARTS_SHOWN),
    talentTypes: TALENT_TYPES,
    year: Number(today.slice(0, 4)),
    today,
    agreements: judged(agreements, today),
    agreementKinds: AGREEMENT_KINDS,
    links: links.map((link) => ({
      ...link,
      inForce: link.revokedAt === null && deps.now() < link.expiresAt,
    })),
    postings: await selectPostingLines(db, {
      schoolId: who.schoolId,
      today,
      purpose: null,
      state: null,
      employerId,
      search: '',
      limit: PARTS_SHOWN,
      offset: 0,
    }),
  };
}
