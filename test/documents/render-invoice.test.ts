import { describe, expect, it } from 'vitest';
import { renderInvoicePdf } from '../../lib/documents/pdf/render-invoice.ts';
import { plainDate } from '../../lib/domain/dates.ts';
import { makeBill } from '../../lib/domain/invoices/bill.ts';
import { decideCreditNote, nothingCredited } from '../../lib/domain/invoices/credit-note.ts';
import type { BillLine, Invoice } from '../../lib/domain/invoices/invoice.ts';
import { money } from '../../lib/domain/money.ts';
import { locales } from '../../lib/messages/locales.ts';
import { readPdf } from './read-pdf.ts';
import {
  byTransfer,
  credit,
  creditNote,
  discount,
  licence,
  months,
  renewal,
  type SampleLanguage,
  sampleInvoice,
  treatments,
} from './sample-invoices.ts';

async function read(invoice: Invoice) {
  return readPdf(await renderInvoicePdf(invoice));
}

function manyLines(count: number): BillLine[] {
  return Array.from({ length: count }, (_, index) => ({ ...licence, name: `Full user ${index + 1}` }));
}

const expected = {
  it: [
    'Fattura',
    'Scadenza',
    '8 agosto 2026',
    'entro l’8 agosto',
    '183 giorni su 365',
    '1.443,95 €',
    'IVA 22% su 1.443,95 €',
  ],
  fr: [
    'Facture',
    'Échéance',
    '8 août 2026',
    'au plus tard le 8 août',
    '183 jours sur 365',
    '1 443,95 €',
    'TVA 22 % sur 1 443,95 €',
  ],
  nl: [
    'Factuur',
    'Vervaldatum',
    '8 augustus 2026',
    'uiterlijk 8 augustus',
    '183 van 365 dagen',
    '€ 1.443,95',
    'Btw 22% over € 1.443,95',
  ],
  es: [
    'Factura',
    'Vencimiento',
    '8 de agosto de 2026',
    'máximo el 8 de agosto',
    '183 de 365 días',
    '1.443,95 €',
    'IVA 22 % sobre 1.443,95 €',
  ],
  sv: [
    'Faktura',
    'Förfallodatum',
    '8 augusti 2026',
    'senast 8 augusti',
    '183 av 365 dagar',
    '1 443,95 €',
    'Moms 22 % på 1 443,95 €',
  ],
  de: [
    'Rechnung',
    'Fällig am',
    '8. August 2026',
    'bis 8. August',
    '183 von 365 Tagen',
    '1.443,95 €',
    'USt. 22 % auf 1.443,95 €',
  ],
  en: [
    'Invoice',
    'Payment due',
    'August 8, 2026',
    'by August 8',
    '183 of 365 days',
    '€1,443.95',
    'VAT 22% on €1,443.95',
  ],
} as const;

describe('T1: an invoice is a PDF in the language of its buyer', () => {
  it.each(locales)('says what it bills in %s', async (language) => {
    const { pages, info } = await read(sampleInvoice(language, [licence], byTransfer));
    expect(pages).toHaveLength(1);
    for (const text of [...expected[language], 'INV-2026-000184', 'IT12345670017', 'ord_01K0000000000000000000000A']) {
      expect(pages[0]).toContain(text);
    }
    expect(info).toMatch(new RegExp(`Title: +${expected[language][0]} INV-2026-000184`));
  });

  it('is A4, tagged, and dated with the day it was issued on', async () => {
    const { info } = await read(sampleInvoice('it', [licence]));
    expect(info).toContain('595.28 x 841.89 pts (A4)');
    expect(info).toMatch(/Tagged: +yes/);
    expect(info).toMatch(/CreationDate: +Thu Jul {2}2 00:00:00 2026 UTC/);
  });

  it('has a heading, a table with column heads, and each line parted from the next for those who hear it', async () => {
    const { structure } = await read(sampleInvoice('en', [licence], byTransfer));
    expect(structure).toMatch(/H1 \(block\)\s+"Invoice INV-2026-000184 ?"/);
    expect(structure).toMatch(/TH:\s+\/Scope \/Column\s+"Quantity ?"/);
    expect(structure).toContain('Via Esempio 12 20121 Milano Italy');
  });

  it('is in English for a language the product does not have', async () => {
    const invoice = sampleInvoice('de', [licence]);
    const { pages } = await read({ ...invoice, buyer: { ...invoice.buyer, language: 'pt' } });
    expect(pages[0]).toContain('Invoice');
    expect(pages[0]).toContain('Beispiel Maschinenbau GmbH & Co. KG');
  });

  it('has the same bytes each time, and others for another number', async () => {
    const invoice = sampleInvoice('it', [licence, discount], byTransfer);
    const [first, again] = [await renderInvoicePdf(invoice), await renderInvoicePdf(structuredClone(invoice))];
    expect(Buffer.compare(first, again)).toBe(0);
    const other = await renderInvoicePdf({ ...invoice, number: 'INV-2026-000185' });
    expect(Buffer.compare(first, other)).not.toBe(0);
  });
});

