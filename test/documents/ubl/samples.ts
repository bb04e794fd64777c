import { type PlainDate, plainDate } from '../../../lib/domain/dates.ts';
import { makeBill, type PricedLine } from '../../../lib/domain/invoices/bill.ts';
import { decideCreditNote, nothingCredited } from '../../../lib/domain/invoices/credit-note.ts';
import type { Bill, Buyer, Invoice, Seller, TransferDetails } from '../../../lib/domain/invoices/invoice.ts';
import { money } from '../../../lib/domain/money.ts';
import { decideTax } from '../../../lib/domain/tax/decide-tax.ts';
import type { VatNumberState } from '../../../lib/domain/tax/treatment.ts';

const on = plainDate('2026-03-10');

export const italianSeller: Seller = {
  name: 'Example Software S.r.l.',
  address: 'Via Esempio 1',
  postalCode: '20121',
  city: 'Milano',
  country: 'IT',
  vatNumber: 'IT12345670017',
  email: 'bills@example.com',
};
export const unregisteredSeller: Seller = { ...italianSeller, name: 'Example Author', vatNumber: undefined };
const withTaxNumber: Seller = { ...unregisteredSeller, taxNumber: '27/123/45678' };
const inRegisters: Seller = {
  ...italianSeller,
  taxNumber: '12345670017',
  registration: 'REA MI-1234567, cap. soc. 10.000 EUR i.v.',
  note: 'Interest is due after 30 days.\nExample Bank, Milano',
};

export function buyerIn(country: string, more: Partial<Buyer> = {}): Buyer {
  return {
    name: 'Example Buyer Ltd',
    address: 'Example Street 2',
    postalCode: '10115',
    city: 'Example Town',
    country,
    vatNumber: undefined,
    language: 'en',
    ...more,
  };
}

export const transfer: TransferDetails = {
  iban: 'NL91ABNA0417164300',
  bic: 'ABNANL2A',
  holder: 'Example Software S.r.l.',
  reference: 'RF18539007547034',
};

export function line(minor: number, more: Partial<PricedLine> = {}, currency = 'EUR'): PricedLine {
  const amount = money(minor, currency);
  return { kind: 'credit', subject: '', name: 'Credit', quantity: 1, unitPrice: amount, ...more, amount };
}

const march = { start: plainDate('2026-03-10'), end: plainDate('2026-04-10') };

interface Wanted {
  readonly seller?: Seller;
  readonly buyer?: Buyer;
  readonly numberState?: VatNumberState;
  readonly lines?: readonly PricedLine[];
  readonly pricesIncludeTax?: boolean;
}

/** A bill as the service makes it: taxed by its rules, added up by its rules. */
export function billOf(wanted: Wanted): Bill {
  const seller = wanted.seller ?? italianSeller;
  const buyer = wanted.buyer ?? buyerIn('IT');
  const vatNumberState = wanted.numberState ?? (buyer.vatNumber === undefined ? 'none' : 'valid');
  return makeBill(wanted.lines ?? [line(14_400)], {
    seller,
    buyer,
    treatment: decideTax({ seller, buyer: { ...buyer, vatNumberState }, on }),
    pricesIncludeTax: wanted.pricesIncludeTax ?? false,
  });
}

export function issued(bill: Bill, more: Partial<Invoice> = {}): Invoice {
  return {
    ...bill,
    id: 'doc_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
    kind: 'invoice',
    number: 'INV-2026-000001',
    account: 'acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
    order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
    issuedOn: on,
    dueOn: undefined,
    paymentMethod: 'card',
    transfer: undefined,
    corrects: undefined,
    ...more,
  };
}

const open = { dueOn: plainDate('2026-03-24'), paymentMethod: 'bank-transfer', transfer } as const;

function credited(invoice: Invoice, lines: Parameters<typeof decideCreditNote>[2] = []): Invoice {
  const { id, number, issuedOn, total } = invoice;
  return issued(decideCreditNote(invoice, nothingCredited(total.currency), lines), {
    kind: 'credit-note',
    number: 'CN-2026-000001',
    issuedOn: '2026-03-12' as PlainDate,
    corrects: { invoice: id, number, issuedOn, reason: 'Ordered by mistake' },
  });
}

const licences = [
  line(39_996, { kind: 'licence', subject: 'basic', name: 'Basic', quantity: 4, period: march }),
  line(3333, { kind: 'module', subject: 'reports', name: 'Reports', quantity: 3, period: march }),
  line(-4333, { kind: 'discount', subject: 'annual', name: '10 % for a year', period: march }),
];

const domestic = issued(billOf({}));
const open4 = issued(billOf({ lines: licences }), open);
const gross = issued(billOf({ lines: licences, buyer: buyerIn('DE', { language: 'de' }), pricesIncludeTax: true }));
const greek = buyerIn('GR', { vatNumber: 'GR094019245', language: 'fr' });
const reverse = issued(billOf({ buyer: greek, lines: licences }), open);

/** Every kind of bill the service issues. */
export const samples = {
  domestic,
  'open-transfer': open4,
  'reverse-charge': reverse,
  destination: issued(billOf({ buyer: buyerIn('FI') })),
  'destination-with-unverified-number': issued(
    billOf({ buyer: buyerIn('SE', { vatNumber: 'SE556012579001' }), numberState: 'unverified' }),
  ),
  'outside-scope': issued(billOf({ buyer: buyerIn('CH', { vatNumber: 'CHE123456788MWST' }), lines: licences })),
  'outside-scope-without-number': issued(billOf({ buyer: buyerIn('US') })),
  'not-registered': issued(billOf({ seller: withTaxNumber, lines: licences }), open),
  'not-registered-without-number': issued(
    billOf({ seller: unregisteredSeller, buyer: buyerIn('FR', { vatNumber: 'FR40303265045' }), lines: licences }),
    open,
  ),
  registers: issued(billOf({ seller: inRegisters, buyer: buyerIn('FR', { taxNumber: '303 265 045' }) }), {
    receivedOn: plainDate('2026-03-08'),
  }),
  'registers-outside-scope': issued(billOf({ seller: inRegisters, buyer: buyerIn('US', { taxNumber: '12-3456789' }) })),
  'prices-with-tax': gross,
  'open-card': issued(billOf({}), { dueOn: plainDate('2026-03-24') }),
  'paid-transfer': issued(billOf({}), { paymentMethod: 'bank-transfer' }),
  'in-kronor': issued(billOf({ lines: [line(99_900, {}, 'SEK')], buyer: buyerIn('SE', { language: 'sv' }) }), open),
  'in-yen': issued(billOf({ lines: [line(14_400, {}, 'JPY')], buyer: buyerIn('JP') })),
  'free-line': issued(billOf({ lines: [line(1200), line(0, { kind: 'module', name: 'Trial', subject: 'trial' })] })),
  'bare-address': issued(
    billOf({ buyer: buyerIn('IT', { address: undefined, postalCode: undefined, city: undefined }) }),
  ),
  'long-address': issued(
    billOf({ buyer: buyerIn('IT', { address: 'Example Building\nFloor 3\nDoor 12\nExample Street 4' }) }),
  ),
  'credit-note': credited(open4),
  'credit-note-by-line': credited(gross, [{ line: 1, amount: money(1000, 'EUR') }]),
  'credit-note-reverse-charge': credited(reverse, [{ line: 2 }]),
  'credit-note-not-registered': credited(issued(billOf({ seller: unregisteredSeller, lines: licences }))),
  'credit-note-outside-scope': credited(issued(billOf({ buyer: buyerIn('US') }))),
} as const satisfies Record<string, Invoice>;

export type SampleName = keyof typeof samples;
