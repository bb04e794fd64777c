import { type Catalogue, requirePlan } from '../domain/catalogue.ts';
import type { SupportStanding } from '../domain/support/channels.ts';
import type { Account } from './accounts.ts';
import { loadHead } from './credit-head.ts';
import { loadSubscription } from './subscriptions.ts';

/** What decides how an account reaches support. Errors: a plain Error for an account without credit: a bug, since it is opened with it. */
export async function loadSupportStanding({ id, plan }: Account, catalogue: Catalogue): Promise<SupportStanding> {
  const [subscription, stored] = await Promise.all([loadSubscription(id), loadHead(id)]);
  if (stored === undefined) throw new Error(`${id} has no credit`);
  return {
    plan: requirePlan(catalogue, subscription?.plan ?? plan),
    subscription,
    hasBoughtCredit: stored.head.bought,
  };
}