describe('T1: unit prices are before tax, also where prices include it (Directive 2006/112/EC, Article 226(8))', () => {
  const taxed = {
    ...months,
    unitPrice: money(999, 'EUR'),
    net: money(819, 'EUR'),
    period: undefined,
    basis: undefined,
  };
  const withTax = { pricesIncludeTax: true } as const;

  it.each([
    ['it', '8,1885 €', '9,99 € IVA inclusa'],
    ['fr', '8,1885 €', '9,99 € TTC'],
    ['nl', '€ 8,1885', '€ 9,99 incl. btw'],
    ['es', '8,1885 €', '9,99 € IVA incluido'],
    ['sv', '8,1885 €', '9,99 € inkl. moms'],
    ['de', '8,1885 €', '9,99 € inkl. USt.'],
    ['en', '€8.1885', '€9.99 incl. VAT'],
  ] as const)('9.99 with 22 % in it is %s %s, with %s beside it', async (language, price, detail) => {
    const { pages } = await read(sampleInvoice(language, [taxed], withTax));
    expect(pages[0]?.replaceAll(/ +/g, ' ')).toContain(` 1 ${price} `);
    expect(pages[0]).toContain(detail);
  });

  it.each([
    [12_200, 'EUR', '100,00 €'],
    [1220, 'EUR', '10,00 €'],
    [1, 'EUR', '0,0082 €'],
    [999_999_999_999, 'EUR', '8.196.721.311,4672 €'],
    [1000, 'JPY', '819,67 JPY'],
  ])('%i %s with 22 %% in it are %s', async (minor, currency, price) => {
    const { pages } = await read(sampleInvoice('it', [{ ...taxed, unitPrice: money(minor, currency) }], withTax));
    expect(pages[0]).toContain(` ${price} `);
  });

  it.each(['reverse-charge', 'outside-scope', 'not-registered'] as const)(
    'a price of 9.99 is 9.99, and nothing is said of tax in it, where none is charged: %s',
    async (kind) => {
      const invoice = sampleInvoice('en', [taxed], { ...withTax, treatment: treatments[kind] });
      const { pages } = await read(invoice);
      expect(pages[0]).toMatch(/1 +€9\.99 +€8\.19/);
      expect(pages[0]).not.toContain('incl. VAT');
    },
  );

  it('a discount has neither a unit price nor a price with tax', async () => {
    const { pages } = await read(sampleInvoice('en', [discount], withTax));
    expect(pages[0]).not.toContain('incl. VAT');
  });

  it('part of a line is credited as one thing at its own price', async () => {
    const billed = makeBill(
      [
        {
          kind: 'licence',
          subject: 'full',
          name: 'Full user',
          quantity: 3,
          unitPrice: money(999, 'EUR'),
          amount: money(2997, 'EUR'),
        },
      ],
      { ...sampleInvoice('it', [licence]), ...withTax },
    );
    const invoice = { ...sampleInvoice('it', [licence]), ...billed };
    const part = decideCreditNote(invoice, nothingCredited('EUR'), [{ line: 1, amount: money(1000, 'EUR') }]);
    const { pages } = await read({ ...invoice, ...creditNote, ...part });
    expect(pages[0]).toMatch(/Full user +1 +10,00 € +10,00 €/);
    expect(pages[0]).toContain('12,20 € IVA inclusa');
    expect(pages[0]).not.toContain('giorni su');
  });
});

