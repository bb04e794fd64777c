import { html, raw } from 'hono/html';
import type { Reply } from '../gateway/reply.ts';

type Markup = ReturnType<typeof html>;

const STYLE = raw(`
:root { color-scheme: light dark; --line: light-dark(#d0d4da, #3b4149); --soft: light-dark(#f3f5f8, #1d2127);
  --page: light-dark(#ffffff, #14171b); --text: light-dark(#1b1f24, #e6e9ee); --link: light-dark(#0b57c2, #8ab8ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
main { overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
nav.places { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line); }
button, input { font: inherit; color: inherit; padding: .4rem .75rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--soft); }
.split { display: grid; gap: 1rem; grid-template-columns: minmax(14rem, 22rem) minmax(0, 1fr); }
@media (max-width: 45rem) { .split { grid-template-columns: minmax(0, 1fr); }
  ol.messages { max-height: 16rem; overflow-y: auto; } }
ol.messages { list-style: none; margin: 0; padding: 0; }
ol.messages a { display: block; padding: .6rem .75rem; border-left: 4px solid transparent; border-bottom: 1px solid var(--line); text-decoration: none;
  color: inherit; overflow-wrap: anywhere; }
ol.messages a[aria-current] { background: var(--soft); border-left-color: var(--link); }
article h2 { margin-top: 0; }
.row { margin-bottom: 1rem; }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .1rem 1rem; overflow-wrap: anywhere; }
dd { margin: 0; }
iframe { width: 100%; height: 34rem; border: 1px solid var(--line); border-radius: .4rem; background: #ffffff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); padding: 1rem; border-radius: .4rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
`);

/** A page of the local deployment: plain HTML, without scripts, for any width and either colour scheme. */
export async function pageReply(title: string, content: Markup): Promise<Reply> {
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Seatledger on this machine</title>
<style>${STYLE}</style>
</head>
<body>
<header><nav class="places" aria-label="Places">
<a href="/_local">Overview</a><a href="/_local/inbox">Inbox</a><a href="/account">Account page</a><a href="/docs">API docs</a>
</nav></header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(String(page)),
  };
}
