import { InvoiceService } from '@e-invoice-eu/core';
import { describe, expect, it } from 'vitest';
import { renderUbl } from '../../../lib/documents/ubl/render-ubl.ts';
import { toUbl } from '../../../lib/documents/ubl/to-ubl.ts';
import type { Invoice } from '../../../lib/domain/invoices/invoice.ts';
import { billOf, buyerIn, issued, line, type SampleName, samples } from './samples.ts';
import { all, type Element, has, one, parseXml, textOf } from './xml.ts';

const SELLER = 'cac:AccountingSupplierParty/cac:Party';
const BUYER = 'cac:AccountingCustomerParty/cac:Party';

async function render(invoice: Invoice): Promise<Element> {
  return parseXml(await renderUbl(invoice));
}

/** Texts at paths, in the order asked for. */
function texts(document: Element, ...paths: string[]): (string | undefined)[] {
  return paths.map((path) => textOf(document, path));
}

describe('T1: a bill as an electronic invoice', () => {
  it('is the same text each time', async () => {
    expect(await renderUbl(samples['open-transfer'])).toBe(await renderUbl(samples['open-transfer']));
  });

  it('is an Invoice of type 380 that claims EN 16931 and nothing narrower', async () => {
    const xml = await renderUbl(samples.domestic);
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\s*<Invoice xmlns="urn:oasis:[\w:]+:Invoice-2"/);
    const document = parseXml(xml);
    expect(texts(document, 'cbc:CustomizationID', 'cbc:ProfileID', 'cbc:InvoiceTypeCode', 'cbc:ID')).toEqual([
      'urn:cen.eu:en16931:2017',
      undefined,
      '380',
      'INV-2026-000001',
    ]);
  });

  it('has lines with the net amount as price of their whole quantity, and their last day as end', async () => {
    const [first] = all(await render(samples['open-transfer']), 'cac:InvoiceLine');
    expect(first).toBeDefined();
    const paths = [
      'cbc:InvoicedQuantity',
      'cbc:LineExtensionAmount',
      'cac:Price/cbc:PriceAmount',
      'cac:Price/cbc:BaseQuantity',
      'cac:InvoicePeriod/cbc:StartDate',
      'cac:InvoicePeriod/cbc:EndDate',
      'cac:Item/cac:SellersItemIdentification/cbc:ID',
    ];
    expect(texts(first as Element, ...paths)).toEqual([
      '4',
      '399.96',
      '399.96',
      '4',
      '2026-03-10',
      '2026-04-09',
      'basic',
    ]);
  });

  it('takes a discount off the whole: 433.29 less 43.33 is 389.96, with 22 % VAT 475.75', async () => {
    const document = await render(samples['open-transfer']);
    expect(all(document, 'cac:InvoiceLine')).toHaveLength(2);
    expect(texts(one(document, 'cac:AllowanceCharge'), 'cbc:AllowanceChargeReason', 'cbc:Amount')).toEqual([
      '10 % for a year',
      '43.33',
    ]);
    expect(one(document, 'cac:LegalMonetaryTotal').children.map(({ name, text }) => [name.slice(4), text])).toEqual([
      ['LineExtensionAmount', '433.29'],
      ['TaxExclusiveAmount', '389.96'],
      ['TaxInclusiveAmount', '475.75'],
      ['AllowanceTotalAmount', '43.33'],
      ['PayableAmount', '475.75'],
    ]);
  });

  it('uses the net amounts of the bill where prices have the tax in them: 389.96 stays what is paid', async () => {
    const invoice = samples['prices-with-tax'];
    const document = await render(invoice);
    expect(textOf(document, 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount')).toBe('389.96');
    expect(texts(document, 'cac:TaxTotal/cbc:TaxAmount', 'cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount')).toEqual([
      '62.26',
      '327.70',
    ]);
  });

  it('writes yen without decimals', async () => {
    expect(textOf(await render(samples['in-yen']), 'cac:LegalMonetaryTotal/cbc:PayableAmount')).toBe('0');
    expect(textOf(await render(samples['in-yen']), 'cac:LegalMonetaryTotal/cbc:PrepaidAmount')).toBe('14400');
  });

  it('has nothing left to pay when it was paid before it was issued, and else a date to pay by', async () => {
    const total = 'cac:LegalMonetaryTotal';
    const paths = ['cbc:DueDate', `${total}/cbc:PrepaidAmount`, `${total}/cbc:PayableAmount`];
    expect(texts(await render(samples.domestic), ...paths)).toEqual([undefined, '175.68', '0.00']);
    expect(texts(await render(samples['open-card']), ...paths)).toEqual(['2026-03-24', undefined, '175.68']);
  });

  it('divides an address of several lines over the three there are', async () => {
    const address = one(await render(samples['long-address']), `${BUYER}/cac:PostalAddress`);
    const paths = ['cbc:StreetName', 'cbc:AdditionalStreetName', 'cac:AddressLine/cbc:Line'];
    expect(texts(address, ...paths)).toEqual(['Example Building', 'Floor 3', 'Door 12, Example Street 4']);
  });

  it('stays well-formed whatever names hold, and keeps them', async () => {
    const name = `<b> & "quoted" 'x' ]]> \u{1F9FE} \uFFFE\uFFFF\u0001 end`;
    const document = await render(
      issued(
        billOf({ lines: [line(100, { kind: 'licence', subject: 'user', name })], buyer: buyerIn('IT', { name }) }),
      ),
    );
    const read = textOf(document, `${BUYER}/cac:PartyLegalEntity/cbc:RegistrationName`);
    expect(read).toBe(`<b> & "quoted" 'x' ]]> \u{1F9FE} \uFFFD\uFFFD\uFFFD end`);
    expect(textOf(document, 'cac:InvoiceLine/cac:Item/cbc:Name')).toBe(read);
  });

  it('takes no entity from a name', async () => {
    const xml = await renderUbl(
      issued(
        billOf({ lines: [line(100, { kind: 'licence', subject: 'user', name: '& &amp; &lt; &#0; &nbsp; &#x1;' })] }),
      ),
    );
    expect(xml).toContain('<cbc:Name>&amp; &amp;amp; &amp;lt; &amp;#0; &amp;nbsp; &amp;#x1;</cbc:Name>');
  });

  it('is written for 3000 lines', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => line(100 + index, { name: `Item ${index}` }));
    expect(all(await render(issued(billOf({ lines: many }))), 'cac:InvoiceLine')).toHaveLength(3000);
  });
});

