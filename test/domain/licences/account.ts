import type { Term, TermPlan } from '../../../lib/domain/catalogue.ts';
import { addDays, type PlainDate } from '../../../lib/domain/dates.ts';
import type { AccountId, InvitationId, LicenceId, MemberId, OrderId } from '../../../lib/domain/ids.ts';
import { decidePlanChange } from '../../../lib/domain/licences/change-plan.ts';
import { decideRenewal, type Renewal } from '../../../lib/domain/licences/decide-renewal.ts';
import * as decide from '../../../lib/domain/licences/decide-subscription.ts';
import {
  addBought,
  emptyPool,
  giveBackOne,
  type Holder,
  type Licence,
  type LicencePool,
  setMinimum,
  switchRenewal,
  takeOne,
} from '../../../lib/domain/licences/licence-pool.ts';
import {
  type PricedTermOrder,
  priceTermOrder,
  type TermItem,
  type TermLine,
} from '../../../lib/domain/licences/price-term-order.ts';
import { isRunning, newSubscription, type Subscription } from '../../../lib/domain/licences/subscription.ts';
import type { Money } from '../../../lib/domain/money.ts';
import { Refused } from '../../../lib/domain/refusal.ts';

export interface ModelOrder {
  readonly id: OrderId;
  readonly kind: 'purchase' | 'plan' | 'renewal';
  readonly placedOn: PlainDate;
  readonly lines: readonly TermLine[];
  readonly total: Money;
  /** What it was priced for: once that has changed it can no longer be paid. */
  readonly pricedFor: string;
  readonly purchase?: PricedTermOrder;
  readonly items: readonly TermItem[];
  readonly plan?: string;
  status: 'open' | 'paid' | 'expired';
}

interface State {
  subscription: Subscription;
  pools: Record<string, LicencePool>;
  licences: Licence[];
  members: Record<string, Record<string, LicenceId>>;
  invitations: Record<string, Record<string, LicenceId>>;
  orders: ModelOrder[];
  reminders: string[];
  serial: number;
}

/** An account with licences in memory: what the store does with the decisions, without a table. */
export class TermAccount {
  state: State;
  readonly plans: ReadonlyMap<string, TermPlan>;
  /** Every state left and reached. */
  readonly moves: [string, string][] = [];

  constructor(plans: readonly TermPlan[], plan: TermPlan, members: readonly string[]) {
    this.plans = new Map(plans.map((entry) => [entry.id, entry]));
    this.state = {
      subscription: newSubscription('acc_TEST' as AccountId, plan.id, plan.renews),
      pools: {},
      licences: [],
      members: Object.fromEntries(members.map((member) => [member, {}])),
      invitations: {},
      orders: [],
      reminders: [],
      serial: 0,
    };
  }

  copy(): TermAccount {
    const other = new TermAccount([...this.plans.values()], this.plan, []);
    other.state = structuredClone(this.state);
    return other;
  }

  get subscription(): Subscription {
    return this.state.subscription;
  }

  get plan(): TermPlan {
    return this.planOf(this.state.subscription.plan);
  }

  planOf = (id: string): TermPlan => {
    const plan = this.plans.get(id);
    if (plan === undefined) throw new RangeError(`no plan ${id}`);
    return plan;
  };

  pool(type: string): LicencePool {
    return this.state.pools[type] ?? emptyPool(type);
  }

  startTrial(today: PlainDate): void {
    this.#move(decide.startTrial(this.subscription, this.plan, today));
    for (const [type, count] of Object.entries(this.plan.trial?.licences ?? {})) this.#add(type, count);
  }

  preview(items: readonly TermItem[], term: Term | undefined, today: PlainDate): PricedTermOrder {
    return priceTermOrder(this.plan, this.subscription, items, today, term);
  }

  buy(items: readonly TermItem[], term: Term | undefined, today: PlainDate): ModelOrder {
    const purchase = this.preview(items, term, today);
    this.#requireEnough(items);
    const { lines, total } = purchase;
    return this.#order({ kind: 'purchase', placedOn: today, lines, total, items, purchase });
  }

