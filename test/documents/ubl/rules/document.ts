import { all, append, has, one, remove, set, textOf } from '../xml.ts';
import {
  allowances,
  BUYER,
  firstAllowance,
  firstLine,
  hundredths,
  LINE_TAX,
  lines,
  quantityOf,
  type Rule,
  rule,
  SELLER,
  TOTALS,
  taxIds,
} from './rule.ts';

/** A term that every document has; broken by leaving it out. */
function required(id: string, path: string): Rule {
  return rule(
    id,
    (document) => has(document, path),
    'open-transfer',
    (document) => remove(document, path),
  );
}

/** A term that every line has. */
function requiredOnLines(id: string, path: string): Rule {
  return rule(
    id,
    (document) => lines(document).every((line) => has(line, path)),
    'open-transfer',
    (document) => remove(firstLine(document), path),
  );
}

/** A term that every allowance has. */
function requiredOnAllowances(id: string, path: string): Rule {
  return rule(
    id,
    (document) => allowances(document).every((allowance) => has(allowance, path)),
    'open-transfer',
    (document) => remove(firstAllowance(document), path),
  );
}

const TYPE_CODES = ['cbc:InvoiceTypeCode', 'cbc:CreditNoteTypeCode'];
const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

export const documentRules: readonly Rule[] = [
  required('BR-01', 'cbc:CustomizationID'),
  required('BR-02', 'cbc:ID'),
  required('BR-03', 'cbc:IssueDate'),
  rule(
    'BR-04',
    (document) => TYPE_CODES.some((path) => has(document, path)),
    'credit-note',
    (document) => remove(document, 'cbc:CreditNoteTypeCode'),
  ),
  required('BR-05', 'cbc:DocumentCurrencyCode'),
  required('BR-06', `${SELLER}/cac:PartyLegalEntity/cbc:RegistrationName`),
  required('BR-07', `${BUYER}/cac:PartyLegalEntity/cbc:RegistrationName`),
  required('BR-08', `${SELLER}/cac:PostalAddress`),
  required('BR-09', `${SELLER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`),
  required('BR-10', `${BUYER}/cac:PostalAddress`),
  required('BR-11', `${BUYER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`),
  required('BR-12', `${TOTALS}/cbc:LineExtensionAmount`),
  required('BR-13', `${TOTALS}/cbc:TaxExclusiveAmount`),
  required('BR-14', `${TOTALS}/cbc:TaxInclusiveAmount`),
  required('BR-15', `${TOTALS}/cbc:PayableAmount`),
  rule(
    'BR-16',
    (document) => lines(document).length > 0,
    'open-transfer',
    (document) => remove(document, 'cac:InvoiceLine'),
  ),
  requiredOnLines('BR-21', 'cbc:ID'),
  rule(
    'BR-22',
    (document) => lines(document).every((line) => quantityOf(line)?.text !== undefined),
    'credit-note',
    (document) => remove(firstLine(document), 'cbc:CreditedQuantity'),
  ),
  rule(
    'BR-23',
    (document) => lines(document).every((line) => quantityOf(line)?.attributes['unitCode'] !== undefined),
    'domestic',
    (document) => delete quantityOf(firstLine(document))?.attributes['unitCode'],
  ),
  requiredOnLines('BR-24', 'cbc:LineExtensionAmount'),
  requiredOnLines('BR-25', 'cac:Item/cbc:Name'),
  requiredOnLines('BR-26', 'cac:Price/cbc:PriceAmount'),
  rule(
    'BR-27',
    (document) => lines(document).every((line) => hundredths(line, 'cac:Price/cbc:PriceAmount') >= 0),
    'domestic',
    (document) => set(firstLine(document), 'cac:Price/cbc:PriceAmount', '-1.00'),
  ),
  rule(
    'BR-30',
    (document) =>
      lines(document)
        .flatMap((line) => all(line, 'cac:InvoicePeriod'))
        .every((period) => (textOf(period, 'cbc:EndDate') ?? '9') >= (textOf(period, 'cbc:StartDate') ?? '')),
    'open-transfer',
    (document) => set(firstLine(document), 'cac:InvoicePeriod/cbc:EndDate', '2026-03-09'),
  ),
  requiredOnAllowances('BR-31', 'cbc:Amount'),
  requiredOnAllowances('BR-32', 'cac:TaxCategory/cbc:ID'),
  rule(
    'BR-33',
    (document) => allowances(document).every(isExplained),
    'open-transfer',
    (document) => {
      remove(firstAllowance(document), 'cbc:AllowanceChargeReason');
      remove(firstAllowance(document), 'cbc:AllowanceChargeReasonCode');
    },
  ),
  rule(
    'BR-55',
    (document) =>
      all(document, 'cac:BillingReference').every((each) => has(each, 'cac:InvoiceDocumentReference/cbc:ID')),
    'credit-note',
    (document) => remove(document, 'cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID'),
  ),
  rule(
    'BR-62',
    (document) => all(document, `${SELLER}/cbc:EndpointID`).every(({ attributes }) => attributes['schemeID'] === 'EM'),
    'domestic',
    (document) => delete one(document, `${SELLER}/cbc:EndpointID`).attributes['schemeID'],
  ),
  rule(
    'BR-63',
    (document) =>
      all(document, `${BUYER}/cbc:EndpointID`).every(({ attributes }) => attributes['schemeID'] !== undefined),
    'domestic',
    (document) => append(one(document, BUYER), 'cbc:EndpointID', 'buyer@example.com'),
  ),
  rule(
    'BR-CO-04',
    (document) => lines(document).every((line) => has(line, `${LINE_TAX}/cbc:ID`)),
    'domestic',
    (document) => remove(firstLine(document), LINE_TAX),
  ),
  rule(
    'BR-CO-05',
    (document) =>
      allowances(document).every((allowance) =>
        [undefined, '95'].includes(textOf(allowance, 'cbc:AllowanceChargeReasonCode')),
      ),
    'open-transfer',
    (document) => set(firstAllowance(document), 'cbc:AllowanceChargeReasonCode', '41'),
  ),
  rule(
    'BR-CO-09',
    (document) =>
      [...taxIds(document, SELLER, 'VAT'), ...taxIds(document, BUYER, 'VAT')].every((id) =>
        isOfCountry(id.slice(0, 2)),
      ),
    'reverse-charge',
    (document) => set(document, `${BUYER}/cac:PartyTaxScheme/cbc:CompanyID`, '094019245'),
  ),
  rule(
    'BR-CO-20',
    (document) =>
      lines(document)
        .flatMap((line) => all(line, 'cac:InvoicePeriod'))
        .every((period) => has(period, 'cbc:StartDate') || has(period, 'cbc:EndDate')),
    'open-transfer',
    (document) => {
      remove(firstLine(document), 'cac:InvoicePeriod/cbc:StartDate');
      remove(firstLine(document), 'cac:InvoicePeriod/cbc:EndDate');
    },
  ),
  rule(
    'BR-CO-21',
    (document) => allowances(document).every(isExplained),
    'reverse-charge',
    (document) => {
      set(firstAllowance(document), 'cbc:AllowanceChargeReason', '');
      set(firstAllowance(document), 'cbc:AllowanceChargeReasonCode', '');
    },
  ),
  rule(
    'BR-CO-26',
    (document) =>
      has(document, `${SELLER}/cac:PartyIdentification/cbc:ID`) ||
      has(document, `${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`) ||
      taxIds(document, SELLER, 'VAT').length > 0,
    'outside-scope',
    (document) => remove(document, `${SELLER}/cac:PartyIdentification`),
  ),
];

function isExplained(allowance: Parameters<typeof has>[0]): boolean {
  return has(allowance, 'cbc:AllowanceChargeReason') || has(allowance, 'cbc:AllowanceChargeReasonCode');
}

/** ISO 3166-1, and EL for Greece, whose numbers do not begin with GR. */
function isOfCountry(prefix: string): boolean {
  return prefix === 'EL' || (prefix !== 'GR' && /^[A-Z]{2}$/.test(prefix) && countries.of(prefix) !== undefined);
}