describe('T2: the tax on an electronic invoice', () => {
  const category = 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory';
  const rows: [SampleName, string, string | undefined, string | undefined][] = [
    ['domestic', 'S', '22.00', undefined],
    ['destination', 'S', '25.50', undefined],
    ['reverse-charge', 'AE', '0.00', 'VATEX-EU-AE'],
    ['outside-scope', 'O', undefined, 'VATEX-EU-O'],
    ['not-registered', 'E', '0.00', undefined],
    ['not-registered-without-number', 'O', undefined, 'VATEX-EU-O'],
  ];
  it.each(rows)('%s is category %s with rate %s and reason %s', async (name, id, percent, code) => {
    const found = one(await render(samples[name]), category);
    expect(texts(found, 'cbc:ID', 'cbc:Percent', 'cbc:TaxExemptionReasonCode')).toEqual([id, percent, code]);
    expect(has(found, 'cbc:TaxExemptionReason')).toBe(id !== 'S');
  });

  it('says in the buyer’s language why nothing is charged', async () => {
    const document = await render(samples['reverse-charge']);
    expect(textOf(document, `${category}/cbc:TaxExemptionReason`)).toMatch(/^Autoliquidation/);
  });

  it('has the Greek buyer’s number with EL, and an English reason for an unknown language', async () => {
    const buyer = buyerIn('GR', { vatNumber: 'GR 094019245', language: 'el' });
    const document = await render(issued(billOf({ buyer })));
    expect(textOf(document, `${BUYER}/cac:PartyTaxScheme/cbc:CompanyID`)).toBe('EL094019245');
    expect(textOf(document, `${category}/cbc:TaxExemptionReason`)).toMatch(/^Reverse charge/);
  });

  it('puts a country in front of a number without one', async () => {
    const buyer = buyerIn('ES', { vatNumber: 'B58378431' });
    const document = await render(issued(billOf({ buyer })));
    expect(textOf(document, `${BUYER}/cac:PartyTaxScheme/cbc:CompanyID`)).toBe('ESB58378431');
  });

  it('has no VAT number outside the scope of VAT, and both parties’ numbers as plain identifiers', async () => {
    const document = await render(samples['outside-scope']);
    expect([has(document, `${SELLER}/cac:PartyTaxScheme`), has(document, `${BUYER}/cac:PartyTaxScheme`)]).toEqual([
      false,
      false,
    ]);
    const id = 'cac:PartyIdentification/cbc:ID';
    expect(texts(document, `${SELLER}/${id}`, `${BUYER}/${id}`)).toEqual(['IT12345670017', 'CHE123456788MWST']);
  });

  const sellersNumbers = [
    'cac:PartyTaxScheme/cbc:CompanyID',
    'cac:PartyTaxScheme/cac:TaxScheme/cbc:ID',
    'cac:PartyIdentification/cbc:ID',
    'cac:PartyLegalEntity/cbc:CompanyID',
    'cac:PartyLegalEntity/cbc:CompanyLegalForm',
  ];
  const inRegister = 'REA MI-1234567, cap. soc. 10.000 EUR i.v.';
  const none = undefined;
  it.each<[SampleName, (string | undefined)[]]>([
    ['domestic', ['IT12345670017', 'VAT', none, none, none]],
    ['registers', ['IT12345670017', 'VAT', none, '12345670017', inRegister]],
    ['registers-outside-scope', [none, none, 'IT12345670017', '12345670017', inRegister]],
    ['not-registered', ['27/123/45678', 'FC', '27/123/45678', none, none]],
    ['not-registered-without-number', [none, none, 'bills@example.com', none, none]],
  ])('knows the seller of %s by what there is, and by no words in a number’s place', async (name, numbers) => {
    expect(texts(one(await render(samples[name]), SELLER), ...sellersNumbers)).toEqual(numbers);
  });

  it('says of a seller without any number that they are not registered, in words and with no one’s VAT number', async () => {
    const document = await render(samples['not-registered-without-number']);
    expect(textOf(document, `${category}/cbc:TaxExemptionReason`)).toMatch(/the seller is not registered for VAT/);
    expect(has(document, `${BUYER}/cac:PartyTaxScheme`)).toBe(false);
    expect(textOf(document, `${BUYER}/cac:PartyIdentification/cbc:ID`)).toBe('FR40303265045');
  });

  it('has the buyer’s national number as that of its legal registration', async () => {
    const path = `${BUYER}/cac:PartyLegalEntity/cbc:CompanyID`;
    expect(textOf(await render(samples.registers), path)).toBe('303 265 045');
    expect(textOf(await render(samples.domestic), path)).toBeUndefined();
  });

  it('has what the seller says on every bill after what is said of its tax', async () => {
    expect(textOf(await render(samples.registers), 'cbc:Note')).toMatch(
      /^VAT at the rate of .*France.*\nInterest is due after 30 days\.\nExample Bank, Milano$/,
    );
  });

  it('has the day of the payment as tax point where it is another than that of issue', async () => {
    expect(textOf(await render(samples.registers), 'cbc:TaxPointDate')).toBe('2026-03-08');
    const { receivedOn: _, ...invoice } = samples.registers;
    for (const received of [{}, { receivedOn: invoice.issuedOn }]) {
      expect(has(await render({ ...invoice, ...received }), 'cbc:TaxPointDate')).toBe(false);
    }
  });

  it('notes whose VAT it is when it is the buyer’s country’s', async () => {
    expect(textOf(await render(samples.destination), 'cbc:Note')).toMatch(/Finland.*OSS/);
    expect(textOf(await render(samples.domestic), 'cbc:Note')).toBeUndefined();
  });
});

