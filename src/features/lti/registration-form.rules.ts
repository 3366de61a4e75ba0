import { isSafe } from './openid-configuration.rules.ts';
import { platformAddresses } from './platform-addresses.rules.ts';

/** Kinds of LMS the form offers; of others all addresses have to be told. */
export const FORM_FAMILIES = ['moodle', 'canvas', 'other'] as const;
export const ADDRESS_FIELDS = ['authLoginUrl', 'tokenUrl', 'jwksUrl'] as const;
export type RegistrationField = 'issuer' | 'clientId' | (typeof ADDRESS_FIELDS)[number] | 'deploymentId';

export type RegistrationForm = Record<RegistrationField, string> & {
  family: (typeof FORM_FAMILIES)[number];
};

/** What is wrong with a field; the words are `lti.lms.form.problem.<problem>` in views/locales. */
export type FieldProblem = 'missing' | 'notAddress' | 'insecure' | 'tooLong' | 'mustBeTold' | 'taken';
export type FieldProblems = Partial<Record<RegistrationField, FieldProblem>>;

export const emptyForm: RegistrationForm = {
  family: 'moodle',
  issuer: '',
  clientId: '',
  authLoginUrl: '',
  tokenUrl: '',
  jwksUrl: '',
  deploymentId: '',
};

/** Puts in the addresses that follow from the kind of LMS, where nothing was written. */
export function fillAddresses(form: RegistrationForm): RegistrationForm {
  const known = URL.canParse(form.issuer) ? platformAddresses(form.family, form.issuer) : null;
  const filled = { ...form };
  if (known) for (const field of ADDRESS_FIELDS) filled[field] ||= known[field];
  return filled;
}

/** All that is wrong with a filled form, field by field. */
export function checkRegistrationForm(form: RegistrationForm, allowedHosts: string[]): FieldProblems {
  const problems: FieldProblems = {};
  const note = (field: RegistrationField, problem: FieldProblem | null) => {
    if (problem) problems[field] = problem;
  };
  note('issuer', addressProblem(form.issuer, allowedHosts, 255));
  note('clientId', form.clientId === '' ? 'missing' : form.clientId.length > 255 ? 'tooLong' : null);
  note('deploymentId', form.deploymentId.length > 255 ? 'tooLong' : null);
  for (const field of ADDRESS_FIELDS) {
    // What follows from a wrong issuer needs no complaint of its own.
    if (problems.issuer && follows(form, field)) continue;
    note(field, form[field] === '' ? 'mustBeTold' : addressProblem(form[field], allowedHosts, 2000));
  }
  return problems;
}

function follows(form: RegistrationForm, field: (typeof ADDRESS_FIELDS)[number]): boolean {
  if (form[field] === '') return form.family !== 'other';
  return URL.canParse(form.issuer) && platformAddresses(form.family, form.issuer)?.[field] === form[field];
}

function addressProblem(address: string, allowedHosts: string[], longest: number): FieldProblem | null {
  if (address === '') return 'missing';
  if (address.length > longest) return 'tooLong';
  if (!URL.canParse(address) || !/^https?:\/\//i.test(address)) return 'notAddress';
  return isSafe(new URL(address), allowedHosts) ? null : 'insecure';
}
