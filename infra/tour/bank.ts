import { decimal } from '../../lib/messages/format.ts';
import type { Client } from './client.ts';
import { eur, type Money } from './money.ts';

/** How an order can be paid by transfer. */
export interface TransferDetails {
  readonly iban: string;
  readonly holder: string;
  readonly reference: string;
  readonly qr: string | null;
}

/** Money that the bank reports. */
export interface Transfer {
  readonly cents: number;
  /** The bank's own reference of it. */
  readonly bank: string;
  /** What the customer wrote. */
  readonly text: string;
}

export interface Payment {
  readonly id: string;
  readonly gateway: string;
  readonly account: string | null;
  readonly amount: Money;
  readonly unallocated: Money;
}

interface Imported {
  readonly entries: readonly { readonly outcome: string; readonly payment: string | null }[];
}

/** The vendor's staff at their bank account. */
export class Bank {
  readonly #operator: Client;
  readonly #iban: string;

  constructor(operator: Client, iban: string) {
    this.#operator = operator;
    this.#iban = iban;
  }

  /** Posts the statement of a day. Answers what became of each transfer in it. */
  async statement(day: string, transfers: readonly Transfer[]): Promise<string[]> {
    const file = statementFile(this.#iban, day, transfers);
    const { entries } = await this.#operator.sendXml<Imported>('/v1/payments/statements', file);
    return entries.map(({ outcome }) => outcome);
  }

  /** Records a transfer by hand. Answers what became of it. */
  async record(cents: number, bank: string, reference: string): Promise<string> {
    const body = { amount: eur(cents), bank_reference: bank, reference };
    return (await this.#operator.pay<{ outcome: string }>('/v1/payments', body)).outcome;
  }

  /** Payments of which something is not put to a bill. */
  unallocated(): Promise<Payment[]> {
    return this.#operator.all('/v1/payments');
  }

  /** Puts what is left of a payment to an order. Answers what is still left then. */
  assign(payment: Payment | undefined, account: string, order: string): Promise<Money> {
    return this.#assign(payment, { account, order });
  }

  /** Makes credit of what is left of a payment. */
  toCredit(payment: Payment | undefined, account: string): Promise<Money> {
    return this.#assign(payment, { account, credit: true });
  }

  /** Notes that what is left of a payment was sent back. */
  refund(payment: Payment | undefined, bank: string): Promise<Money> {
    return this.#assign(payment, { refund: { bank_reference: bank } });
  }

  async #assign(payment: Payment | undefined, to: object): Promise<Money> {
    const path = `/v1/payments/${payment?.id}/assignments`;
    return (await this.#operator.pay<Payment>(path, to)).unallocated;
  }
}

/** A CAMT.053 file, as a bank gives it out. */
function statementFile(iban: string, day: string, transfers: readonly Transfer[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>TOUR-${day}</MsgId><CreDtTm>${day}T20:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>TOUR-${day}</Id><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>
${transfers.map((transfer) => entry(day, transfer)).join('\n')}
</Stmt></BkToCstmrStmt></Document>`;
}

function entry(day: string, { cents, bank, text }: Transfer): string {
  return `<Ntry><Amt Ccy="EUR">${decimal(cents, 2)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>${bank}</AcctSvcrRef>
<NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
}
