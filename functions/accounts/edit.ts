import * as contract from '../../lib/contract/accounts.ts';
import { changesBetween, withheld } from '../../lib/domain/accounts/changes.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { etag, type Request, requireVersion, route } from '../../lib/runtime/route.ts';
import {
  type Account,
  claimExternalId,
  findByExternalId,
  releaseExternalId,
  replaceAccount,
  requireAccount,
} from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { recordFact } from '../../lib/store/history.ts';
import type { Write } from '../../lib/store/table.ts';
import { readBilling } from '../../lib/tax/billing-vat-number.ts';
import { type AskOnce, askingOnce } from '../../lib/tax/check-vat-number.ts';
import { checkFacts } from '../../lib/tax/refresh-vat-check.ts';
import { accountJson } from './account-json.ts';

/** Numbers of a sole trader are a person's, as a contact's address is. */
const personal = ['billing.contact_email', 'billing.vat_number', 'billing.tax_number'];

type EditRequest = Request<typeof contract.editAccount>;

export const editAccount = route(contract.editAccount, async (request) => {
  const { path, body, actor, caller, expectedVersion } = request;
  if (body.external_id !== undefined && actor.kind !== 'operator') throw new Refused('access.denied');
  const ask = askingOnce(request.now);
  const account = await decideAndCommit(async () => {
    const before = await requireAccount(path.account);
    requireVersion(expectedVersion, before.version);
    const after = await withVatCheck(before, edited(before, body), ask);
    const changes = changesBetween(factsOf(before), factsOf(after));
    if (changes === undefined) return { writes: [], result: before };
    const fact = recordFact({
      account: before.id,
      action: 'account.edited',
      actor,
      subject: before.id,
      ...personal.reduce(withheld, changes),
      at: request.now,
    });
    const writes = [replaceAccount(before, after), ...(await moveExternalId(before, after)), fact];
    return { writes, result: { ...after, version: before.version + 1 } };
  });
  return { body: accountJson(account, caller), headers: etag(account.version) };
});

function edited(before: Account, body: EditRequest['body']): Account {
  const { organisation = before.organisation, locale = before.locale, billing = {} } = body;
  const kept = before.billing;
  return {
    ...before,
    organisation,
    locale,
    externalId: changed(body.external_id, before.externalId),
    billing: {
      legalName: changed(billing.legal_name, kept.legalName),
      address: changed(billing.address, kept.address),
      postalCode: changed(billing.postal_code, kept.postalCode),
      city: changed(billing.city, kept.city),
      country: changed(billing.country, kept.country),
      vatNumber: changed(billing.vat_number, kept.vatNumber),
      taxNumber: changed(billing.tax_number, kept.taxNumber),
      contactEmail: changed(billing.contact_email, kept.contactEmail),
      language: changed(billing.language, kept.language),
    },
  };
}

async function withVatCheck(before: Account, after: Account, ask: AskOnce): Promise<Account> {
  const { billing, known, unasked } = readBilling(before, after.billing);
  return { ...after, billing, vatCheck: unasked === undefined ? known : await ask(unasked) };
}

/** What is not sent stays, and null clears. */
function changed<T>(sent: T | null | undefined, before: T | undefined): T | undefined {
  return sent === undefined ? before : (sent ?? undefined);
}

function factsOf(account: Account): Record<string, unknown> {
  const { organisation, locale, externalId, billing } = account;
  const check = Object.entries(checkFacts(account)).map(([name, value]) => [`billing.${name}`, value]);
  return {
    organisation,
    locale,
    external_id: externalId,
    'billing.legal_name': billing.legalName,
    'billing.address': billing.address,
    'billing.postal_code': billing.postalCode,
    'billing.city': billing.city,
    'billing.country': billing.country,
    'billing.vat_number': billing.vatNumber,
    'billing.tax_number': billing.taxNumber,
    'billing.contact_email': billing.contactEmail,
    'billing.language': billing.language,
    ...Object.fromEntries(check),
  };
}

async function moveExternalId(before: Account, after: Account): Promise<Write[]> {
  if (before.externalId === after.externalId) return [];
  const writes: Write[] = before.externalId === undefined ? [] : [releaseExternalId(before.externalId)];
  if (after.externalId === undefined) return writes;
  if ((await findByExternalId(after.externalId)) !== undefined) {
    throw new Refused('account.external-id-taken', { errors: [{ pointer: '/external_id', detail: 'is taken' }] });
  }
  return [...writes, claimExternalId(after.externalId, after.id)];
}
