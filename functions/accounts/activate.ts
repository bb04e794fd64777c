import * as contract from '../../lib/contract/accounts.ts';
import { requirePlan, termPlanOf } from '../../lib/domain/catalogue.ts';
import { activateAccount as decideActivation } from '../../lib/domain/credit/decide-money.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import { startTrial } from '../../lib/domain/licences/decide-subscription.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { dateText } from '../../lib/messages/format.ts';
import { fallbackLocale } from '../../lib/messages/locales.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { activationFact, putTrialLicences, trialFact } from '../../lib/store/account-openings.ts';
import { type Account, replaceAccount, requireAccount } from '../../lib/store/accounts.ts';
import { mailsFrom, writeWithin } from '../../lib/store/attempts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { commitCreditChange } from '../../lib/store/credit.ts';
import { requestMail } from '../../lib/store/mail.ts';
import { replaceSubscription, requireSubscription } from '../../lib/store/subscriptions.ts';
import type { Write } from '../../lib/store/table.ts';
import { loadUser, type User } from '../../lib/store/users.ts';

type ActivateRequest = Request<typeof contract.activateAccount>;

interface Activation {
  readonly account: Account;
  readonly activatedOn: PlainDate;
  /** False when the service was active already. */
  readonly isNew: boolean;
}

/** Activating twice is refused kindly: the access mail is sent again. (A4) */
export const activateAccount = route(contract.activateAccount, async (request) => {
  const { path, catalogue } = request;
  const reader = await readerOf(request);
  const { plan } = await requireAccount(path.account);
  const activate = requirePlan(catalogue, plan).kind === 'prepaid' ? activatePrepaid : activateTerm;
  const activation = await activate(request, reader);
  if (!activation.isNew) throw await alreadyActive(request, activation, reader);
  return { body: { account: path.account, activated_on: activation.activatedOn, service_url: catalogue.service.url } };
});

/** Who gets the access mail: the admin who asks, or the owner, if there is one, when staff do. */
async function readerOf({ path, identity }: ActivateRequest): Promise<User | undefined> {
  if (identity.user !== undefined) return identity.user;
  const { owner } = await requireAccount(path.account);
  return owner && loadUser(owner);
}

function activatePrepaid(request: ActivateRequest, reader: User | undefined): Promise<Activation> {
  const { path, today } = request;
  return commitCreditChange<Activation>(path.account, request, async (head, plan) => {
    const account = await requireAccount(path.account);
    if (head.status !== 'not-activated') {
      const activatedOn = account.activatedOn ?? today;
      return { head, entries: [], result: { account, activatedOn, isNew: false } };
    }
    const change = decideActivation(head, plan, today);
    const writes = activationWrites(account, reader, request);
    return { ...change, writes, result: { account, activatedOn: today, isNew: true } };
  });
}

/** Starts the trial where the plan has one and nothing was bought yet; else the service can be used with a licence. (L12) */
function activateTerm(request: ActivateRequest, reader: User | undefined): Promise<Activation> {
  const { path, actor, now, today, catalogue } = request;
  return decideAndCommit<Activation>(async () => {
    const account = await requireAccount(path.account);
    const { activatedOn } = account;
    if (activatedOn !== undefined) return { writes: [], result: { account, activatedOn, isNew: false } };
    const subscription = await requireSubscription(path.account);
    const plan = termPlanOf(catalogue, subscription.plan);
    const writes = activationWrites(account, reader, request);
    if (subscription.state === 'none' && plan.trial !== undefined) {
      const trial = startTrial(subscription, plan, today);
      writes.push(replaceSubscription(subscription, trial), ...putTrialLicences(account.id, plan));
      writes.push(trialFact(trial, actor, now));
    }
    return { writes, result: { account, activatedOn: today, isNew: true } };
  });
}

function activationWrites(account: Account, reader: User | undefined, { actor, today, now }: ActivateRequest): Write[] {
  return [
    replaceAccount(account, { ...account, activatedOn: today }),
    activationFact(account.id, actor, today, now),
    ...accessMail(account, reader, now),
  ];
}

function accessMail({ organisation }: Account, reader: User | undefined, now: string): Write[] {
  if (reader?.email === undefined) return [];
  const to = { email: reader.email, locale: reader.locale };
  return [requestMail(to, { template: 'service-access', organisation }, now)];
}

async function alreadyActive(
  { call, now }: ActivateRequest,
  { account, activatedOn }: Activation,
  reader: User | undefined,
): Promise<Refused> {
  const again = accessMail(account, reader, now);
  const sent =
    reader?.email !== undefined && (await writeWithin(mailsFrom(account.id, reader.email), now, again)).taken;
  return new Refused('account.already-active', {
    values: { date: dateText(call.locale ?? fallbackLocale, activatedOn), sent: sent ? 'yes' : 'no' },
    extra: { activated_on: activatedOn },
  });
}
