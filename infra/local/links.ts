const IN_TEXT = /https?:\/\/[^\s<>"']+/g;
const IN_HTML = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

/** Every web address of an e-mail, in the order of its text, each once. */
export function linksIn(text: string, html: string): string[] {
  const found = (text.match(IN_TEXT) ?? []).map((link) => link.replace(/[.,;:!?)\]]+$/, ''));
  for (const [, doubleQuoted, singleQuoted] of html.matchAll(IN_HTML)) {
    found.push(decodeEntities(doubleQuoted ?? singleQuoted ?? ''));
  }
  return [...new Set(found)].filter((link) => /^https?:\/\//.test(link));
}

function decodeEntities(attribute: string): string {
  return attribute.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (entity, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return NAMED[name ?? ''] ?? entity;
    },
  );
}
