import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element of a document that a test reads and breaks. */
export interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
  children: Element[];
}

const TEXT = '#text';
const ATTRIBUTES = ':@';
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
});

type Parsed = Record<string, unknown>;

/** Reads a document. Errors: a plain Error where it is not well-formed. */
export function parseXml(xml: string): Element {
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) throw new Error(`${verdict.err.msg} in line ${verdict.err.line}`);
  const [root] = (parser.parse(xml) as Parsed[]).map(toElement);
  if (root === undefined) throw new Error('There is no element.');
  return root;
}

function toElement(parsed: Parsed): Element {
  const name = Object.keys(parsed).find((key) => key !== ATTRIBUTES) ?? '';
  const parts = parsed[name] as Parsed[];
  return {
    name,
    attributes: { ...(parsed[ATTRIBUTES] as Record<string, string> | undefined) },
    text: parts.map((part) => String(part[TEXT] ?? '')).join(''),
    children: parts.filter((part) => part[TEXT] === undefined).map(toElement),
  };
}

/** The elements at a path such as `cac:TaxTotal/cbc:TaxAmount`; `*` is any name. */
export function all(from: Element, path: string): Element[] {
  return path
    .split('/')
    .reduce<Element[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((child) => name === '*' || child.name === name)),
      [from],
    );
}

export function one(from: Element, path: string): Element {
  const [found] = all(from, path);
  if (found === undefined) throw new Error(`There is no ${path} in ${from.name}.`);
  return found;
}

export function has(from: Element, path: string): boolean {
  return all(from, path).some(({ text, children }) => text.trim() !== '' || children.length > 0);
}

export function textOf(from: Element, path: string): string | undefined {
  return all(from, path)[0]?.text;
}

/** Every element of a document, the root first. */
export function everything(root: Element): Element[] {
  return [root, ...root.children.flatMap(everything)];
}

export function remove(from: Element, path: string): void {
  const parent = parentOf(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  one(from, path);
  for (const holder of parent === '' ? [from] : all(from, parent)) {
    holder.children = holder.children.filter((child) => child.name !== name);
  }
}

/** Puts an element at the end of another, which the schema may forbid and a rule must see all the same. */
export function append(to: Element, name: string, content: string | Element[]): void {
  const isText = typeof content === 'string';
  to.children.push({ name, attributes: {}, text: isText ? content : '', children: isText ? [] : content });
}

export function set(from: Element, path: string, text: string): void {
  one(from, path).text = text;
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
