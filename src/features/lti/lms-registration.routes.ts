import { z } from 'zod';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import { page, redirect, route, type Reply, type Route } from '../../infra/http.ts';
import { requireAdministrator } from '../roster/index.ts';
import { createRegistration } from './create-registration.ts';
import { presentRegistrationForm } from './lms-registration.pages.ts';
import type { Registrations } from './registration-cache.ts';
import {
  FORM_FAMILIES,
  checkRegistrationForm,
  emptyForm,
  fillAddresses,
  type FieldProblems,
  type RegistrationForm,
} from './registration-form.rules.ts';

/** Longer than any rule allows: what is wrong is said beside the field, not by the edge. */
const Field = z.string().trim().max(5000).default('');
const Form = z.object({
  family: z.enum(FORM_FAMILIES),
  issuer: Field,
  clientId: Field,
  authLoginUrl: Field,
  tokenUrl: Field,
  jwksUrl: Field,
  deploymentId: Field,
  step: z.enum(['fill', 'register']).default('register'),
});

/** Registration by hand, where an LMS can't register itself or its administrator doesn't want it to. */
export function lmsRegistrationRoutes(deps: Deps, registrations: Registrations): Route[] {
  const { publicUrl, allowedPrivateHosts } = deps.config;
  const show = (form: RegistrationForm, problems: FieldProblems = {}): Reply =>
    page('lti/lms-register', presentRegistrationForm(publicUrl, form, problems), {
      status: Object.keys(problems).length > 0 ? 422 : 200,
    });
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/lms/register',
      guard: requireAdministrator,
      handle: () => show(emptyForm),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/lms/register',
      guard: requireAdministrator,
      body: Form,
      async handle({ who, body: { step, ...sent } }) {
        const form = fillAddresses(sent);
        const problems = checkRegistrationForm(form, allowedPrivateHosts);
        if (step === 'fill') return show(form, problems.issuer ? { issuer: problems.issuer } : {});
        if (Object.keys(problems).length > 0) return show(form, problems);
        const { deploymentId, ...wanted } = form;
        try {
          await inTransaction(deps.db, (tx) =>
            createRegistration(
              tx,
              deps,
              { ...wanted, schoolId: who.schoolId, ...(deploymentId === '' ? {} : { deploymentId }) },
              who.personId,
            ),
          );
        } catch (error) {
          const taken = error instanceof WaymarkError && error.id === 'lti.registrationExists';
          if (!taken) throw error;
          return show(form, { clientId: 'taken' });
        }
        registrations.forget(form.issuer);
        return redirect('/lms?saved=1');
      },
    }),
  ];
}
