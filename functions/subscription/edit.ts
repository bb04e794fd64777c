import * as contract from '../../lib/contract/subscription.ts';
import {
  cancel,
  setRenews,
  undoCancellation as undo,
  unschedule,
} from '../../lib/domain/licences/decide-subscription.ts';
import type { Subscription } from '../../lib/domain/licences/subscription.ts';
import { etag, type Request, requireVersion, route } from '../../lib/runtime/route.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { replaceSubscription, requireSubscription } from '../../lib/store/subscriptions.ts';
import { subscriptionJson } from './subscription-json.ts';

export const getSubscription = route(contract.getSubscription, async ({ path }) =>
  answer(await requireSubscription(path.account)),
);

export const editSubscription = route(contract.editSubscription, async (request) =>
  answer(
    await change(request, 'subscription.renewal-switched', (before) => {
      requireVersion(request.expectedVersion, before.version);
      return setRenews(before, request.body.renews);
    }),
  ),
);

export const cancelSubscription = route(contract.cancelSubscription, async (request) =>
  answer(await change(request, 'subscription.cancelled', cancel)),
);

export const undoCancellation = route(contract.undoCancellation, async (request) =>
  answer(await change(request, 'subscription.cancellation-undone', undo)),
);

export const undoSubscriptionChange = route(contract.undoSubscriptionChange, async (request) =>
  answer(await change(request, 'subscription.change-undone', (before) => unschedule(before, request.path.change))),
);

function answer(subscription: Subscription) {
  return { body: subscriptionJson(subscription), headers: etag(subscription.version) };
}

type Changing = Pick<Request, 'actor' | 'now'> & { readonly path: { readonly account: Subscription['account'] } };

/** Loads, decides and writes with its fact; asked for what is so already, it changes nothing. */
function change(
  { path, actor, now }: Changing,
  action: string,
  decide: (before: Subscription) => Subscription,
): Promise<Subscription> {
  return decideAndCommit(async () => {
    const before = await requireSubscription(path.account);
    const after = decide(before);
    if (after === before) return { writes: [], result: before };
    const facts = ({ state, renews, scheduled }: Subscription) => ({ state, renews, scheduled });
    const fact = recordFact({
      account: path.account,
      action,
      actor,
      subject: path.account,
      before: facts(before),
      after: facts(after),
      at: now,
    });
    return { writes: [replaceSubscription(before, after), fact], result: after };
  });
}
