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
import type { Account } from '../../lib/store/accounts.ts';
import { getCredit } from '../credit/show.ts';
import { type BillingExtras, billingView } from './billing-view.ts';
import { buyerView } from './buyer-view.ts';
import { invoicesView } from './invoices-view.ts';
import { type MembersExtras, membersView } from './members-view.ts';
import { paymentChoice } from './payment-choice.ts';
import { resellerView } from './reseller-view.ts';
import { isAdmin, membershipsOf, type Standing, standingAmong } from './standing.ts';
import { type BuyLicencesExtras, termPartOf } from './term-account.ts';
import { trainingsView } from './trainings-view.ts';
import { waitingOrders } from './waiting-orders.ts';

/** What a request adds to the page as it stands. */
export interface Extras {
  readonly news?: Html | undefined;
  readonly problem?: FormProblem | undefined;
  readonly buy?: Pick<BuyView, 'entered' | 'preview' | 'problem'>;
  readonly licences?: BuyLicencesExtras;
  readonly billing?: BillingExtras;
  readonly members?: MembersExtras;
}

/** The page of one account, or the choice among several. Errors: `account.not-found` for somebody else's. */
export async function accountReply(
  request: PageRequest,
  chosen: string | undefined,
  extras: Extras = {},
): Promise<PageReply> {
  const memberships = await membershipsOf(request);
  const only = memberships.length === 1 ? memberships[0] : undefined;
  const wanted = chosen ?? only?.account.id;
  const shown = wanted === undefined ? undefined : await standingAmong(memberships, request, wanted);
  if (shown === undefined) {
    if (chosen !== undefined) throw new Refused('account.not-found');
    return { html: accountsView(request, memberships.map(choiceOf)) };
  }
  const { account, member } = shown;
  const plan = findPlan(request.catalogue, account.plan);
  const html = accountView(request, {
    account: choiceOf(shown),
    others: memberships.filter((other) => other.account.id !== account.id).map(choiceOf),
    planName: plan?.name ?? account.plan,
    isActive: member.active,
    today: request.today,
    service: request.catalogue.service,
    sells: sellsOf(plan),
    acting: shown.acting,
    isReseller: account.reseller !== undefined && isAdmin(shown),
    admin: plan !== undefined && isAdmin(shown) ? await adminView(request, shown, plan, extras) : undefined,
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
  standing: Standing,
  plan: Plan,
  extras: Extras,
): Promise<AccountView['admin']> {
  const { account } = standing;
  const [part, waiting, invoices, members, trainings, reseller] = await Promise.all([
    plan.kind === 'term'
      ? termPartOf(request, account, plan, { ...extras.licences }, extras.problem)
      : prepaidPartOf(request, account, plan, extras),
    waitingOrders(request, account.id),
    invoicesView(request, account.id),
    membersView(request, account.id, plan, { ...extras.members, mistakes: extras.problem?.mistakes }),
    trainingsView(request, account.id, plan, extras.problem),
    resellerView(request, standing),
  ]);
  return {
    part,
    waitingOrders: waiting,
    invoices,
    members,
    trainings,
    reseller,
    billing: billingView(request, account, plan, { ...extras.billing }),
  };
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
