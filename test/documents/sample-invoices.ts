import { plainDate } from '../../lib/domain/dates.ts';
import type { AccountId, InvoiceId, OrderId } from '../../lib/domain/ids.ts';
import type { BillLine, Buyer, Invoice, Seller } from '../../lib/domain/invoices/invoice.ts';
import { money } from '../../lib/domain/money.ts';
import type { TaxTreatment } from '../../lib/domain/tax/treatment.ts';
import { creditorReference } from '../../lib/payments/transfer/creditor-reference.ts';

const seller: Seller = {
  name: 'Example Software S.r.l.',
  address: 'Via Esempio 12',
  postalCode: '20121',
  city: 'Milano',
  country: 'IT',
  vatNumber: 'IT12345670017',
  email: 'billing@example.com',
};

const buyers = {
  it: {
    name: 'Esempio Clienti S.p.A.',
    address: 'Corso Prova 7',
    postalCode: '10121',
    city: 'Torino',
    country: 'IT',
    vatNumber: 'IT00743110157',
  },
  fr: {
    name: 'Exemple et Associés SARL',
    address: '18 rue du Modèle',
    postalCode: '69002',
    city: 'Lyon',
    country: 'FR',
    vatNumber: 'FR40303265045',
  },
  nl: {
    name: 'Voorbeeld & Zonen B.V.',
    address: 'Voorbeeldstraat 5',
    postalCode: '3511 AB',
    city: 'Utrecht',
    country: 'NL',
    vatNumber: 'NL004495445B01',
  },
  es: {
    name: 'Ejemplo Hermanos, S.L.',
    address: 'Calle de la Muestra 21',
    postalCode: '28013',
    city: 'Madrid',
    country: 'ES',
    vatNumber: 'ESB58378431',
  },
  sv: {
    name: 'Exempelbolaget AB',
    address: 'Exempelgatan 3',
    postalCode: '111 22',
    city: 'Stockholm',
    country: 'SE',
    vatNumber: 'SE556188840401',
  },
  de: {
    name: 'Beispiel Maschinenbau GmbH & Co. KG',
    address: 'Musterstraße 48',
    postalCode: '80331',
    city: 'München',
    country: 'DE',
    vatNumber: 'DE136695976',
  },
  en: {
    name: 'Example Trading Ltd',
    address: '4 Sample Quay',
    postalCode: 'D02 X285',
    city: 'Dublin',
    country: 'IE',
    vatNumber: 'IE6433435F',
  },
} as const;
export type SampleLanguage = keyof typeof buyers;

const domestic: TaxTreatment = {
  kind: 'domestic',
  category: 'S',
  rate: 2200,
  country: 'IT',
  source: 'DPR 633/72, art. 16',
};
export const treatments = {
  domestic,
  'reverse-charge': {
    kind: 'reverse-charge',
    category: 'AE',
    rate: 0,
    country: undefined,
    source: '2006/112/EC, art. 196',
  },
  destination: { kind: 'destination', category: 'S', rate: 2550, country: 'FI', source: '2006/112/EC, art. 58' },
  'outside-scope': {
    kind: 'outside-scope',
    category: 'O',
    rate: 0,
    country: undefined,
    source: '2006/112/EC, art. 59',
  },
  'not-registered': { kind: 'not-registered', category: 'E', rate: 0, country: undefined, source: '-' },
} as const satisfies Record<string, TaxTreatment>;

const year = { start: plainDate('2026-07-02'), end: plainDate('2027-07-02') };

export const licence: BillLine = {
  number: 1,
  kind: 'licence',
  subject: 'full',
  name: 'Full user',
  quantity: 12,
  unitPrice: money(24_000, 'EUR'),
  period: { start: plainDate('2026-07-02'), end: plainDate('2027-01-01') },
  basis: { kind: 'daily', daysLeft: 183, days: 365 },
  net: money(144_395, 'EUR'),
};
export const discount: BillLine = {
  number: 2,
  kind: 'discount',
  subject: 'full',
  name: 'Partner discount 20 %',
  quantity: 1,
  unitPrice: money(-28_879, 'EUR'),
  period: undefined,
  basis: undefined,
  net: money(-28_879, 'EUR'),
};
export const renewal: BillLine = {
  ...licence,
  name: 'Read-only user',
  quantity: 1250,
  unitPrice: money(6000, 'EUR'),
  period: year,
  basis: { kind: 'whole-period' },
  net: money(7_500_000, 'EUR'),
};
export const months: BillLine = {
  ...licence,
  kind: 'module',
  name: 'Campaigns module',
  quantity: 1,
  unitPrice: money(3900, 'EUR'),
  period: { start: plainDate('2026-07-02'), end: plainDate('2026-09-02') },
  basis: { kind: 'whole-months', months: 2 },
  net: money(7800, 'EUR'),
};
export const credit: BillLine = {
  ...licence,
  kind: 'credit',
  subject: '',
  name: 'Prepaid credit',
  quantity: 1,
  unitPrice: money(14_400, 'EUR'),
  period: undefined,
  basis: undefined,
  net: money(14_400, 'EUR'),
};

export const transfer = {
  iban: 'IT60X0542811101000000123456',
  bic: 'BPMOIT22XXX',
  holder: 'Example Software S.r.l.',
  reference: creditorReference('000000002026001'),
};

export function sampleBuyer(language: SampleLanguage): Buyer {
  return { ...buyers[language], language };
}

/** An invoice whose sums follow from its lines and treatment. */
export function sampleInvoice(
  language: SampleLanguage,
  lines: readonly BillLine[],
  changes: Partial<Invoice> & { readonly treatment?: TaxTreatment } = {},
): Invoice {
  const treatment = changes.treatment ?? domestic;
  const net = lines.reduce((sum, line) => sum + line.net.minor, 0);
  const tax = Math.round((net * treatment.rate) / 10_000);
  const amounts = { net: money(net, 'EUR'), tax: money(tax, 'EUR'), total: money(net + tax, 'EUR') };
  return {
    id: 'inv_01K0000000000000000000000A' as InvoiceId,
    kind: 'invoice',
    number: 'INV-2026-000184',
    account: 'acc_01K0000000000000000000000A' as AccountId,
    order: 'ord_01K0000000000000000000000A' as OrderId,
    issuedOn: plainDate('2026-07-02'),
    dueOn: undefined,
    paymentMethod: 'card',
    transfer: undefined,
    corrects: undefined,
    seller,
    buyer: sampleBuyer(language),
    treatment,
    pricesIncludeTax: false,
    lines: lines.map((line, index) => ({ ...line, number: index + 1 })),
    taxes: [{ category: treatment.category, rate: treatment.rate, base: amounts.net, amount: amounts.tax }],
    ...amounts,
    ...changes,
  };
}

export const byTransfer = { paymentMethod: 'bank-transfer', dueOn: plainDate('2026-08-08'), transfer } as const;

export const creditNote = {
  kind: 'credit-note',
  number: 'CN-2026-000007',
  corrects: {
    invoice: 'inv_01K00000000000000000000000' as InvoiceId,
    number: 'INV-2026-000141',
    issuedOn: plainDate('2026-06-11'),
    reason: 'Two users were ordered twice.',
  },
} as const;
