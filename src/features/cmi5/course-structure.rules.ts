/** The text of a cmi5.xml → a course structure (cmi5 13.1), or all that is wrong with it. */
import {
  LAUNCH_METHODS,
  MOVE_ON,
  type AssignableUnit,
  type Block,
  type CourseNode,
  type CourseStructure,
  type LangStrings,
  type Objective,
  type PackageProblem,
} from './course-structure.schema.ts';
import { isIri, isLanguageTag } from '../xapi/index.ts';
import { readXml, type XmlElement } from '../../infra/xml-element.rules.ts';

const NAMESPACE = 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd';
/** A package in which everything is wrong needs no list of everything. */
const MOST_PROBLEMS = 20;

export type StructureReading =
  { ok: true; structure: CourseStructure } | { ok: false; problems: PackageProblem[] };

interface Reading {
  newId: () => string;
  problems: PackageProblem[];
  /** Of assignable units and blocks: unique within the structure (13.1.2, 13.1.4). */
  publisherIds: Set<string>;
}

export function readCourseStructure(source: string, newId: () => string): StructureReading {
  const xml = readXml(source);
  if (!xml.ok) return { ok: false, problems: [xml.problem] };
  const { root } = xml;
  if (root.name !== 'courseStructure' || root.namespace !== NAMESPACE)
    return { ok: false, problems: [{ id: 'notCmi5', values: { namespace: NAMESPACE }, line: root.line }] };
  const reading: Reading = { newId, problems: [], publisherIds: new Set() };
  const structure = readCourse(reading, root);
  const problems = reading.problems.slice(0, MOST_PROBLEMS);
  return structure && problems.length === 0 ? { ok: true, structure } : { ok: false, problems };
}

function readCourse(reading: Reading, root: XmlElement): CourseStructure | null {
  refuseStrangers(reading, root, ['course', 'objectives', 'au', 'block']);
  const [course] = childrenOf(root, 'course');
  if (!course) {
    note(reading, root, 'missing', { element: '<course>' });
    return null;
  }
  refuseStrangers(reading, course, ['title', 'description']);
  return {
    publisherId: readIri(reading, course, 'id'),
    title: readLangStrings(reading, course, 'title'),
    description: readLangStrings(reading, course, 'description'),
    objectives: childrenOf(root, 'objectives').flatMap((list) =>
      childrenOf(list, 'objective').map((objective) => readObjective(reading, objective)),
    ),
    children: readChildren(reading, root),
  };
}

const readObjective = (reading: Reading, element: XmlElement): Objective => ({
  publisherId: readIri(reading, element, 'id'),
  title: readLangStrings(reading, element, 'title'),
  description: readLangStrings(reading, element, 'description'),
});

/** Units and blocks in the order in which they stand: the course's own sequence. */
function readChildren(reading: Reading, parent: XmlElement): CourseNode[] {
  const nodes = parent.children
    .filter(isOurs)
    .flatMap((element): CourseNode[] =>
      element.name === 'au'
        ? [readUnit(reading, element)]
        : element.name === 'block'
          ? [readBlock(reading, element)]
          : [],
    );
  if (nodes.length === 0) note(reading, parent, 'missing', { element: '<au>' });
  return nodes;
}

function readBlock(reading: Reading, element: XmlElement): Block {
  refuseStrangers(reading, element, ['title', 'description', 'objectives', 'au', 'block']);
  return { kind: 'block', ...readNamed(reading, element), children: readChildren(reading, element) };
}

function readUnit(reading: Reading, element: XmlElement): AssignableUnit {
  refuseStrangers(reading, element, [
    'title',
    'description',
    'objectives',
    'url',
    'launchParameters',
    'entitlementKey',
  ]);
  const url = readText(element, 'url');
  if (url === null) note(reading, element, 'missing', { element: '<url>' });
  return {
    kind: 'au',
    ...readNamed(reading, element),
    url: url ?? '',
    launchMethod: readChoice(reading, element, 'launchMethod', LAUNCH_METHODS, 'AnyWindow'),
    moveOn: readChoice(reading, element, 'moveOn', MOVE_ON, 'NotApplicable'),
    masteryScore: readMasteryScore(reading, element),
    activityType: attributeOf(element, 'activityType'),
    launchParameters: readText(element, 'launchParameters'),
    entitlementKey: readText(element, 'entitlementKey'),
  };
}

