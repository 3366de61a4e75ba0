import { describe, expect, it } from '@jest/globals';
import { emptyConnectionForm } from '../../../src/features/xapi-sources/connection-form.rules.ts';
import {
  DIRECTIONS,
  FORWARDED,
  LRS_PROBLEMS,
  PULL_MINUTES,
  UNSENT_REASONS,
} from '../../../src/features/xapi-sources/lrs.schema.ts';
import { presentConnectionForm } from '../../../src/features/xapi-sources/lrs.pages.ts';
import { LOCALES, createViews } from '../../../src/infra/views.ts';

const { t } = createViews();

/** Names that templates put together from data: no test of the templates alone can find them missing. */
const KEYS = [
  ...LRS_PROBLEMS.flatMap((problem) => [`lrs.problem.${problem}.what`, `lrs.problem.${problem}.todo`]),
  ...DIRECTIONS.flatMap((direction) => [
    ...['direction', 'readTo', 'runNow', 'resume', 'setUp'].map((group) => `lrs.${group}.${direction}`),
    ...['looked', 'done', 'leftOut', 'refused'].map((count) => `lrs.count.${direction}.${count}`),
  ]),
  ...['paused', 'running', 'trouble', 'behind', 'upToDate', 'waiting'].map((state) => `lrs.state.${state}`),
  ...PULL_MINUTES.map((minutes) => `lrs.every.${minutes}`),
  ...FORWARDED.map((what) => `lrs.what.${what}`),
  ...UNSENT_REASONS.map((reason) => `lrs.unsent.reason.${reason}`),
  ...['missing', 'notAddress', 'insecure', 'withSecret', 'ourselves', 'secretAgain', 'notIri', 'notDay'].map(
    (problem) => `lrs.form.problem.${problem}`,
  ),
  ...['aboutFound', 'aboutMissing', 'versionNotTold', 'readable', 'empty', 'noConsistency'].map(
    (words) => `lrs.test.${words}`,
  ),
  ...['good', 'warn', 'bad'].map((kind) => `lrs.test.kind.${kind}`),
  ...['noId', 'conflict', 'notFound'].map((id) => `errors.lrs.${id}`),
  ...Object.values(presentConnectionForm(emptyConnectionForm, {}, null)).flatMap((value) =>
    Array.isArray(value) ? value.flatMap((field) => ('hint' in field ? [field.label, field.hint] : [])) : [],
  ),
];

describe('the words about external LRSs', () => {
  it.each(LOCALES)('are complete in %s', (locale) => {
    expect(KEYS.length).toBeGreaterThan(70);
    expect(KEYS.filter((key) => t(locale, key) === key)).toEqual([]);
  });
});