describe('T1: what the law of a country wants said of who sells and who buys', () => {
  const registration = 'REA MI-1234567, cap. soc. 10.000 EUR i.v.';
  const note = 'Interest is due after 30 days.\nExample Bank, Milano';
  function inRegisters(language: SampleLanguage, changes: Partial<Invoice> = {}): Invoice {
    const invoice = sampleInvoice(language, [licence], changes);
    const seller = { ...invoice.seller, taxNumber: '27/123/45678', registration, note };
    return { ...invoice, seller, buyer: { ...invoice.buyer, taxNumber: '303 265 045' } };
  }

  it.each([
    ['it', 'Codice fiscale', 'Codice fiscale'],
    ['fr', 'Numéro fiscal', 'N° d’identification'],
    ['nl', 'Fiscaal nummer', 'Registratienummer'],
    ['es', 'N.º de identificación fiscal', 'N.º de identificación fiscal'],
    ['sv', 'Skattenummer', 'Org.nr'],
    ['de', 'Steuernummer', 'Steuer- oder Registernummer'],
    ['en', 'Tax number', 'Registration number'],
  ] as const)('in %s: %s, %s', async (language, ofSeller, ofBuyer) => {
    const { pages } = await read(inRegisters(language));
    expect(pages[0]).toContain(`${ofSeller} 27/123/45678`);
    expect(pages[0]).toContain(`${ofBuyer} 303 265 045`);
    expect(pages[0]).toContain(registration);
    expect(pages[0]).toMatch(/Interest is due after 30 days\.[\s\S]*\n *Example Bank, Milano/);
  });

  it('stands on credit notes too', async () => {
    const { pages } = await read(inRegisters('en', creditNote));
    for (const text of [registration, 'Example Bank, Milano', '303 265 045']) expect(pages[0]).toContain(text);
  });

  it('is not there where nobody has said it: nothing is said of it', async () => {
    const { pages } = await read(sampleInvoice('en', [licence]));
    for (const word of ['Tax number', 'Registration number', 'Notes', 'Payment received'])
      expect(pages[0]).not.toContain(word);
  });

  it.each([
    ['600 wide letters', 'W'.repeat(600)],
    ['12 lines', Array.from({ length: 12 }, (_, line) => `${line} ${'word '.repeat(8)}`).join('\n')],
  ])('is never cut: a note of %s, with bank details', async (_what, words) => {
    const invoice = inRegisters('de', { ...byTransfer, treatment: treatments['reverse-charge'] });
    const { pages } = await read({ ...invoice, seller: { ...invoice.seller, note: words } });
    const count = (text: string) => text.match(/W|word/g)?.length;
    expect(count(pages.join(''))).toBe(count(words));
    expect(pages.join('')).toContain('RF60 0000 0000 2026 001');
    expect(pages.join('')).not.toContain('…');
  });
});

describe('T1: a payment that was booked on another day than that of issue (Article 226(7))', () => {
  const receivedOn = plainDate('2026-06-30');

  it.each([
    ['it', 'Pagamento ricevuto', '30 giugno 2026'],
    ['fr', 'Règlement reçu le', '30 juin 2026'],
    ['nl', 'Betaling ontvangen', '30 juni 2026'],
    ['es', 'Pago recibido', '30 de junio de 2026'],
    ['sv', 'Betalning mottagen', '30 juni 2026'],
    ['de', 'Zahlung eingegangen am', '30. Juni 2026'],
    ['en', 'Payment received on', 'June 30, 2026'],
  ] as const)('in %s: %s %s', async (language, label, date) => {
    const { pages } = await read(sampleInvoice(language, [licence], { receivedOn }));
    expect(pages[0]?.replaceAll(/ +/g, ' ')).toContain(`${label} ${date}`);
  });

  it('is not named where it is the day of issue', async () => {
    const { pages } = await read(sampleInvoice('en', [licence], { receivedOn: plainDate('2026-07-02') }));
    expect(pages[0]).not.toContain('Payment received');
  });
});

