import { all, append, everything, has, one, remove, set, textOf } from '../xml.ts';
import {
  allowances,
  BREAKDOWN,
  firstAllowance,
  firstLine,
  hundredths,
  lines,
  optionalHundredths,
  type Rule,
  rule,
  sum,
  TOTALS,
} from './rule.ts';

const CATEGORY = 'cac:TaxCategory/cbc:ID';
const PERCENT = 'cac:TaxCategory/cbc:Percent';

/** A term that every line of the VAT breakdown has. */
function requiredInBreakdown(id: string, path: string): Rule {
  return rule(
    id,
    (document) => all(document, BREAKDOWN).every((each) => has(each, path)),
    'domestic',
    (document) => remove(document, `${BREAKDOWN}/${path}`),
  );
}

/** At most two decimals. */
function decimals(id: string, path: string, sample: Rule['broken']['sample'] = 'open-transfer'): Rule {
  return rule(
    id,
    (document) => all(document, path).every(({ text }) => /^-?\d+(\.\d{1,2})?$/.test(text)),
    sample,
    (document) => set(document, path, '1.005'),
  );
}

/** Tax as the standard computes it; where prices have the tax in them it may be a cent away, as the official rules allow. */
function isTaxOf(tax: number, base: number, percent: number): boolean {
  return Math.abs(tax - Math.round((base * percent) / 100)) <= 1;
}

