import type * as z from 'zod';
import type { invoiceSchema } from '../../lib/contract/invoices.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import type { BillLine, Buyer, Seller } from '../../lib/domain/invoices/invoice.ts';
import { money } from '../../lib/domain/money.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { invoiceStatus, openOf, type StoredInvoice } from '../../lib/store/invoices.ts';
import { billJson, transferJson } from '../orders/bill-json.ts';
import { basisJson, describedAs } from '../orders/order-json.ts';

export function invoiceJson(stored: StoredInvoice): z.input<typeof invoiceSchema> {
  const { document, paid, credited } = stored;
  const { id, account, corrects, transfer, total } = document;
  const url = `${environment().BASE_URL}/v1/accounts/${account}/invoices/${id}`;
  return {
    id,
    number: document.number,
    kind: document.kind,
    status: invoiceStatus(stored),
    account,
    order: document.order,
    issued_on: document.issuedOn,
    due_on: document.dueOn ?? null,
    received_on: document.receivedOn ?? null,
    seller: sellerJson(document.seller),
    buyer: partyJson(document.buyer),
    lines: document.lines.map((line) => lineJson(line, credited.lines[line.number] ?? 0)),
    prices_include_tax: document.pricesIncludeTax,
    ...billJson(document, total.currency),
    paid: moneyJson(paid),
    credited: moneyJson(credited.total),
    due: moneyJson(openOf(stored)),
    payment_method: document.paymentMethod,
    transfer: transfer === undefined ? null : transferJson(transfer, total),
    corrects:
      corrects === undefined
        ? null
        : {
            invoice: corrects.invoice,
            number: corrects.number,
            issued_on: corrects.issuedOn,
            reason: corrects.reason,
          },
    links: { pdf: `${url}.pdf`, xml: `${url}.xml` },
  };
}

function sellerJson(seller: Seller) {
  return { ...partyJson(seller), registration: seller.registration ?? null, invoice_note: seller.note ?? null };
}

function partyJson({ name, address, postalCode, city, country, vatNumber, taxNumber }: Seller | Buyer) {
  return {
    name,
    address: address ?? null,
    postal_code: postalCode ?? null,
    city: city ?? null,
    country,
    vat_number: vatNumber ?? null,
    tax_number: taxNumber ?? null,
  };
}

function lineJson(line: BillLine, creditedMinor: number) {
  const { number, kind, subject, quantity, unitPrice, period, basis, net } = line;
  return {
    number,
    kind,
    subject: subject === '' ? null : subject,
    description: describedAs(line),
    quantity,
    unit_price: moneyJson(unitPrice),
    period: period === undefined ? null : { start: period.start, end: period.end },
    basis: basis === undefined ? null : basisJson(basis),
    net: moneyJson(net),
    credited: moneyJson(money(creditedMinor, net.currency)),
  };
}
