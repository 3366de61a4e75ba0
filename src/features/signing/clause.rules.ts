/**
 * What a student should know before signing (R089). Each finding names the statute it rests on; it is no legal advice,
 * and what local rules say goes before it.
 */
import type { AgreementKind, Clauses } from './signing.schema.ts';

export const CLAUSE_RULE = 'clauses-1';

/** `against`: the law says otherwise. `missing`: the paper has to say it. `ask`: lawful, but to be understood first. */
export type Verdict = 'against' | 'missing' | 'ask';

/** `id` is the key of its sentence below `signing.finding`, `law` that of the statute below `signing.law`. */
export interface Finding {
  id: string;
  verdict: Verdict;
  values: Record<string, string | number>;
  law: { act: Act; articles: string } | null;
}

export type Act = 'contract' | 'labour' | 'insurance' | 'internship' | 'minimumPay';

const CONTRACT: Act = 'contract';
const found = (
  verdict: Verdict,
  id: string,
  law: Finding['law'],
  values: Finding['values'] = {},
): Finding => ({ id, verdict, values, law });
const byContract = (articles: string): Finding['law'] => ({ act: CONTRACT, articles });

/** A probation's pay is at least this share of the agreed pay (劳动合同法 第二十条). */
const PROBATION_SHARE = 0.8;
/** 劳动法 第三十六条: on average at most so many hours a week. */
const MOST_WEEKLY_HOURS = 44;
const STANDARD_WEEKLY_HOURS = 40;
/** 劳动合同法 第二十四条. */
const MOST_RESTRAINT_MONTHS = 24;

/** How long a probation may be for a term (劳动合同法 第十九条). */
export function longestProbation({
  withoutEnd,
  termMonths,
}: Pick<Clauses, 'withoutEnd' | 'termMonths'>): number | null {
  if (withoutEnd) return 6;
  if (termMonths === null) return null;
  if (termMonths < 3) return 0;
  if (termMonths < 12) return 1;
  return termMonths < 36 ? 2 : 6;
}

/** All that is to be said of an agreement's clauses, the gravest first. `today` is YYYY-MM-DD. */
export function checkClauses(clauses: Clauses, today: string): Finding[] {
  const findings = [
    ...checkHold(clauses),
    ...checkProbation(clauses),
    ...checkPay(clauses),
    ...checkTime(clauses),
    ...checkPenalty(clauses),
    ...checkRestraint(clauses),
    ...checkInsurance(clauses),
    ...checkPaper(clauses, today),
    ...checkCompleteness(clauses),
  ];
  const order: Verdict[] = ['against', 'missing', 'ask'];
  return findings.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
}

/** 第九条: neither a deposit nor a document. */
function checkHold({ kind, deposit, keepsDocuments }: Clauses): Finding[] {
  const law = kind === 'internship' ? { act: 'internship' as const, articles: '' } : byContract('9');
  return [
    ...((deposit ?? 0) > 0 ? [found('against', 'deposit', law, { amount: deposit ?? 0 })] : []),
    ...(keepsDocuments ? [found('against', 'documents', law)] : []),
  ];
}

function checkProbation(clauses: Clauses): Finding[] {
  const { kind, probationMonths, probationPay, pay, termMonths, withoutEnd } = clauses;
  if (kind === 'internship' || !probationMonths) return [];
  const most = longestProbation(clauses);
  const findings: Finding[] = [];
  if (most === null) findings.push(found('ask', 'probationWithoutTerm', byContract('19')));
  else if (probationMonths > most)
    findings.push(found('against', 'probationTooLong', byContract('19'), { months: probationMonths, most }));
  if (!withoutEnd && termMonths !== null && probationMonths >= termMonths)
    findings.push(found('against', 'probationOnly', byContract('19')));
  if (probationPay !== null && pay !== null && probationPay < pay * PROBATION_SHARE)
    findings.push(
      found('against', 'probationPay', byContract('20'), {
        pay: probationPay,
        least: Math.ceil(pay * PROBATION_SHARE),
      }),
    );
  return findings;
}

function checkPay({ kind, pay, probationPay, leastPay }: Clauses): Finding[] {
  if (kind === 'internship')
    return pay === null ? [found('missing', 'internshipPay', { act: 'internship', articles: '' })] : [];
  const lowest = Math.min(pay ?? Infinity, probationPay ?? Infinity);
  if (leastPay === null || lowest >= leastPay) return [];
  return [
    found('against', 'belowLeastPay', { act: 'labour', articles: '48' }, { pay: lowest, least: leastPay }),
  ];
}

