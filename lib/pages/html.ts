import { html as hono } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** HTML that is safe to send: every value put into it was escaped. */
export type Html = HtmlEscapedString;

/** Values are escaped unless they are {@link Html} themselves; `undefined`, `null` and `false` leave nothing. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  const made = hono(strings, ...values);
  if (made instanceof Promise) throw new TypeError('A page is made of values that are there already.');
  return made;
}
