import * as contract from '../../lib/contract/accounts.ts';
import { offeredPlan } from '../../lib/domain/accounts/offered-plan.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { fallbackLocale } from '../../lib/messages/locales.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { etag, type Request, route } from '../../lib/runtime/route.ts';
import { openAccount } from '../../lib/store/account-openings.ts';
import { type Account, findByExternalId } from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { type MailRequest, requestMail } from '../../lib/store/mail.ts';
import { findOrMakePerson, type Person } from '../../lib/store/people.ts';
import type { Write } from '../../lib/store/table.ts';
import { userStays } from '../../lib/store/users.ts';
import { accountJson } from './account-json.ts';

type CreateRequest = Request<typeof contract.createAccount>;

export const createAccount = route(contract.createAccount, async (request) => {
  const { body, catalogue, actor, now, today } = request;
  const plan = offeredPlan(catalogue, body.plan);
  const owners = ownersOf(request);
  const account = await decideAndCommit(async () => {
    await requireFreeExternalId(body.external_id);
    const owner = await owners();
    const opened = openAccount({
      id: newId('acc'),
      organisation: body.organisation,
      plan,
      owner: owner.user,
      locale: body.locale ?? owner.user.locale,
      activate: body.activate,
      externalId: body.external_id,
      actor,
      now,
      today,
    });
    return {
      writes: [...owner.writes, ...opened.writes, ...mails(request, owner, opened.account)],
      result: opened.account,
    };
  });
  return { body: accountJson(account, undefined), headers: etag(account.version) };
});

/** Who the owner is, found again for each try. A person owns what they open; an operator says who does. */
function ownersOf({ body, actor, identity, now }: CreateRequest): () => Promise<Person> {
  const { user } = identity;
  if (actor.kind === 'user' && user?.email !== undefined) {
    if (body.owner !== undefined) throw forOperators('/owner');
    if (body.external_id !== undefined) throw forOperators('/external_id');
    const person = { user: { ...user, email: user.email }, isNew: false, writes: [userStays(user.id)] };
    return async () => person;
  }
  const { owner } = body;
  if (owner === undefined) {
    throw new Refused('request.invalid', { errors: [{ pointer: '/owner', detail: 'is needed: who owns it' }] });
  }
  return () => findOrMakePerson({ ...owner, locale: body.locale ?? fallbackLocale, now });
}

async function requireFreeExternalId(externalId: string | undefined): Promise<void> {
  if (externalId === undefined || (await findByExternalId(externalId)) === undefined) return;
  throw new Refused('account.external-id-taken', { errors: [{ pointer: '/external_id', detail: 'is taken' }] });
}

function mails({ actor, now }: CreateRequest, { user, isNew }: Person, account: Account): Write[] {
  const { organisation, activatedOn } = account;
  const wanted: MailRequest[] = [];
  if (isNew) wanted.push({ template: 'set-password', user: user.id, organisation });
  else if (actor.kind !== 'user') wanted.push({ template: 'added-to-account', organisation });
  if (activatedOn !== undefined) wanted.push({ template: 'service-access', organisation });
  return wanted.map((mail) => requestMail({ email: user.email, locale: user.locale }, mail, now));
}

function forOperators(pointer: string): Refused {
  return new Refused('request.invalid', { errors: [{ pointer, detail: 'is for operators' }] });
}
