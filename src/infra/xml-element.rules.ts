/** XML into elements with their namespaces. No document type, so no entities but XML's own five. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface XmlElement {
  /** Without its prefix. */
  name: string;
  namespace: string;
  /** Those without a prefix: others belong to extensions. */
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  /** Children and pieces of text in the order in which they stand. */
  content: (XmlElement | string)[];
  /** Its own text, without that of its children, not trimmed. */
  text: string;
  line: number;
}

/** Why it was refused: the end of a locale key (`doctype`, `notXml`, `tooDeep`) and what to put into the sentence. */
export interface XmlProblem {
  id: string;
  values: Record<string, string | number>;
  line: number | null;
}

export type XmlReading = { ok: true; root: XmlElement } | { ok: false; problem: XmlProblem };

const DEEPEST = 60;
const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  cdataPropName: CDATA,
  // Ours, below: the parser's would also expand what a document defines.
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  captureMetaData: true,
  maxNestedTags: DEEPEST,
});

type Node = Record<string, unknown>;

const refuse = (id: string, values: XmlProblem['values'] = {}, line: number | null = null): XmlReading => ({
  ok: false,
  problem: { id, values, line },
});

export function readXml(source: string): XmlReading {
  if (hasDoctype(source)) return refuse('doctype');
  if (source.includes('\0')) return refuse('notXml', { problem: 'U+0000' });
  const valid = XMLValidator.validate(source);
  if (valid !== true) return refuse('notXml', { problem: valid.err.msg }, valid.err.line);
  const lineOf = countLines(source);
  try {
    const [root, ...others] = readNodes(parser.parse(source) as Node[], { '': '' }, lineOf);
    return root && others.length === 0 ? { ok: true, root } : refuse('notXml', { problem: '' });
  } catch {
    return refuse('tooDeep', { limit: DEEPEST });
  }
}

/** Outside of comments and CDATA, where it is text like any other. */
const hasDoctype = (source: string): boolean =>
  (source.match(/<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<!DOCTYPE/gi) ?? []).some((mark) =>
    /^<!DOCTYPE/i.test(mark),
  );

type Namespaces = Readonly<Record<string, string>>;
type LineOf = (index: number) => number;

function readNodes(nodes: readonly Node[], outer: Namespaces, lineOf: LineOf): XmlElement[] {
  return nodes.flatMap((node) => {
    const tag = Object.keys(node).find((key) => key !== ATTRIBUTES && key !== TEXT && key !== CDATA);
    if (tag === undefined) return [];
    const given = (node[ATTRIBUTES] ?? {}) as Record<string, string>;
    const inner = node[tag] as Node[];
    const spaces = declareNamespaces(given, outer);
    const [prefix, name] = splitName(tag);
    const content = inner.flatMap((part): (XmlElement | string)[] => {
      const text = readText(part);
      return text === '' ? readNodes([part], spaces, lineOf) : [text];
    });
    return [
      {
        name,
        namespace: spaces[prefix] ?? '',
        attributes: Object.fromEntries(
          Object.entries(given)
            .filter(([key]) => !key.includes(':'))
            .map(([key, value]) => [key, decode(value)]),
        ),
        children: content.filter((part) => typeof part !== 'string'),
        content,
        text: content.filter((part) => typeof part === 'string').join(''),
        line: lineOf(startOf(node)),
      },
    ];
  });
}

const splitName = (tag: string): [prefix: string, name: string] => {
  const colon = tag.indexOf(':');
  return colon < 0 ? ['', tag] : [tag.slice(0, colon), tag.slice(colon + 1)];
};

function declareNamespaces(attributes: Record<string, string>, outer: Namespaces): Namespaces {
  const own = Object.entries(attributes).flatMap(([key, value]) => {
    const prefix = key === 'xmlns' ? '' : /^xmlns:(.+)$/.exec(key)?.[1];
    return prefix === undefined ? [] : [[prefix, decode(value)] as const];
  });
  return own.length === 0 ? outer : { ...outer, ...Object.fromEntries(own) };
}

function readText(node: Node): string {
  if (typeof node[TEXT] === 'string') return decode(node[TEXT]);
  const cdata = node[CDATA];
  const parts = Array.isArray(cdata) ? (cdata as Node[]).map((part) => part[TEXT]) : [];
  return parts.filter((part) => typeof part === 'string').join('');
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML's five entities and character references; anything else stays as it is written. */
const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(String(hex), 16) : null;
    if (code === null) return NAMED[String(name)] ?? whole;
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });

const META = XMLParser.getMetaDataSymbol() as unknown as symbol;
const startOf = (node: Node): number =>
  (node as unknown as Record<symbol, { startIndex?: number } | undefined>)[META]?.startIndex ?? 0;

/** Elements come in the order in which they stand, so their lines are counted once. */
function countLines(source: string): LineOf {
  const starts = [...source.matchAll(/\n/g)].map(({ index }) => index);
  return (index) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
