import type { PrepaidPlan } from '../../../lib/domain/catalogue.ts';
import {
  type CreditChange,
  type CreditEntry,
  type CreditHead,
  newHead,
  type Statement,
} from '../../../lib/domain/credit/credit-head.ts';
import { disableAddOn, enableAddOn } from '../../../lib/domain/credit/decide-add-ons.ts';
import { activateMember, deactivateMember } from '../../../lib/domain/credit/decide-members.ts';
import { activateAccount, adjust, topUp } from '../../../lib/domain/credit/decide-money.ts';
import type { MemberCredit } from '../../../lib/domain/credit/member-credit.ts';
import { settle } from '../../../lib/domain/credit/settle.ts';
import { linesOf, type StatementLine } from '../../../lib/domain/credit/statement-lines.ts';
import type { PlainDate } from '../../../lib/domain/dates.ts';
import { money } from '../../../lib/domain/money.ts';

/** An account in memory: what the store does with the decisions, without a table. */
export class AccountInMemory {
  head: CreditHead;
  readonly plan: PrepaidPlan;
  readonly members = new Map<string, { active: boolean; credit: MemberCredit }>();
  readonly entries: CreditEntry[] = [];
  readonly statements: Statement[] = [];

  constructor(plan: PrepaidPlan, today: PlainDate) {
    this.plan = plan;
    this.head = newHead('acc_TEST', plan.id, plan.currency, today);
  }

  night(today: PlainDate): void {
    this.#commit(today, (head) => ({ head, entries: [] }));
  }

  activateService(today: PlainDate): void {
    this.#commit(today, (head) => activateAccount(head, this.plan, today));
  }

  activate(member: string, today: PlainDate): void {
    const known = this.members.get(member);
    if (known?.active) return;
    this.#commit(today, (head) => {
      const change = activateMember(head, known?.credit, this.plan, today, member);
      this.members.set(member, { active: true, credit: change.memberCredit });
      return change;
    });
  }

  deactivate(member: string, today: PlainDate): void {
    const known = this.members.get(member);
    if (!known?.active) return;
    this.#commit(today, (head) => {
      const change = deactivateMember(head, known.credit);
      this.members.set(member, { active: false, credit: change.memberCredit });
      return change;
    });
  }

  switchOn(addOn: string, today: PlainDate): void {
    this.#commit(today, (head) => enableAddOn(head, this.plan, addOn, today, this.#activeCredits()));
  }

  switchOff(addOn: string, today: PlainDate): void {
    this.#commit(today, (head) => disableAddOn(head, this.plan, addOn));
  }

  buy(minor: number, today: PlainDate): void {
    this.#commit(today, (head) =>
      topUp(head, this.plan, today, money(minor, this.plan.currency), { kind: 'purchase' }),
    );
  }

  adjust(minor: number, today: PlainDate): void {
    this.#commit(today, (head) => adjust(head, this.plan, today, money(minor, this.plan.currency), 'a reason'));
  }

  /** Every line of every month, oldest first. */
  lines(): StatementLine[] {
    const open = {
      month: this.head.month,
      opening: this.head.opening,
      closing: this.head.balance,
      runs: this.head.runs,
      entriesThrough: this.head.entries,
    };
    let first = 0;
    return [...this.statements, open].flatMap((month) => {
      const entries = this.entries.slice(first, month.entriesThrough);
      first = month.entriesThrough;
      return linesOf(month, entries);
    });
  }

  #activeCredits(): MemberCredit[] {
    return [...this.members.values()].filter(({ active }) => active).map(({ credit }) => credit);
  }

  #commit(today: PlainDate, decide: (head: CreditHead) => CreditChange): void {
    const settled = settle(this.head, this.plan, today);
    const change = decide(settled.head);
    this.statements.push(...settled.statements);
    this.entries.push(...change.entries);
    this.head = change.head;
  }
}