function readNamed(reading: Reading, element: XmlElement) {
  const publisherId = readIri(reading, element, 'id');
  if (reading.publisherIds.has(publisherId)) note(reading, element, 'duplicateId', { id: cut(publisherId) });
  if (publisherId !== '') reading.publisherIds.add(publisherId);
  return {
    id: reading.newId(),
    publisherId,
    title: readLangStrings(reading, element, 'title'),
    description: readLangStrings(reading, element, 'description'),
    objectiveIds: childrenOf(element, 'objectives').flatMap((list) =>
      childrenOf(list, 'objective').flatMap((objective) => attributeOf(objective, 'idref') ?? []),
    ),
  };
}

function readLangStrings(reading: Reading, parent: XmlElement, name: string): LangStrings {
  const [element] = childrenOf(parent, name);
  const texts = (element ? childrenOf(element, 'langstring') : []).map((one) => ({
    lang: readLanguage(attributeOf(one, 'lang') ?? ''),
    text: one.text.trim(),
  }));
  if (texts.length === 0) note(reading, parent, 'missing', { element: `<${name}><langstring>` });
  return texts;
}

/** '' where it is none; "zh_CN" is what many write. */
function readLanguage(value: string): string {
  const tag = value.replaceAll('_', '-');
  return isLanguageTag(tag) ? tag : '';
}

function readIri(reading: Reading, element: XmlElement, name: string): string {
  const value = attributeOf(element, name);
  if (value === null) note(reading, element, 'missing', { element: name });
  // A statement names it as an activity, which must be an IRI (9.6.2.3).
  else if (!isIri(value)) note(reading, element, 'notIri', { name, value: cut(value) });
  return value ?? '';
}

function readChoice<T extends string>(
  reading: Reading,
  element: XmlElement,
  name: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const value = attributeOf(element, name);
  if (value === null) return fallback;
  const known = allowed.find((one) => one === value);
  if (known === undefined)
    note(reading, element, 'notOneOf', { name, value: cut(value), allowed: allowed.join(', ') });
  return known ?? fallback;
}

function readMasteryScore(reading: Reading, element: XmlElement): number | null {
  const value = attributeOf(element, 'masteryScore');
  if (value === null) return null;
  const score = /^[+]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(value) ? Number(value) : Number.NaN;
  if (score >= 0 && score <= 1) return score;
  note(reading, element, 'notOneOf', { name: 'masteryScore', value: cut(value), allowed: '0 … 1' });
  return null;
}

/** Elements of other namespaces are vendors' extensions, and passed over (13.1.5). */
const isOurs = ({ namespace }: XmlElement): boolean => namespace === NAMESPACE;

const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => isOurs(child) && child.name === name);

/** Null when it isn't there or is blank; all text loses the white space around it (13.1). */
const readText = (element: XmlElement, name: string): string | null =>
  childrenOf(element, name)[0]?.text.trim() || null;

const attributeOf = (element: XmlElement, name: string): string | null =>
  element.attributes[name]?.trim() || null;

/** A misspelt element would be lost in silence. */
function refuseStrangers(reading: Reading, element: XmlElement, known: readonly string[]): void {
  for (const child of element.children.filter(isOurs))
    if (!known.includes(child.name))
      note(reading, child, 'unknownElement', { element: `<${cut(child.name)}>` });
}

function note(reading: Reading, element: XmlElement, id: string, values: PackageProblem['values']): void {
  const name = element.attributes['id'];
  const inside = name === undefined ? `<${element.name}>` : `<${element.name} id="${cut(name)}">`;
  reading.problems.push({ id, values: { ...values, inside }, line: element.line });
}

/** Text from outside stands in a sentence of ours: enough of it to be found again. */
const cut = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
