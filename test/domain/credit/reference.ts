import { addDays, dayOfMonth, daysInMonth, monthOf, type PlainDate } from '../../../lib/domain/dates.ts';

/**
 * P1–P4 written the slow and obvious way, to check the real thing against: every member-day that was charged is a line of
 * its own in a set, every night is run on its date, and shares are computed with big integers.
 */
export class Reference {
  balance = 0n;
  status: 'not-activated' | 'active' | 'suspended' = 'not-activated';
  readonly active = new Set<string>();
  readonly addOns = new Set<string>();
  /** `date|member|component` of everything that was ever charged. */
  readonly charged = new Map<string, bigint>();
  readonly prices: (component: string, date: PlainDate) => number;
  today: PlainDate;

  constructor(today: PlainDate, prices: (component: string, date: PlainDate) => number) {
    this.today = today;
    this.prices = prices;
  }

  /** Goes on to a later date, running each night on the way. */
  goTo(date: PlainDate): void {
    while (this.today < date) {
      this.today = addDays(this.today, 1);
      if (this.status === 'active' && !this.#chargeAll()) this.status = 'suspended';
    }
  }

  activateService(freeCredit: bigint): boolean {
    if (this.status !== 'not-activated') return false;
    this.balance += freeCredit;
    if (!this.#chargeAll()) {
      this.balance -= freeCredit;
      return false;
    }
    this.status = 'active';
    return true;
  }

  activate(member: string): boolean {
    if (this.active.has(member)) return true;
    if (this.status === 'suspended') return false;
    if (this.status === 'active' && !this.#take([member], ['', ...this.addOns])) return false;
    this.active.add(member);
    return true;
  }

  deactivate(member: string): void {
    this.active.delete(member);
  }

  switchOn(addOn: string): boolean {
    if (this.addOns.has(addOn)) return true;
    if (this.status !== 'active' || !this.#take([...this.active], [addOn])) return false;
    this.addOns.add(addOn);
    return true;
  }

  switchOff(addOn: string): void {
    this.addOns.delete(addOn);
  }

  moveIn(minor: bigint): void {
    this.balance += minor;
    if (this.status === 'suspended' && this.#chargeAll()) this.status = 'active';
  }

  moveOut(minor: bigint): boolean {
    if (minor > this.balance) return false;
    this.balance -= minor;
    return true;
  }

  #chargeAll(): boolean {
    return this.#take([...this.active], ['', ...this.addOns]);
  }

  #take(members: readonly string[], components: readonly string[]): boolean {
    const due = members
      .flatMap((member) =>
        components.map((component) => [`${this.today}|${member}|${component}`, this.#share(component)] as const),
      )
      .filter(([key]) => !this.charged.has(key));
    const total = due.reduce((sum, [, share]) => sum + share, 0n);
    if (total > this.balance) return false;
    this.balance -= total;
    for (const [key, share] of due) this.charged.set(key, share);
    return true;
  }

  #share(component: string): bigint {
    const price = BigInt(this.prices(component, this.today));
    const days = BigInt(daysInMonth(monthOf(this.today)));
    const day = BigInt(dayOfMonth(this.today));
    return (price * day) / days - (price * (day - 1n)) / days;
  }
}
