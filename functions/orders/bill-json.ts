import type * as z from 'zod';
import type { billFields, transferSchema } from '../../lib/contract/bills.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import type { Bill, TransferDetails } from '../../lib/domain/invoices/invoice.ts';
import { type Money, money } from '../../lib/domain/money.ts';
import { percent } from '../../lib/messages/format.ts';
import { epcPayload } from '../../lib/payments/transfer/epc-qr.ts';

type BillJson = z.input<z.ZodObject<typeof billFields>>;

/** What a bill comes to; nothing where there is none. */
export function billJson(
  bill: Pick<Bill, 'treatment' | 'taxes' | 'net' | 'tax' | 'total'> | undefined,
  currency: string,
): BillJson {
  const nothing = moneyJson(money(0, currency));
  if (bill === undefined) return { net: nothing, tax: nothing, taxes: [], total: nothing };
  const { kind, country } = bill.treatment;
  return {
    net: moneyJson(bill.net),
    tax: moneyJson(bill.tax),
    taxes: bill.taxes.map(({ category, rate, base, amount }) => ({
      kind,
      category,
      country: country ?? null,
      rate: percent(rate),
      base: moneyJson(base),
      amount: moneyJson(amount),
    })),
    total: moneyJson(bill.total),
  };
}

/** Where to transfer what is due. */
export function transferJson(transfer: TransferDetails, due: Money): z.input<typeof transferSchema> {
  const { iban, bic, holder, reference } = transfer;
  return { iban, bic: bic ?? null, holder, reference, qr: epcPayload({ ...transfer, amount: due }) ?? null };
}
