import * as contract from '../../lib/contract/accounts.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { findByExternalId, listAccounts as listAll, loadAccount } from '../../lib/store/accounts.ts';
import { listMemberships } from '../../lib/store/memberships.ts';
import type { Key } from '../../lib/store/table.ts';
import { accountJson } from './account-json.ts';

type ListRequest = Request<typeof contract.listAccounts>;

export const listAccounts = route(contract.listAccounts, async (request) => {
  const { actor, query } = request;
  if (actor.kind === 'user') return { body: await ownAccounts(request) };
  if (query.external_id !== undefined) return { body: await accountWith(query.external_id) };
  const after = await decodeCursor<Key>('accounts', query.cursor);
  const { accounts, last } = await listAll(query.limit, after);
  return {
    body: {
      items: accounts.map((account) => accountJson(account, undefined)),
      next_cursor: await encodeCursor('accounts', last),
    },
  };
});

async function ownAccounts({ identity, query }: ListRequest) {
  if (query.external_id !== undefined) {
    throw new Refused('request.invalid', { errors: [{ pointer: '/query/external_id', detail: 'is for staff' }] });
  }
  const { user } = identity;
  if (user === undefined) throw new Refused('access.denied');
  const list = `accounts:${user.id}`;
  const page = await listMemberships(user.id, query.limit, await decodeCursor<Key>(list, query.cursor));
  const present = page.memberships.filter(({ member }) => !member.former);
  return {
    items: present.map(({ account, member }) => accountJson(account, member)),
    next_cursor: await encodeCursor(list, page.last),
  };
}

async function accountWith(externalId: string) {
  const id = await findByExternalId(externalId);
  const account = id === undefined ? undefined : await loadAccount(id);
  return { items: account === undefined ? [] : [accountJson(account, undefined)], next_cursor: null };
}
