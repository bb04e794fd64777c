import { isDeepStrictEqual } from 'node:util';
import type { Term, TermPlan } from '../../../lib/domain/catalogue.ts';
import { addDays, type PlainDate } from '../../../lib/domain/dates.ts';
import type { AccountId } from '../../../lib/domain/ids.ts';
import { decidePlanChange } from '../../../lib/domain/licences/change-plan.ts';
import { decideRenewal, type Renewal } from '../../../lib/domain/licences/decide-renewal.ts';
import * as decide from '../../../lib/domain/licences/decide-subscription.ts';
import { priceTermOrder, type TermItem } from '../../../lib/domain/licences/price-term-order.ts';
import { newSubscription, type SubscribedPack, type Subscription } from '../../../lib/domain/licences/subscription.ts';
import { countingOf } from '../../../lib/domain/packs/allowances.ts';
import {
  countNights,
  excessIn,
  type ModuleUser,
  type ModuleUsers,
  newModuleUsers,
  withCounting,
  withMembers,
} from '../../../lib/domain/packs/module-users.ts';

/** A subscription as it holds from a night on, whenever it became known. */
export interface Holding {
  readonly from: PlainDate;
  readonly subscription: Subscription;
}

export interface Billed {
  readonly ended: Subscription;
  readonly renewal: Renewal;
}

/** An account with modules in memory: what the store does with the decisions, without a table. */
export class ModuleAccount {
  subscription: Subscription;
  counts: ModuleUsers;
  readonly members = new Map<string, ModuleUser>();
  readonly billed: Billed[] = [];
  /** In the order in which it became known. */
  readonly timeline: Holding[] = [];
  readonly #plans: ReadonlyMap<string, TermPlan>;
  #serial = 0;

  constructor(plans: readonly TermPlan[], today: PlainDate) {
    this.#plans = new Map(plans.map((plan) => [plan.id, plan]));
    const account = 'acc_TEST' as AccountId;
    this.subscription = newSubscription(account, plans[0]?.id ?? '', true);
    this.counts = newModuleUsers(account, today);
    this.timeline.push({ from: today, subscription: this.subscription });
  }

  planOf = (id: string): TermPlan => {
    const plan = this.#plans.get(id);
    if (plan === undefined) throw new RangeError(`no plan ${id}`);
    return plan;
  };

  get plan(): TermPlan {
    return this.planOf(this.subscription.plan);
  }

  setMember(id: string, after: ModuleUser | undefined, today: PlainDate): void {
    const before = this.members.get(id);
    this.counts = withMembers(countNights(this.counts, today), [{ before, after }]);
    if (after === undefined) this.members.delete(id);
    else this.members.set(id, after);
  }

  /** Buys and pays at once. */
  buy(items: readonly TermItem[], term: Term | undefined, today: PlainDate): void {
    const order = priceTermOrder(this.plan, this.subscription, items, today, term);
    const modules = items.flatMap((item) => (item.kind === 'module' ? [item.module] : []));
    const packs = items.flatMap((item): SubscribedPack[] => {
      if (item.kind !== 'pack' || this.plan.packs.some(({ id, kind }) => id === item.pack && kind === 'training'))
        return [];
      return [{ pack: item.pack, module: item.module, quantity: item.quantity }];
    });
    const { term: bought, period } = order;
    const paid = { term: bought, period, modules, packs, renews: true, paymentMethod: 'card' } as const;
    this.#move(decide.afterPurchase(this.subscription, paid), today);
  }

  removeModule(module: string, today: PlainDate): void {
    this.#move(decide.scheduleModuleRemoval(this.subscription, this.#next(), module), today);
  }

  removePack(held: SubscribedPack, today: PlainDate): void {
    this.#move(decide.schedulePackRemoval(this.subscription, this.#next(), held), today);
  }

  undo(id: string, today: PlainDate): void {
    this.#move(decide.unschedule(this.subscription, id), today);
  }

  changePlan(to: string, today: PlainDate): void {
    const change = decidePlanChange(this.plan, this.planOf(to), this.subscription, [], today);
    const next =
      change.when === 'now'
        ? decide.changePlanNow(this.subscription, to)
        : decide.schedule(this.subscription, { id: this.#next(), kind: 'plan', plan: to });
    this.#move(next, today);
  }

  cancel(today: PlainDate): void {
    this.#move(decide.cancel(this.subscription), today);
  }

  undoCancellation(today: PlainDate): void {
    this.#move(decide.undoCancellation(this.subscription), today);
  }

  setRenews(renews: boolean, today: PlainDate): void {
    this.#move(decide.setRenews(this.subscription, renews), today);
  }

  payRenewal(today: PlainDate): void {
    const { unpaid, state } = this.subscription;
    if (unpaid === undefined) return;
    // Nothing was lost where it is paid before it is suspended, however late.
    const since = state === 'past-due' ? this.#since : undefined;
    this.#move(decide.afterRenewalPaid(this.subscription, unpaid.order), today, since);
  }

  /** What the end of the period does if nothing changes until then. */
  dryRun(): Renewal {
    const { period } = this.subscription;
    if (period === undefined) throw new RangeError('nothing runs');
    const userDays = excessIn(countNights(this.counts, addDays(period.end, -1)), period.index);
    return decideRenewal(this.subscription, [], [], this.planOf, userDays);
  }

  isOverdue(today: PlainDate): boolean {
    return decide.dueStep(this.subscription, today) !== undefined;
  }

  rollOver(today: PlainDate): void {
    for (let step = this.#due(today); step !== undefined; step = this.#due(today)) {
      const { subscription } = this;
      if (step.kind === 'reminder') this.#move(decide.noteReminder(subscription, step.days), today, this.#since);
      if (step.kind === 'suspension')
        this.#move(decide.suspend(subscription), today, addDays(subscription.unpaid?.since as PlainDate, 21));
      if (step.kind === 'period-ended') this.#renew(today);
    }
  }

  /** From when on what holds now does. */
  get #since(): PlainDate | undefined {
    return this.timeline.at(-1)?.from;
  }

  #due(today: PlainDate): decide.DueStep | undefined {
    return decide.dueStep(this.subscription, today);
  }

  #renew(today: PlainDate): void {
    const renewal = this.dryRun();
    this.billed.push({ ended: this.subscription, renewal });
    const order = renewal.total.minor === 0 ? undefined : (`ord_${this.#next()}` as const);
    this.#move(decide.afterRenewal(this.subscription, renewal, order), today, renewal.on);
  }

  /**
   * What changes during a day holds from the next night on; what a late roll-over does, from when it was due, but not from
   * before anything else that happened.
   */
  #move(next: Subscription, today: PlainDate, since: PlainDate = addDays(today, 1)): void {
    const [before, after] = [this.subscription, next].map((each) => countingOf(this.planOf(each.plan), each));
    if (after !== undefined && !isDeepStrictEqual(before, after))
      this.counts = withCounting(countNights(this.counts, today), after);
    this.subscription = next;
    const last = this.#since ?? since;
    this.timeline.push({ from: since < last ? last : since, subscription: next });
  }

  #next(): string {
    this.#serial += 1;
    return String(this.#serial);
  }
}
