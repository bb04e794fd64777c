import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  balanceOf,
  bankReference,
  eur,
  once,
  operator,
  ordered,
  orderOf,
  type PaymentJson,
  record,
  useBank,
} from './transfers.ts';

/** The first vendor's catalogue, with prices that have the VAT in them. */
function grossCatalogue(): string {
  const document = JSON.parse(readFileSync('lib/catalogue/vendors/prepaid-crm.json', 'utf8'));
  document.plans[0].prices_include_tax = true;
  const file = join(mkdtempSync(join(tmpdir(), 'gross-')), 'catalogue.json');
  writeFileSync(file, JSON.stringify(document));
  return file;
}

useBank(grossCatalogue());

describe('T2, T4: where prices include tax, 100.00 EUR of credit cost 100.00 EUR', () => {
  it('by transfer, and what is over becomes as much credit', async () => {
    const { account, order } = await ordered();
    expect(order).toMatchObject({ total: eur(10_000), net: eur(8_197), tax: eur(1_803) });
    const before = await balanceOf(account);
    const { outcome, payment } = await record({
      reference: order.transfer.reference,
      amount: eur(11_220),
      bank_reference: bankReference(),
    });
    expect([outcome, payment.unallocated]).toEqual(['over', eur(1_220)]);
    const target = { account, credit: true };
    const after = await operator.send<PaymentJson>('POST', `/v1/payments/${payment.id}/assignments`, target, once());
    expect(after.unallocated).toEqual(eur(0));
    expect((await balanceOf(account)) - before).toBe(11_220);
    const bought = await orderOf(account, after.uses[1]?.order ?? '');
    expect(bought).toMatchObject({ status: 'paid', net: eur(1_000), tax: eur(220), total: eur(1_220) });
  });
});