export const calculationRules: readonly Rule[] = [
  requiredInBreakdown('BR-45', 'cbc:TaxableAmount'),
  requiredInBreakdown('BR-46', 'cbc:TaxAmount'),
  requiredInBreakdown('BR-47', CATEGORY),
  rule(
    'BR-48',
    (document) => all(document, BREAKDOWN).every((each) => textOf(each, CATEGORY) === 'O' || has(each, PERCENT)),
    'reverse-charge',
    (document) => remove(document, `${BREAKDOWN}/${PERCENT}`),
  ),
  rule(
    'BR-CO-10',
    (document) =>
      hundredths(document, `${TOTALS}/cbc:LineExtensionAmount`) === sum(lines(document), 'cbc:LineExtensionAmount'),
    'credit-note',
    (document) => set(firstLine(document), 'cbc:LineExtensionAmount', '399.97'),
  ),
  rule(
    'BR-CO-11',
    (document) =>
      optionalHundredths(document, `${TOTALS}/cbc:AllowanceTotalAmount`) === sum(allowances(document), 'cbc:Amount'),
    'open-transfer',
    (document) => set(firstAllowance(document), 'cbc:Amount', '43.34'),
  ),
  rule(
    'BR-CO-13',
    (document) =>
      hundredths(document, `${TOTALS}/cbc:TaxExclusiveAmount`) ===
      hundredths(document, `${TOTALS}/cbc:LineExtensionAmount`) -
        optionalHundredths(document, `${TOTALS}/cbc:AllowanceTotalAmount`),
    'outside-scope',
    (document) => remove(document, `${TOTALS}/cbc:AllowanceTotalAmount`),
  ),
  rule(
    'BR-CO-14',
    (document) => hundredths(document, 'cac:TaxTotal/cbc:TaxAmount') === sum(all(document, BREAKDOWN), 'cbc:TaxAmount'),
    'prices-with-tax',
    (document) => set(document, 'cac:TaxTotal/cbc:TaxAmount', '0.00'),
  ),
  rule(
    'BR-CO-15',
    (document) =>
      hundredths(document, `${TOTALS}/cbc:TaxInclusiveAmount`) ===
      hundredths(document, `${TOTALS}/cbc:TaxExclusiveAmount`) + hundredths(document, 'cac:TaxTotal/cbc:TaxAmount'),
    'domestic',
    (document) => set(document, `${TOTALS}/cbc:TaxInclusiveAmount`, '175.69'),
  ),
  rule(
    'BR-CO-16',
    (document) =>
      hundredths(document, `${TOTALS}/cbc:PayableAmount`) ===
      hundredths(document, `${TOTALS}/cbc:TaxInclusiveAmount`) -
        optionalHundredths(document, `${TOTALS}/cbc:PrepaidAmount`),
    'domestic',
    (document) => remove(document, `${TOTALS}/cbc:PrepaidAmount`),
  ),
  rule(
    'BR-CO-17',
    (document) =>
      all(document, BREAKDOWN).every((each) =>
        isTaxOf(
          hundredths(each, 'cbc:TaxAmount'),
          hundredths(each, 'cbc:TaxableAmount'),
          Number(textOf(each, PERCENT) ?? 0),
        ),
      ),
    'domestic',
    (document) => set(document, `${BREAKDOWN}/${PERCENT}`, '21.00'),
  ),
  rule(
    'BR-CO-18',
    (document) => all(document, BREAKDOWN).length > 0,
    'domestic',
    (document) => remove(document, BREAKDOWN),
  ),
  decimals('BR-DEC-01', 'cac:AllowanceCharge/cbc:Amount'),
  decimals('BR-DEC-09', `${TOTALS}/cbc:LineExtensionAmount`),
  decimals('BR-DEC-10', `${TOTALS}/cbc:AllowanceTotalAmount`),
  decimals('BR-DEC-12', `${TOTALS}/cbc:TaxExclusiveAmount`),
  decimals('BR-DEC-13', 'cac:TaxTotal/cbc:TaxAmount'),
  decimals('BR-DEC-14', `${TOTALS}/cbc:TaxInclusiveAmount`),
  decimals('BR-DEC-16', `${TOTALS}/cbc:PrepaidAmount`, 'domestic'),
  decimals('BR-DEC-18', `${TOTALS}/cbc:PayableAmount`),
  decimals('BR-DEC-19', `${BREAKDOWN}/cbc:TaxableAmount`),
  decimals('BR-DEC-20', `${BREAKDOWN}/cbc:TaxAmount`),
  decimals('BR-DEC-23', 'cac:InvoiceLine/cbc:LineExtensionAmount'),
  rule(
    'BR-CL-03',
    (document) =>
      everything(document)
        .filter(({ name }) => name.endsWith('Amount'))
        .every(({ attributes }) => attributes['currencyID'] === textOf(document, 'cbc:DocumentCurrencyCode')),
    'in-kronor',
    (document) => {
      one(document, `${TOTALS}/cbc:PayableAmount`).attributes['currencyID'] = 'EUR';
    },
  ),
  rule(
    'BR-CL-04',
    (document) => Intl.supportedValuesOf('currency').includes(textOf(document, 'cbc:DocumentCurrencyCode') ?? ''),
    'in-yen',
    (document) => set(document, 'cbc:DocumentCurrencyCode', 'YEN'),
  ),
  rule(
    'BR-CL-23',
    (document) =>
      everything(document)
        .filter(({ name }) => name.endsWith('Quantity'))
        .every(({ attributes }) => attributes['unitCode'] === 'C62'),
    'domestic',
    (document) => {
      one(firstLine(document), 'cac:Price/cbc:BaseQuantity').attributes['unitCode'] = 'pieces';
    },
  ),
  rule(
    'BR-CL-01',
    (document) =>
      document.name === 'CreditNote'
        ? textOf(document, 'cbc:CreditNoteTypeCode') === '381'
        : textOf(document, 'cbc:InvoiceTypeCode') === '380',
    'credit-note',
    (document) => set(document, 'cbc:CreditNoteTypeCode', '380'),
  ),
  rule(
    'BR-53',
    (document) => !has(document, 'cbc:TaxCurrencyCode') || all(document, 'cac:TaxTotal').length === 2,
    'in-kronor',
    (document) => append(document, 'cbc:TaxCurrencyCode', 'SEK'),
  ),
];
