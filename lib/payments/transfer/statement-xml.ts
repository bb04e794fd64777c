import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Refused } from '../../domain/refusal.ts';

/** An element of a document, and where it is: an RFC 6901 pointer, so that a mistake can be found in the file. */
export interface Element {
  readonly at: string;
  readonly content: unknown;
}

/** Names are compared without their prefix; values stay text, since a float must never hold money. */
const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
  maxNestedTags: 40,
});

/**
 * Reads a document whole.
 *
 * Errors: `statement.malformed` for what is no XML, and for any document type: it could define entities that grow without
 *         end or that read files, and no bank sends one.
 */
export function readXml(text: string): Element {
  const document = text.replace(/^\uFEFF/, '').trim();
  if (/<!(DOCTYPE|ENTITY)/i.test(document)) throw malformed('', 'must not have a document type');
  const validity = XMLValidator.validate(document);
  if (validity !== true) throw malformed('', `is not XML: look at line ${validity.err.line}`);
  try {
    return { at: '', content: parser.parse(document) };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw malformed('', 'is not XML that can be read: its names or its depth are not those of a statement');
  }
}

/** The elements of a name directly under another, in their order. */
export function childrenOf({ at, content }: Element, name: string): Element[] {
  const found = valueIn(content, name);
  if (found === undefined) return [];
  if (!Array.isArray(found)) return [{ at: `${at}/${name}`, content: found }];
  return found.map((each, index) => ({ at: `${at}/${name}/${index}`, content: each }));
}

/** The first element that a path of names leads to. */
export function childOf(element: Element, ...path: readonly string[]): Element | undefined {
  let found: Element | undefined = element;
  for (const name of path) found = found === undefined ? undefined : childrenOf(found, name)[0];
  return found;
}

/** What is written in the element a path of names leads to; absent where there is nothing. */
export function textIn(element: Element, ...path: readonly string[]): string | undefined {
  const found = childOf(element, ...path);
  const text = found === undefined ? undefined : textOf(found);
  return text === '' ? undefined : text;
}

export function textOf({ content }: Element): string {
  const text = typeof content === 'string' ? content : valueIn(content, '#text');
  return typeof text === 'string' ? text.trim() : '';
}

export function attributeOf({ content }: Element, name: string): string | undefined {
  const value = valueIn(content, `@${name}`);
  return typeof value === 'string' ? value : undefined;
}

/** A file that is not what a bank sends: where, and what is wrong. */
export function malformed(pointer: string, detail: string): Refused {
  return new Refused('statement.malformed', { errors: [{ pointer, detail }] });
}

function valueIn(content: unknown, name: string): unknown {
  return typeof content === 'object' && content !== null && Object.hasOwn(content, name)
    ? (content as Record<string, unknown>)[name]
    : undefined;
}
