import { writeFileSync } from 'node:fs';
import { type Route, routes } from '../../functions/manifest.ts';
import { type Cell, cellOf, kindNames, kinds } from './callers.ts';

export const documentFile = new URL('../../functions/ACCESS.md', import.meta.url);

const signs: Readonly<Record<Cell, string>> = {
  allowed: '✓',
  'session.required': '401',
  'access.denied': '403',
  'account.not-found': '404',
};

/** The matrix as people read it: every route of the manifest by everybody. */
export function accessDocument(): string {
  const all = routes as readonly Route[];
  const api = all.filter(({ kind }) => kind !== 'page');
  const pages = all.filter(({ kind }) => kind === 'page');
  return `${introduction}
## The API

${tables(api)}
## Pages

Browsers send the session as a cookie; keys are nothing to a page. Who is not signed in is led to signing in, or told to.
\`/account\` shows the accounts of whoever is signed in. With \`?account=…\` it shows that one to its members, also inactive ones,
and to admins of its reseller; for anybody else it is as if there were none. Where an order is at a reseller’s prices,
\`/pay/{order}\` is for that reseller’s admins alone.

${tables(pages)}`.replaceAll(/\n{3,}/g, '\n\n');
}

const introduction = `# Who may call what

Written from [the manifest](manifest.ts) by \`node test/access/document.ts\`; do not edit it by hand. [A test](../test/access)
calls every cell on a running deployment.

✓ is allowed. Refused are 401 (\`session.required\`): it is not known who calls; 403 (\`access.denied\`): they may not; 404
(\`account.not-found\`): they are told the same as of an account that does not exist. A refused request changes nothing.

| Column | Who |
|---|---|
${kindNames.map((kind) => `| ${kinds[kind].column} | ${kind} |`).join('\n')}

All of them are seen from one account, which has an owner and admins of its own and is managed by a reseller. Below
\`/v1/resellers\` and \`/customers\` the account is that reseller. \`/v1/users/{user}\` is about a member of the account.
An admin counts as one in a customer’s account while they are an active admin or the owner of the reseller that manages it:
they can do what the customer’s admins can, and nothing that is the owner’s own.

What is one’s own goes further than this table. A member sees the tickets they opened, admins see all. What a reseller bought
at its prices is not shown to the customer, admins included. An id of another account is answered as one that does not exist.
`;

function tables(some: readonly Route[]): string {
  const areas = Map.groupBy(some, ({ area }) => area);
  return [...areas].map(([area, rows]) => `### ${area}\n\n${table(rows)}\n`).join('\n');
}

function table(rows: readonly Route[]): string {
  const head = ['Route', '', ...kindNames.map((kind) => kinds[kind].column)];
  const lines = rows.map((route) => [
    `\`${route.method} ${route.path}\``,
    route.operation,
    ...kindNames.map((kind) => signs[cellOf(route, kind)]),
  ]);
  return [head, head.map((_, index) => (index < 2 ? '---' : ':-:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

if (import.meta.main) writeFileSync(documentFile, accessDocument());
