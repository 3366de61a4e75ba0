/** Activities, their definitions and interactions (Data 2.4.4.1). */
import { INTERACTION_TYPES } from './statement.schema.ts';
import {
  isJsonObject,
  listOf,
  oneOf,
  optional,
  required,
  shape,
  text,
  type Check,
  type JsonObject,
} from './statement-check.rules.ts';
import { problem, under, type StatementProblem } from './statement-problem.rules.ts';
import { extensions, iri, languageMap } from './text-format.rules.ts';

const checkComponent = shape('XAPI-00006', {
  id: required('Data-2.4.4.1', text('Data-2.4.4.1')),
  description: optional(languageMap('Data-2.4.4.1')),
});

const checkComponents = listOf('XAPI-00006', checkComponent);

/** Which list belongs to which interaction type may go unchecked (Data 2.4.4.1); ids must be distinct. */
const components: Check = (value) => {
  const found = checkComponents(value);
  if (found !== null || !Array.isArray(value)) return found;
  const seen = new Set<unknown>();
  for (const [index, component] of value.entries()) {
    if (!isJsonObject(component)) continue;
    if (seen.has(component['id'])) {
      return under(index, under('id', problem('repeatedComponent', 'Data-2.4.4.1')));
    }
    seen.add(component['id']);
  }
  return null;
};

const INTERACTION_PROPERTIES = ['correctResponsesPattern', 'choices', 'scale', 'source', 'target', 'steps'];

function requireInteractionType(definition: JsonObject): StatementProblem | null {
  if (definition['interactionType'] !== undefined) return null;
  return INTERACTION_PROPERTIES.some((property) => definition[property] !== undefined)
    ? problem('missingProperty', 'XAPI-00064', { property: 'interactionType' })
    : null;
}

const checkDefinition = shape(
  'XAPI-00048',
  {
    name: optional(languageMap('XAPI-00056')),
    description: optional(languageMap('XAPI-00059')),
    type: optional(iri('XAPI-00060')),
    moreInfo: optional(iri('XAPI-00061')),
    extensions: optional(extensions('XAPI-00057')),
    interactionType: optional(oneOf('XAPI-00049', INTERACTION_TYPES)),
    correctResponsesPattern: optional(listOf('Data-2.4.4.1', text('Data-2.4.4.1'))),
    choices: optional(components),
    scale: optional(components),
    source: optional(components),
    target: optional(components),
    steps: optional(components),
  },
  requireInteractionType,
);

export const checkActivity = shape('XAPI-00006', {
  objectType: optional(oneOf('XAPI-00046', ['Activity'])),
  id: required('XAPI-00047', iri('XAPI-00047')),
  definition: optional(checkDefinition),
});
