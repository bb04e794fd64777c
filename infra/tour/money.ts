export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** What a preview, an order or an invoice comes to. */
export interface Bill {
  readonly net: Money;
  readonly tax: Money;
  readonly taxes: readonly { readonly kind: string; readonly country: string | null; readonly rate: string }[];
  readonly total: Money;
}

export const eur = (amount: number): Money => ({ amount, currency: 'EUR' });

/** Net, tax and total of a bill, to lay beside what is expected. */
export function amountsOf({ net, tax, total }: Bill): [number, number, number] {
  return [net.amount, tax.amount, total.amount];
}

/** How a bill is taxed: the kind, whose VAT it is, and the rate. */
export function taxOf({ taxes }: Bill): [string, string | null, string][] {
  return taxes.map(({ kind, country, rate }) => [kind, country, rate]);
}
