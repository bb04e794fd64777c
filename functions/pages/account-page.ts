import { id } from '../../lib/contract/shared.ts';
import { findPlan, type Plan, type PrepaidPlan } from '../../lib/domain/catalogue.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { FormProblem } from '../../lib/pages/form-problem.ts';
import type { Html } from '../../lib/pages/html.ts';
import type { PageReply, PageRequest } from '../../lib/pages/http.ts';
import {
  type AccountChoice,
  type AccountView,
  accountsView,
  accountView,
  type PrepaidPart,
  type Sells,
} from '../../lib/pages/views/account.ts';
import type { BuyView } from '../../lib/pages/views/buy.ts';
import { randomSecret } from '../../lib/runtime/ids.ts';
import { type Account, loadAccount } from '../../lib/store/accounts.ts';
import { resellerActing } from '../../lib/store/customers.ts';
import { listMemberships, type Membership } from '../../lib/store/memberships.ts';
import { getCredit } from '../credit/show.ts';
import { type BillingExtras, billingView } from './billing-view.ts';
import { buyerView } from './buyer-view.ts';
import { invoicesView } from './invoices-view.ts';
import { membersView } from './members-view.ts';
import { paymentChoice } from './payment-choice.ts';
import { type BuyLicencesExtras, termPartOf } from './term-account.ts';

/** What a request adds to the page as it stands. */
export interface Extras {
  readonly news?: Html | undefined;
  readonly problem?: FormProblem | undefined;
  readonly buy?: Pick<BuyView, 'entered' | 'preview' | 'problem'>;
  readonly licences?: BuyLicencesExtras;
  readonly billing?: BillingExtras;
}

const MOST_ACCOUNTS = 100;

/** The accounts of whoever is signed in. Errors: `session.required`. */
export async function membershipsOf(request: PageRequest): Promise<Membership[]> {
  const { user } = request.identity;
  if (user === undefined) throw new Refused('session.required');
  const { memberships } = await listMemberships(user.id, MOST_ACCOUNTS);
  return memberships.filter(({ member }) => !member.former);
}

/** Whoever is signed in, as they stand in an account: as a member, or for the reseller that manages it as its admin. (R2) */
export async function membershipOf(request: PageRequest, account: string): Promise<Standing | undefined> {
  const own = (await membershipsOf(request)).find((membership) => membership.account.id === account);
  return own ?? actingOn(request, account);
}

type Standing = Pick<Membership, 'account'> & { readonly member: Pick<Membership['member'], 'role' | 'active'> };

async function actingOn({ identity: { user } }: PageRequest, account: string): Promise<Standing | undefined> {
  const parsed = id('acc').safeParse(account);
  if (user === undefined || !parsed.success) return undefined;
  const reseller = await resellerActing(user.id, parsed.data);
  const customer = reseller && (await loadAccount(parsed.data));
  return customer && { account: customer, member: { role: 'admin', active: true } };
}

/** Errors: `account.not-found` for somebody else's account, and for one whose plan is no longer known. */
export function planOf({ catalogue }: PageRequest, membership: Standing | undefined): Plan {
  const plan = membership && findPlan(catalogue, membership.account.plan);
  if (plan === undefined) throw new Refused('account.not-found');
  return plan;
}

/** The page of one account, or the choice among several. Errors: `account.not-found` for somebody else's. */
export async function accountReply(
  request: PageRequest,
  chosen: string | undefined,
  extras: Extras = {},
): Promise<PageReply> {
  const memberships = await membershipsOf(request);
  const only = memberships.length === 1 ? memberships[0] : undefined;
  const own = chosen === undefined ? only : memberships.find(({ account }) => account.id === chosen);
  const shown: Standing | undefined = own ?? (chosen === undefined ? undefined : await actingOn(request, chosen));
  if (shown === undefined) {
    if (chosen !== undefined) throw new Refused('account.not-found');
    return { html: accountsView(request, memberships.map(choiceOf)) };
  }
  const { account, member } = shown;
  const plan = findPlan(request.catalogue, account.plan);
  const isAdmin = member.role !== 'member' && member.active;
  const html = accountView(request, {
    account: choiceOf(shown),
    others: memberships.filter((other) => other !== shown).map(choiceOf),
    planName: plan?.name ?? account.plan,
    isActive: member.active,
    today: request.today,
    service: request.catalogue.service,
    sells: sellsOf(plan),
    admin: isAdmin && plan !== undefined ? await adminView(request, account, plan, extras) : undefined,
    news: extras.news,
    problem: extras.problem,
  });
  return { html, status: extras.problem?.status ?? 200 };
}

function sellsOf(plan: Plan | undefined): Sells {
  if (plan?.kind !== 'term') return 'credit';
  return plan.licenceTypes.length > 0 ? 'licences' : 'modules';
}

function choiceOf({ account, member }: Standing): AccountChoice {
  return { id: account.id, organisation: account.organisation, role: member.role };
}

async function adminView(
  request: PageRequest,
  account: Account,
  plan: Plan,
  extras: Extras,
): Promise<AccountView['admin']> {
  const [part, invoices, members] = await Promise.all([
    plan.kind === 'term'
      ? termPartOf(request, account, plan, { ...extras.licences })
      : prepaidPartOf(request, account, plan, extras),
    invoicesView(request, account.id),
    membersView(request, account.id, plan),
  ]);
  return { part, invoices, members, billing: billingView(request, account, plan, { ...extras.billing }) };
}

async function prepaidPartOf(
  request: PageRequest,
  account: Account,
  plan: PrepaidPlan,
  { buy }: Extras,
): Promise<PrepaidPart> {
  const { body: credit } = await getCredit.call({ ...request.caller, path: { account: account.id } });
  const buyer = buyerView(request, account, plan);
  const payment = paymentChoice(request);
  return { kind: 'prepaid', credit, plan, buy: { plan, buyer, payment, orderKey: randomSecret(), ...buy } };
}