describe('T4: an open invoice says how to pay it', () => {
  it('prints IBAN and reference in groups of four, with a code that scans to the same transfer', async () => {
    const { pages, codes } = await read(sampleInvoice('de', [renewal], byTransfer));
    expect(pages[0]).toContain('IT60 X054 2811 1010 0000 0123 456');
    expect(pages[0]).toContain('RF60 0000 0000 2026 001');
    expect(codes().split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      'BPMOIT22XXX',
      'Example Software S.r.l.',
      'IT60X0542811101000000123456',
      'EUR91500.00',
      '',
      'RF60000000002026001',
    ]);
  });

  it('says that one paid by card is paid, without bank details', async () => {
    const { pages } = await read(sampleInvoice('it', [credit]));
    expect(pages[0]).toContain('Pagata con carta');
    expect(pages[0]).not.toContain('IBAN');
    expect(pages[0]).not.toContain('Scadenza');
  });
});

describe('T2: the note the law wants stands beside the tax', () => {
  it.each([
    ['it', 'reverse-charge', 'Inversione contabile'],
    ['fr', 'reverse-charge', 'Autoliquidation'],
    ['nl', 'reverse-charge', 'Btw verlegd'],
    ['es', 'reverse-charge', 'Inversión del sujeto pasivo'],
    ['sv', 'reverse-charge', 'Omvänd betalningsskyldighet'],
    ['de', 'reverse-charge', 'Steuerschuldnerschaft des'],
    ['en', 'reverse-charge', 'Reverse charge'],
    ['it', 'outside-scope', 'fuori campo IVA'],
    ['de', 'not-registered', 'keine Umsatzsteuer'],
    ['sv', 'destination', '(Finland)'],
  ] as const)('in %s for %s: %s', async (language, kind, note) => {
    const { pages } = await read(sampleInvoice(language, [licence], { treatment: treatments[kind] }));
    expect(pages[0]).toContain(note);
  });

  it('names the seller’s own article: art. 7-ter of an Italian seller', async () => {
    const treatment = treatments['reverse-charge'];
    const { structure } = await read(sampleInvoice('de', [licence], { treatment }));
    expect(structure.replaceAll(/\s+/g, ' ')).toContain('2006/112/EG; art. 7-ter D.P.R. 633/1972).');
  });
});

describe('T1: a credit note names what it corrects', () => {
  it.each([
    ['it', 'Nota di credito', 'Rettifica della fattura INV-2026-000141 dell’11 giugno 2026'],
    ['fr', 'Avoir', 'Avoir sur la facture INV-2026-000141 du 11 juin 2026'],
    ['nl', 'Creditnota', 'Correctie op factuur INV-2026-000141 van 11 juni 2026'],
    ['es', 'rectificativa', 'Rectifica la factura INV-2026-000141 de fecha 11 de junio de 2026'],
    ['sv', 'Kreditfaktura', 'Krediterar faktura INV-2026-000141 av den 11 juni 2026'],
    ['de', 'Rechnungskorrektur', 'Korrektur der Rechnung INV-2026-000141 vom 11. Juni 2026'],
    ['en', 'Credit note', 'Corrects invoice INV-2026-000141 of June 11, 2026'],
  ] as const)('in %s: %s', async (language, title, corrects) => {
    const { pages } = await read(sampleInvoice(language, [licence], creditNote));
    for (const text of [title, corrects, 'Two users were ordered twice.']) expect(pages[0]).toContain(text);
  });

  it('does not say how to pay', async () => {
    const { pages } = await read(sampleInvoice('en', [licence], creditNote));
    expect(pages[0]).not.toMatch(/paid/i);
  });
});

