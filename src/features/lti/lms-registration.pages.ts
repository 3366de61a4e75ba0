import { toolAddresses } from './tool-config.rules.ts';
import {
  FORM_FAMILIES,
  type FieldProblems,
  type RegistrationField,
  type RegistrationForm,
} from './registration-form.rules.ts';

/** The form as it was sent, and beside each field what is wrong with it. */
export function presentRegistrationForm(publicUrl: string, form: RegistrationForm, problems: FieldProblems) {
  const field = (name: RegistrationField, hinted: boolean, required: boolean) => ({
    name,
    label: `lti.lms.form.${name}`,
    hint: hinted ? `lti.lms.form.hint.${name}` : null,
    required,
    value: form[name],
    problem: problems[name] ? `lti.lms.form.problem.${problems[name]}` : null,
  });
  return {
    families: FORM_FAMILIES.map((value) => ({ value, selected: value === form.family })),
    told: [field('issuer', true, true), field('clientId', true, true), field('deploymentId', true, false)],
    addresses: [
      field('authLoginUrl', false, false),
      field('tokenUrl', false, false),
      field('jwksUrl', false, false),
    ],
    wrong: Object.keys(problems).length,
    tool: toolAddresses(publicUrl),
  };
}