  pay(order: ModelOrder, today: PlainDate): void {
    if (order.status !== 'open') return;
    if (order.kind !== 'renewal' && (order.pricedFor !== this.#pricedFor() || today > addDays(order.placedOn, 1))) {
      order.status = 'expired';
      return;
    }
    order.status = 'paid';
    if (order.kind === 'renewal') this.#move(decide.afterRenewalPaid(this.subscription, order.id));
    if (order.kind === 'plan') this.#move(decide.changePlanNow(this.subscription, order.plan as string));
    if (order.purchase !== undefined) this.#deliver(order, order.purchase);
  }

  assign(member: string, type: string): void {
    const held = this.state.members[member] ?? {};
    if (held[type] === undefined) held[type] = this.#take(type, { member: member as MemberId });
  }

  unassign(member: string, type: string): void {
    const held = this.state.members[member] ?? {};
    if (held[type] === undefined) return;
    this.#give(held[type]);
    delete held[type];
  }

  /** From one member to another, or to nobody when the other has one of that type. */
  moveLicence(from: string, to: string, type: string): void {
    const [giver, taker] = [this.state.members[from] ?? {}, this.state.members[to] ?? {}];
    if (giver[type] === undefined || taker[type] !== undefined) return;
    taker[type] = giver[type];
    delete giver[type];
    this.#hold(taker[type], { member: to as MemberId });
  }

  invite(types: readonly string[]): void {
    for (const type of types) takeOne(this.pool(type), this.subscription.account);
    const id = `inv_${this.#next()}` as InvitationId;
    this.state.invitations[id] = Object.fromEntries(types.map((type) => [type, this.#take(type, { invitation: id })]));
  }

  accept(invitation: string): void {
    const held = this.state.invitations[invitation] ?? {};
    const member = `mem_${invitation.slice(4)}`;
    for (const licence of Object.values(held)) this.#hold(licence, { member: member as MemberId });
    this.state.members[member] = held;
    delete this.state.invitations[invitation];
  }

  withdraw(invitation: string): void {
    for (const licence of Object.values(this.state.invitations[invitation] ?? {})) this.#give(licence);
    delete this.state.invitations[invitation];
  }

  switchRenewal(licence: Licence, autoRenew: boolean): void {
    this.state.pools[licence.type] = switchRenewal(this.pool(licence.type), licence, autoRenew);
    this.#change(licence.id, { autoRenew });
  }

  setMinimum(type: string, minimum: number): void {
    this.state.pools[type] = setMinimum(this.pool(type), minimum);
  }

  changePlan(to: string, today: PlainDate): ModelOrder | undefined {
    const change = decidePlanChange(
      this.plan,
      this.planOf(to),
      this.subscription,
      Object.values(this.state.pools),
      today,
    );
    if (change.when === 'period-end') {
      this.#move(decide.schedule(this.subscription, { id: this.#next(), kind: 'plan', plan: to }));
      return undefined;
    }
    return this.#order({
      kind: 'plan',
      placedOn: today,
      lines: change.lines,
      total: change.total,
      items: [],
      plan: to,
    });
  }

  removeModule(module: string): void {
    this.#move(decide.scheduleModuleRemoval(this.subscription, this.#next(), module));
  }

  undoChange(id: string): void {
    this.#move(decide.unschedule(this.subscription, id));
  }

  cancel(): void {
    this.#move(decide.cancel(this.subscription));
  }

  undoCancellation(): void {
    this.#move(decide.undoCancellation(this.subscription));
  }

  setRenews(renews: boolean): void {
    this.#move(decide.setRenews(this.subscription, renews));
  }

  dryRun(): Renewal {
    return decideRenewal(this.subscription, Object.values(this.state.pools), this.state.licences, this.planOf);
  }

  /** The unpaid renewal is another order from now on. */
  billAnew(today: PlainDate): void {
    const { unpaid, period } = this.subscription;
    const left = this.state.orders.find(({ id }) => id === unpaid?.order);
    if (left === undefined || period === undefined || period.end <= today) return;
    left.status = 'expired';
    const { lines, total } = left;
    const order = this.#order({ kind: 'renewal', placedOn: today, lines, total, items: [] });
    this.#move(decide.afterBilledAnew(this.subscription, order.id, today));
  }

  /** One due step; answers whether there was one. */
  step(today: PlainDate): decide.DueStep | undefined {
    const step = decide.dueStep(this.subscription, today);
    if (step?.kind === 'trial-ended') this.#endTrial();
    if (step?.kind === 'period-ended') this.#renew();
    if (step?.kind === 'suspension') this.#move(decide.suspend(this.subscription));
    if (step?.kind === 'reminder') {
      this.state.reminders.push(`${this.subscription.unpaid?.since}+${step.days}`);
      this.#move(decide.noteReminder(this.subscription, step.days));
    }
    return step;
  }

  rollOver(today: PlainDate): void {
    while (this.step(today) !== undefined);
  }

  #renew(): void {
    const renewal = this.dryRun();
    this.#remove([...renewal.ended, ...renewal.dropped]);
    this.state.pools = Object.fromEntries(renewal.pools.map((pool) => [pool.type, pool]));
    const { lines, total } = renewal;
    const open = renewal.closes || total.minor === 0 ? undefined : { placedOn: renewal.on, lines, total, items: [] };
    const order = open === undefined ? undefined : this.#order({ kind: 'renewal', ...open });
    this.#move(decide.afterRenewal(this.subscription, renewal, order?.id));
    if (renewal.closes) for (const other of this.state.orders) if (other.status === 'open') other.status = 'expired';
  }

  #endTrial(): void {
    this.#remove(this.state.licences);
    this.state.pools = {};
    this.#move(decide.endTrial(this.subscription));
  }