describe('lines run over as many pages as they need', () => {
  it.each([
    [1, 1],
    [8, 2],
    [20, 2],
    [60, 4],
  ])('%i lines with bank details are on %i page(s)', async (lines, count) => {
    const { pages } = await read(sampleInvoice('it', manyLines(lines), byTransfer));
    expect(pages).toHaveLength(count);
    pages.forEach((page, index) => {
      expect(page).toContain(`Pagina ${index + 1} di ${count}`);
      expect(page).toContain('Prezzo unitario');
      expect(page).toContain('INV-2026-000184');
    });
    for (let line = 1; line <= lines; line += 1) {
      expect(pages.join('\n').match(new RegExp(`Full user ${line}\\b`, 'g'))).toHaveLength(1);
    }
  });

  it.each([7, 11, 14])('the total of %i lines stands on the last page, below a line', async (lines) => {
    const { pages } = await read(sampleInvoice('it', manyLines(lines), byTransfer));
    const last = pages.at(-1) ?? '';
    expect(last).toContain('Totale fattura');
    expect(last).toContain(`Full user ${lines}`);
    expect(pages.slice(0, -1).join('')).not.toContain('Totale fattura');
  });
});

describe('names are written in any alphabet of Europe and cannot break the page', () => {
  const withName = (name: string) => {
    const invoice = sampleInvoice('en', [{ ...months, name }], byTransfer);
    return { ...invoice, buyer: { ...invoice.buyer, name }, seller: { ...invoice.seller, name } };
  };

  it.each([
    'Ελληνική Εταιρεία Ανώνυμη',
    'Българска фирма ЕООД',
    'Przykładowa Spółka z o.o. źdźbło',
    'Örnek Yazılım İğdır A.Ş.',
    'Công ty Ví dụ Nguyễn',
    'მაგალითი შპს',
    'Օրինակ ՍՊԸ',
  ])('%s', async (name) => {
    const { pages } = await read(withName(name));
    expect(pages[0]?.split(name).length).toBeGreaterThan(2);
  });

  it.each([
    ['right-to-left words', 'חברה לדוגמה בע״מ'],
    ['marks that turn the text round', 'Example \u202egnp.exe\u2066 Ltd'],
    ['emoji and ideograms', '🎉 株式会社 👩‍👩‍👧 Example'],
    ['lone surrogates and controls', 'Ex\ud800ample\u0000\u0007 \ufeffLtd'],
    ['a word of 5000 letters', 'W'.repeat(5000)],
    ['2000 words', 'word '.repeat(2000)],
    ['200 lines', 'line\n'.repeat(200)],
    ['nothing but spaces', '   '],
    ['markup', '<b>&amp;</b> %s {name} \\'],
  ])('are drawn on one or two pages with %s', async (_what, name) => {
    const { pages } = await read(withName(name));
    expect(pages.length).toBeLessThanOrEqual(2);
    expect(pages.join('')).toContain('€39.00');
  });

  it('show a mark for a letter that no font has', async () => {
    const { pages } = await read(withName('Example 株'));
    expect(pages[0]).toContain('Example \ufffd');
  });

  it('fit in their columns however large the amounts are', async () => {
    const most = { minor: 99_999_999_999, currency: licence.net.currency };
    const { pages } = await read(sampleInvoice('de', [{ ...licence, unitPrice: most, net: most, quantity: 1000 }]));
    expect(pages[0]).toMatch(/1\.000 +999\.999\.999,99 € +999\.999\.999,99 €/);
  });
});

describe('M3: people read the last day of a period', () => {
  it('a half-open period to September 2 runs through September 1', async () => {
    const period = { start: plainDate('2026-07-02'), end: plainDate('2026-09-02') };
    const { pages } = await read(sampleInvoice('en', [{ ...months, period }]));
    expect(pages[0]).toContain('July 2, 2026 – September 1, 2026 · 2 months');
  });
});
