/** Whether a statement follows a template, check by check (Profiles: Structure 8, Communication 2.1). */
import type { JsonValue, LanguageMap } from '../xapi/index.ts';
import { findValues, parseJsonPath, type Found } from './json-path.rules.ts';
import type { StatementTemplate, TemplateRule } from './profile.schema.ts';

export type CheckKind =
  | 'verb'
  | 'objectType'
  | 'activityType'
  | 'attachment'
  | 'reference'
  | 'referenceTemplate'
  | 'included'
  | 'excluded'
  | 'recommended'
  | 'any'
  | 'all'
  | 'none';

export interface Check {
  kind: CheckKind;
  ok: boolean;
  /** JSONPath of what is judged, or of the value that breaks the check. */
  path: string;
  /** What is allowed there or, of `none`, what isn't; empty where only presence counts. */
  expected: string[];
  found: string[];
  note: LanguageMap | null;
}

export interface TemplateResult {
  template: StatementTemplate;
  checks: Check[];
  /** Verb, types and attachments are the template's: it claims to describe this statement. */
  isMeant: boolean;
  follows: boolean;
}

/** Ids of the templates that a statement referred to follows; null: it isn't at hand, so nothing is held against it. */
export type TemplatesOf = (statementId: string) => readonly string[] | null;

/** `statement` as a store keeps it: its context activities are lists. */
export function checkTemplate(
  statement: JsonValue,
  template: StatementTemplate,
  templatesOf: TemplatesOf,
): TemplateResult {
  const determining = checkDetermining(statement, template);
  const others = [
    ...checkReference(statement, '$.object', template.objectStatementRefTemplate, templatesOf),
    ...checkReference(statement, '$.context.statement', template.contextStatementRefTemplate, templatesOf),
    ...template.rules.flatMap((rule) => checkRule(statement, rule)),
  ];
  const isMeant = determining.every(({ ok }) => ok);
  return {
    template,
    checks: [...determining, ...others],
    isMeant,
    follows: isMeant && others.every(({ ok }) => ok),
  };
}

const find = (value: JsonValue, expression: string, from = '$'): Found[] =>
  findValues(value, parseJsonPath(expression) ?? [], from);

/** The values somewhere must hold all that are wanted. */
function checkSome(
  statement: JsonValue,
  kind: CheckKind,
  path: string,
  wanted: readonly string[] | undefined,
): Check[] {
  if (!wanted) return [];
  const found = find(statement, path).map(({ value }) => show(value));
  const ok = wanted.every((iri) => found.includes(iri));
  return [{ kind, ok, path, expected: [...wanted], found, note: null }];
}

const checkDetermining = (statement: JsonValue, template: StatementTemplate): Check[] => [
  ...checkSome(statement, 'verb', '$.verb.id', template.verb === undefined ? undefined : [template.verb]),
  ...checkSome(
    statement,
    'objectType',
    '$.object.definition.type',
    template.objectActivityType === undefined ? undefined : [template.objectActivityType],
  ),
  ...(
    [
      ['parent', template.contextParentActivityType],
      ['grouping', template.contextGroupingActivityType],
      ['category', template.contextCategoryActivityType],
      ['other', template.contextOtherActivityType],
    ] as const
  ).flatMap(([role, wanted]) =>
    checkSome(statement, 'activityType', `$.context.contextActivities.${role}[*].definition.type`, wanted),
  ),
  ...checkSome(statement, 'attachment', '$.attachments[*].usageType', template.attachmentUsageType),
];

function checkReference(
  statement: JsonValue,
  path: string,
  wanted: readonly string[] | undefined,
  templatesOf: TemplatesOf,
): Check[] {
  if (!wanted) return [];
  const types = find(statement, `${path}.objectType`).map(({ value }) => show(value));
  const [id] = find(statement, `${path}.id`);
  if (types[0] !== 'StatementRef' || typeof id?.value !== 'string')
    return [{ kind: 'reference', ok: false, path, expected: [...wanted], found: types, note: null }];
  const followed = templatesOf(id.value);
  const ok = followed === null || followed.some((template) => wanted.includes(template));
  return [
    {
      kind: 'referenceTemplate',
      ok,
      path: `${path}.id`,
      expected: [...wanted],
      found: [id.value],
      note: null,
    },
  ];
}

/** One check per requirement of a rule; of a value that breaks it, its own place is told. */
function checkRule(statement: JsonValue, rule: TemplateRule): Check[] {
  const located = find(statement, rule.location);
  const { selector } = rule;
  const selected = selector
    ? located.map(({ path, value }) => ({ path, values: find(value, selector, path) }))
    : null;
  const matchable = selected ? selected.flatMap(({ values }) => values) : located;
  const unmatchable = selected?.find(({ values }) => values.length === 0);
  const whole = selector ? `${rule.location} → ${selector}` : rule.location;
  const found = matchable.map(({ value }) => show(value));
  const check = (
    kind: CheckKind,
    ok: boolean,
    culprit: { path: string } | undefined,
    expected: JsonValue[],
  ): Check => ({
    kind,
    ok,
    path: culprit?.path ?? whole,
    expected: expected.map(show),
    found,
    note: rule.scopeNote ?? null,
  });
  const checks: Check[] = [];
  // Where one of some values must be, that alone says that there must be a value.
  if (rule.presence === 'included' && (unmatchable || !rule.any))
    checks.push(check('included', matchable.length > 0 && !unmatchable, unmatchable, rule.all ?? []));
  if (rule.presence === 'excluded') checks.push(check('excluded', matchable.length === 0, matchable[0], []));
  if (rule.presence === 'recommended' && matchable.length === 0)
    checks.push(check('recommended', true, undefined, []));
  // Values are asked for where they are required, where nothing is said of presence, and wherever there are some.
  if (rule.presence === 'excluded' || (rule.presence === 'recommended' && located.length === 0))
    return checks;
  const { any, all, none } = rule;
  if (any) checks.push(check('any', matchable.some(isIn(any)), undefined, any));
  if (all) {
    const culprit = matchable.find((one) => !isIn(all)(one)) ?? unmatchable;
    checks.push(check('all', !culprit, culprit, all));
  }
  if (none) {
    const culprit = matchable.find(isIn(none));
    checks.push(check('none', !culprit, culprit, none));
  }
  return checks;
}

const isIn =
  (allowed: readonly JsonValue[]) =>
  ({ value }: Found): boolean =>
    allowed.some((one) => equalKey(one) === equalKey(value));

/** Equal for equal JSON values, whatever the order of their keys. */
const equalKey = (value: JsonValue): string =>
  JSON.stringify(value, (_key, inner: JsonValue) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const LONGEST_SHOWN = 200;
const show = (value: JsonValue): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST_SHOWN);
