import { describe, expect, it } from 'vitest';
import { plainDate } from '../../lib/domain/dates.ts';
import { invoiceFor } from '../../lib/store/bills.ts';
import type { Order } from '../../lib/store/orders.ts';
import { billOf, transfer } from '../documents/ubl/samples.ts';

const order = { id: 'ord_TEST', account: 'acc_TEST', invoice: 'doc_TEST', paymentMethod: 'bank-transfer', transfer };
const issuedOn = plainDate('2026-03-10');

describe('T1: the invoice of an order', () => {
  it('paid before it is issued has the day of the payment, and nothing to pay', () => {
    const invoice = invoiceFor(order as unknown as Order, billOf({}), issuedOn, undefined, plainDate('2026-03-08'));
    expect(invoice).toMatchObject({ issuedOn, receivedOn: '2026-03-08', dueOn: undefined, transfer: undefined });
  });

  it('open for 14 days has the last of them, how to pay, and no day of a payment', () => {
    const invoice = invoiceFor(order as unknown as Order, billOf({}), issuedOn, 14);
    expect(invoice).toMatchObject({ dueOn: '2026-03-24', transfer, receivedOn: undefined });
  });
});