function checkTime({ kind, weeklyHours, restDays }: Clauses): Finding[] {
  const findings: Finding[] = [];
  if (kind === 'internship') {
    if (weeklyHours !== null && weeklyHours > STANDARD_WEEKLY_HOURS)
      findings.push(
        found('against', 'internshipHours', { act: 'internship', articles: '' }, { hours: weeklyHours }),
      );
  } else if (weeklyHours !== null && weeklyHours > MOST_WEEKLY_HOURS)
    findings.push(
      found(
        'against',
        'hours',
        { act: 'labour', articles: '36' },
        { hours: weeklyHours, most: MOST_WEEKLY_HOURS },
      ),
    );
  if (restDays !== null && restDays < 1)
    findings.push(found('against', 'restDays', { act: 'labour', articles: '38' }));
  return findings;
}

/** 第二十五条: a penalty only for paid training (第二十二条) and competition (第二十三条). */
function checkPenalty({ kind, penaltyFor, penalty, trainingCost }: Clauses): Finding[] {
  if (penaltyFor === 'none' || !penalty) return [];
  // The agreement of three before the contract is no contract of labour; what it says of money binds both sides.
  if (kind === 'tripartite') return [found('ask', 'penaltyTripartite', null, { amount: penalty })];
  if (penaltyFor === 'training') {
    if (trainingCost === null) return [found('ask', 'trainingCost', byContract('22'), { amount: penalty })];
    return penalty > trainingCost
      ? [found('against', 'trainingPenalty', byContract('22'), { amount: penalty, cost: trainingCost })]
      : [];
  }
  if (penaltyFor === 'competition') return [];
  return [found('against', 'penalty', byContract('25'), { amount: penalty })];
}

function checkRestraint({ kind, penaltyFor, restraintMonths, restraintPay }: Clauses): Finding[] {
  if (!restraintMonths && penaltyFor !== 'competition') return [];
  const findings = [found('ask', 'restraintWhom', byContract('24'))];
  if ((restraintMonths ?? 0) > MOST_RESTRAINT_MONTHS)
    findings.push(found('against', 'restraintTooLong', byContract('24'), { months: restraintMonths ?? 0 }));
  if (!restraintPay) findings.push(found('against', 'restraintUnpaid', byContract('23')));
  return kind === 'internship' ? findings.slice(0, 1) : findings;
}

function checkInsurance({ kind, insured }: Clauses): Finding[] {
  if (kind !== 'labour' || insured === 'yes') return [];
  const law = { act: 'insurance' as const, articles: '58' };
  return [insured === 'no' ? found('against', 'insurance', law) : found('missing', 'insuranceUnsaid', law)];
}

/** 第十条, 第八十二条: in writing within a month of the first day of work. */
function checkPaper({ kind, startsOn, signedOn }: Clauses, today: string): Finding[] {
  if (kind === 'tripartite') return [found('ask', 'contractFollows', byContract('10'))];
  if (startsOn === null) return [];
  const by = signedOn ?? today;
  if (kind === 'internship')
    return by > startsOn ? [found('against', 'internshipFirst', { act: 'internship', articles: '' })] : [];
  return by > monthAfter(startsOn) ? [found('against', 'contractLate', byContract('10, 82'))] : [];
}

function monthAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const month = date.getUTCMonth() + 1;
  date.setUTCMonth(month);
  // The 31st of January and a month is the end of February.
  if (date.getUTCMonth() !== month % 12) date.setUTCDate(0);
  return date.toISOString().slice(0, 10);
}

/** What the paper has to say (第十七条). */
const REQUIRED: Record<AgreementKind, (keyof Clauses)[]> = {
  labour: ['post', 'place', 'startsOn', 'pay', 'weeklyHours'],
  tripartite: ['post', 'place', 'pay'],
  internship: ['post', 'place', 'startsOn', 'weeklyHours'],
};

function checkCompleteness(clauses: Clauses): Finding[] {
  const isUnsaid = (name: keyof Clauses) => clauses[name] === null || clauses[name] === '';
  const law = (): Finding['law'] =>
    clauses.kind === 'labour'
      ? byContract('17')
      : clauses.kind === 'internship'
        ? { act: 'internship', articles: '' }
        : null;
  const unsaid = REQUIRED[clauses.kind].filter(isUnsaid);
  if (clauses.kind === 'labour' && clauses.termMonths === null && !clauses.withoutEnd)
    unsaid.push('termMonths');
  return unsaid.map((name) => found('missing', `unsaid.${name}`, law()));
}
