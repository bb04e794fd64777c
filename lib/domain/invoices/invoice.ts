import type { PlainDate } from '../dates.ts';
import type { AccountId, InvoiceId, OrderId } from '../ids.ts';
import type { LineBasis } from '../licences/price-term-order.ts';
import type { Money } from '../money.ts';
import type { TaxCategory, TaxTreatment } from '../tax/treatment.ts';

/** Who sells, as they were when the bill was made. */
export interface Seller {
  readonly name: string;
  readonly address: string;
  readonly postalCode: string | undefined;
  readonly city: string | undefined;
  readonly country: string;
  readonly vatNumber: string | undefined;
  readonly email: string;
  /** National tax number, such as a Steuernummer. */
  readonly taxNumber?: string | undefined;
  /** Register, legal form and capital, in the words of the seller's country. */
  readonly registration?: string | undefined;
  /** Printed on every document, in lines. */
  readonly note?: string | undefined;
}

/** Who buys, as they were when the bill was made. (A10) */
export interface Buyer {
  readonly name: string;
  readonly address: string | undefined;
  readonly postalCode: string | undefined;
  readonly city: string | undefined;
  readonly country: string;
  readonly vatNumber: string | undefined;
  /** National number, such as a codice fiscale or that of a register of companies. */
  readonly taxNumber?: string | undefined;
  /** Language of the document: one of the product's. */
  readonly language: string;
}

/** A line of a bill. */
export interface BillLine {
  /** From 1. */
  readonly number: number;
  readonly kind: 'credit' | 'licence' | 'module' | 'pack' | 'plan' | 'consumption' | 'discount';
  /** Id of what is sold, in the catalogue; '' for credit. */
  readonly subject: string;
  readonly name: string;
  /** Above zero; a discount has 1 and a negative amount. */
  readonly quantity: number;
  /** What one costs for the whole term, before tax or with it as the plan says. */
  readonly unitPrice: Money;
  /** Half-open; absent where nothing runs for a time. */
  readonly period: { readonly start: PlainDate; readonly end: PlainDate } | undefined;
  readonly basis: LineBasis | undefined;
  /** Before tax. */
  readonly net: Money;
}

/** Tax of one rate. (M2) */
export interface BillTax {
  readonly category: TaxCategory;
  /** Hundredths of a percent. */
  readonly rate: number;
  readonly base: Money;
  readonly amount: Money;
}

/** Lines with their tax: what an order comes to, and what its invoice says. */
export interface Bill {
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly treatment: TaxTreatment;
  /** Whether unit prices have the tax in them. */
  readonly pricesIncludeTax: boolean;
  readonly lines: readonly BillLine[];
  readonly taxes: readonly BillTax[];
  readonly net: Money;
  readonly tax: Money;
  /** net + tax: what is to be paid. */
  readonly total: Money;
}

/** How an order is paid. (T4) */
export type PaymentMethod = 'card' | 'bank-transfer';

/** Where to transfer money to, and with which words. */
export interface TransferDetails {
  readonly iban: string;
  readonly bic: string | undefined;
  readonly holder: string;
  /** ISO 11649 creditor reference, `RF…`. */
  readonly reference: string;
}

/** An invoice or a credit note: issued once, never changed. (T1) Amounts of a credit note are above zero, as those of what it corrects. */
export interface Invoice extends Bill {
  readonly id: InvoiceId;
  readonly kind: 'invoice' | 'credit-note';
  /** Gap-free within its series and year, such as `INV-2026-000001`. */
  readonly number: string;
  readonly account: AccountId;
  readonly order: OrderId;
  readonly issuedOn: PlainDate;
  /** Last day to pay; absent where it was paid before it was issued, and on credit notes. */
  readonly dueOn: PlainDate | undefined;
  /** When the payment that completed it was booked; absent where nothing was paid before it was issued. */
  readonly receivedOn?: PlainDate | undefined;
  readonly paymentMethod: PaymentMethod;
  /** How to pay by transfer; absent where nothing was open when it was issued. */
  readonly transfer: TransferDetails | undefined;
  /** Of a credit note: what it corrects, and why. */
  readonly corrects:
    | { readonly invoice: InvoiceId; readonly number: string; readonly issuedOn: PlainDate; readonly reason: string }
    | undefined;
  /** The reseller at whose discount it was bought. (R5) */
  readonly reseller?: AccountId | undefined;
}
