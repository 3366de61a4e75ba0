/** What is known of activities: the definitions that statements bring, put together (Data 2.4.4.1). */
import { listContextActivities } from './prepare-statements.rules.ts';
import {
  CONTEXT_ACTIVITY_ROLES,
  type Activity,
  type ActivityDefinition,
  type LanguageMap,
  type Statement,
  type SubStatement,
} from './statement.schema.ts';

/** Every activity a statement names, those within a substatement first. */
export function listActivities({ object, context }: Statement | SubStatement): Activity[] {
  const within = object.objectType === 'SubStatement' ? listActivities(object) : [];
  const around = CONTEXT_ACTIVITY_ROLES.flatMap((role) => [...listContextActivities(context, role)]);
  const isActivity = object.objectType === undefined || object.objectType === 'Activity';
  return [...within, ...around, ...(isActivity ? [object] : [])];
}

/** The newer one says more of what both tell; languages, extensions and properties of which it is silent stay. */
export function mergeDefinitions(known: ActivityDefinition, newer: ActivityDefinition): ActivityDefinition {
  const name = mergeMaps(known.name, newer.name);
  const description = mergeMaps(known.description, newer.description);
  const extensions = mergeMaps(known.extensions, newer.extensions);
  return {
    ...known,
    ...newer,
    ...(name && { name }),
    ...(description && { description }),
    ...(extensions && { extensions }),
  };
}

const mergeMaps = <T>(known: Record<string, T> | undefined, newer: Record<string, T> | undefined) =>
  known || newer ? { ...known, ...newer } : undefined;

/** The one text that suits a reader best: by their languages in order, else the first there is. */
export function pickLanguage(map: LanguageMap, preferred: readonly string[]): LanguageMap {
  const tags = Object.keys(map);
  const primary = (tag: string) => tag.split('-')[0]?.toLowerCase();
  const chosen =
    preferred
      .map(
        (wanted) =>
          tags.find((tag) => tag.toLowerCase() === wanted.toLowerCase()) ??
          tags.find((tag) => primary(tag) === primary(wanted)),
      )
      .find((tag) => tag !== undefined) ?? tags[0];
  return chosen === undefined ? {} : { [chosen]: map[chosen] ?? '' };
}

/** Languages of an Accept-Language header, dearest first (RFC 9110 §12.5.4). */
export function readLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((part, place) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const weight = parameters.map((piece) => /^q=([\d.]+)$/i.exec(piece)?.[1]).find((q) => q !== undefined);
      return { tag, weight: weight === undefined ? 1 : Number(weight), place };
    })
    .filter(({ tag, weight }) => /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .map(({ tag }) => tag);
}
