import { findPlan, type Plan, type PrepaidPlan } from '../../lib/domain/catalogue.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { FormProblem } from '../../lib/pages/form-problem.ts';
import type { Html } from '../../lib/pages/html.ts';
import type { PageReply, PageRequest } from '../../lib/pages/http.ts';
import { type AccountChoice, type AccountView, accountsView, accountView } from '../../lib/pages/views/account.ts';
import type { BuyView } from '../../lib/pages/views/buy.ts';
import { randomSecret } from '../../lib/runtime/ids.ts';
import { listMemberships, type Membership } from '../../lib/store/memberships.ts';
import { getCredit } from '../credit/show.ts';
import { membersView } from './members-view.ts';
import { type BuyLicencesExtras, termAdminView } from './term-account.ts';

/** What a request adds to the page as it stands. */
export interface Extras {
  readonly news?: Html | undefined;
  readonly problem?: FormProblem | undefined;
  readonly buy?: Omit<BuyView, 'plan' | 'orderKey'>;
  readonly licences?: BuyLicencesExtras;
}

const MOST_ACCOUNTS = 100;

/** The accounts of whoever is signed in. Errors: `session.required`. */
export async function membershipsOf(request: PageRequest): Promise<Membership[]> {
  const { user } = request.identity;
  if (user === undefined) throw new Refused('session.required');
  const { memberships } = await listMemberships(user.id, MOST_ACCOUNTS);
  return memberships.filter(({ member }) => !member.former);
}

/** The page of one account, or the choice among several. Errors: `account.not-found` for somebody else's. */
export async function accountReply(
  request: PageRequest,
  chosen: string | undefined,
  extras: Extras = {},
): Promise<PageReply> {
  const memberships = await membershipsOf(request);
  const only = memberships.length === 1 ? memberships[0] : undefined;
  const shown = chosen === undefined ? only : memberships.find(({ account }) => account.id === chosen);
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
    hasLicences: plan?.kind === 'term',
    admin: isAdmin && plan !== undefined ? await adminView(request, account.id, plan, extras) : undefined,
    news: extras.news,
    problem: extras.problem,
  });
  return { html, status: extras.problem?.status ?? 200 };
}

function choiceOf({ account, member }: Membership): AccountChoice {
  return { id: account.id, organisation: account.organisation, role: member.role };
}

async function adminView(
  request: PageRequest,
  account: AccountId,
  plan: Plan,
  extras: Extras,
): Promise<AccountView['admin']> {
  return plan.kind === 'term'
    ? termAdminView(request, account, plan, { ...extras.licences })
    : prepaidAdminView(request, account, plan, extras);
}

async function prepaidAdminView(
  request: PageRequest,
  account: AccountId,
  plan: PrepaidPlan,
  extras: Extras,
): Promise<AccountView['admin']> {
  const [credit, members] = await Promise.all([
    getCredit.call({ ...request.caller, path: { account } }),
    membersView(request, account, plan),
  ]);
  return {
    kind: 'prepaid',
    credit: credit.body,
    plan,
    buy: { plan, orderKey: randomSecret(), problem: extras.problem, ...extras.buy },
    members,
  };
}