  /** What is bought takes the place of what was tried: those in use are kept and count as bought. */
  #deliver({ items }: ModelOrder, { term, period }: PricedTermOrder): void {
    const modules = items.flatMap((item) => (item.kind === 'module' ? [item.module] : []));
    const tried = this.subscription.state === 'trial';
    if (tried) this.#removeFree();
    this.#move(
      decide.afterPurchase(this.subscription, {
        term,
        period,
        modules,
        packs: [],
        renews: this.plan.renews,
        paymentMethod: 'card',
      }),
    );
    for (const [type, quantity] of Object.entries(quantities(items)))
      this.#add(type, quantity - (tried ? this.pool(type).total : 0));
  }

  #requireEnough(items: readonly TermItem[]): void {
    if (this.subscription.state !== 'trial') return;
    const bought = quantities(items);
    for (const { type, inUse, minimum } of Object.values(this.state.pools))
      if (Math.max(inUse, minimum) > (bought[type] ?? 0))
        throw new Refused('licence.too-few', { values: { inUse, type } });
  }

  #removeFree(): void {
    this.#remove(this.state.licences.filter(({ holder }) => holder === undefined));
    this.state.licences = this.state.licences.map((licence) => ({ ...licence, autoRenew: true }));
    for (const pool of Object.values(this.state.pools))
      this.state.pools[pool.type] = { ...pool, total: pool.inUse, ending: 0 };
  }

  #add(type: string, quantity: number): void {
    this.state.pools[type] = addBought(this.pool(type), quantity);
    for (let count = 0; count < quantity; count += 1) {
      this.state.licences.push({ id: `lic_${this.#next()}`, type, autoRenew: true, holder: undefined });
    }
  }

  #take(type: string, holder: Holder): LicenceId {
    this.state.pools[type] = takeOne(this.pool(type), this.subscription.account);
    const free = this.state.licences.find((licence) => licence.type === type && licence.holder === undefined);
    if (free === undefined) throw new RangeError(`the pool of ${type} counts a licence that is not there`);
    this.#hold(free.id, holder);
    return free.id;
  }

  #give(licence: LicenceId): void {
    const type = this.state.licences.find(({ id }) => id === licence)?.type ?? '';
    this.state.pools[type] = giveBackOne(this.pool(type));
    this.#hold(licence, undefined);
  }

  #hold(licence: LicenceId, holder: Holder | undefined): void {
    this.#change(licence, { holder });
  }

  #change(licence: LicenceId, change: Partial<Licence>): void {
    this.state.licences = this.state.licences.map((entry) => (entry.id === licence ? { ...entry, ...change } : entry));
  }

  #remove(gone: readonly Licence[]): void {
    const ids = new Set(gone.map(({ id }) => id));
    this.state.licences = this.state.licences.filter(({ id }) => !ids.has(id));
    for (const held of [...Object.values(this.state.members), ...Object.values(this.state.invitations)])
      for (const [type, id] of Object.entries(held)) if (ids.has(id)) delete held[type];
  }

  #order(order: Omit<ModelOrder, 'id' | 'status' | 'pricedFor'>): ModelOrder {
    const placed: ModelOrder = { ...order, id: `ord_${this.#next()}`, pricedFor: this.#pricedFor(), status: 'open' };
    this.state.orders.push(placed);
    return placed;
  }

  #pricedFor(): string {
    const { plan, period, modules, state } = this.subscription;
    const running = isRunning(this.subscription.state) ? 'running' : state;
    const uses = Object.values(this.state.pools).map(({ type, total, inUse }) => [
      type,
      total,
      state === 'trial' && inUse,
    ]);
    return JSON.stringify([plan, period, modules, running, uses]);
  }

  #move(next: Subscription): void {
    if (next !== this.subscription) this.moves.push([this.subscription.state, next.state]);
    this.state.subscription = next;
  }

  #next(): string {
    this.state.serial += 1;
    return String(this.state.serial).padStart(6, '0');
  }
}

function quantities(items: readonly TermItem[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const item of items) if (item.kind === 'licence') sums[item.type] = (sums[item.type] ?? 0) + item.quantity;
  return sums;
}