describe('T4: how to pay, on an electronic invoice', () => {
  const paths = [
    'cbc:PaymentMeansCode',
    'cbc:PaymentID',
    'cac:PayeeFinancialAccount/cbc:ID',
    'cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID',
  ];
  const account = ['RF18539007547034', 'NL91ABNA0417164300', 'ABNANL2A'];
  it.each([
    ['open-transfer', ['58', ...account]],
    ['in-kronor', ['30', ...account]],
    ['open-card', ['48', undefined, undefined, undefined]],
    ['domestic', ['48', undefined, undefined, undefined]],
  ] as const)('%s: %j', async (name, expected) => {
    expect(texts(one(await render(samples[name]), 'cac:PaymentMeans'), ...paths)).toEqual(expected);
  });

  it('names no means where a transfer has arrived, nor on a credit note', async () => {
    for (const name of ['paid-transfer', 'credit-note'] as const) {
      expect(has(await render(samples[name]), 'cac:PaymentMeans')).toBe(false);
    }
  });
});

describe('T1: a credit note as an electronic document', () => {
  it('is a CreditNote of type 381 that names what it corrects and why', async () => {
    const document = await render(samples['credit-note']);
    const reference = 'cac:BillingReference/cac:InvoiceDocumentReference';
    expect(document.name).toBe('CreditNote');
    expect(
      texts(document, 'cbc:CreditNoteTypeCode', `${reference}/cbc:ID`, `${reference}/cbc:IssueDate`, 'cbc:Note'),
    ).toEqual(['381', 'INV-2026-000001', '2026-03-10', 'Ordered by mistake']);
  });

  it('has part of a line as one thing at its own price', async () => {
    const [line] = all(await render(samples['credit-note-by-line']), 'cac:CreditNoteLine');
    const paths = ['cbc:CreditedQuantity', 'cbc:LineExtensionAmount', 'cac:Price/cbc:PriceAmount'];
    expect(texts(line as Element, ...paths, 'cac:Price/cbc:BaseQuantity')).toEqual(['1', '10.00', '10.00', '1']);
  });

  it('has the amounts of the invoice it takes back, above zero, on lines of its own kind', async () => {
    const document = await render(samples['credit-note']);
    expect(all(document, 'cac:CreditNoteLine').map((each) => textOf(each, 'cbc:CreditedQuantity'))).toEqual(['4', '3']);
    expect(all(document, 'cac:InvoiceLine')).toEqual([]);
    expect(textOf(document, 'cac:LegalMonetaryTotal/cbc:PayableAmount')).toBe('475.75');
  });
});

describe('The writer’s own picture of EN 16931', () => {
  const logger = { log: String, warn: String, error: String };

  /** It asks for the buyer's electronic address, which the standard does not. */
  function withBuyerAddress(invoice: Invoice) {
    const document = toUbl(invoice);
    const party = document['cac:AccountingCustomerParty']['cac:Party'];
    const reachable = { ...party, 'cbc:EndpointID': 'buyer@example.com', 'cbc:EndpointID@schemeID': 'EM' as const };
    return { 'ubl:Invoice': { ...document, 'cac:AccountingCustomerParty': { 'cac:Party': reachable } } };
  }

  it.each(Object.keys(samples) as SampleName[])('has nothing to say against %s', async (name) => {
    const service = new InvoiceService(logger);
    await service.generate(withBuyerAddress(samples[name]), { format: 'UBL', lang: 'en' });
  });

  it('would notice a country that is none', async () => {
    const invoice = issued({ ...samples.domestic, buyer: buyerIn('ZZ') });
    const service = new InvoiceService(logger);
    await expect(service.generate(withBuyerAddress(invoice), { format: 'UBL', lang: 'en' })).rejects.toThrow();
  });
});
