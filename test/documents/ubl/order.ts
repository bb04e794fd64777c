import type { Element } from './xml.ts';

/**
 * The order in which the UBL 2.1 schema has the children of the elements that we use. A schema's sequence is what a
 * generic reader checks first, and no package carries the schema itself.
 */
const sequences: Readonly<Record<string, string>> = {
  Invoice: `cbc:CustomizationID cbc:ID cbc:IssueDate cbc:DueDate cbc:InvoiceTypeCode cbc:Note cbc:TaxPointDate
    cbc:DocumentCurrencyCode
    cac:BillingReference cac:AccountingSupplierParty cac:AccountingCustomerParty cac:PaymentMeans cac:PaymentTerms
    cac:AllowanceCharge cac:TaxTotal cac:LegalMonetaryTotal cac:InvoiceLine`,
  CreditNote: `cbc:CustomizationID cbc:ID cbc:IssueDate cbc:CreditNoteTypeCode cbc:Note cbc:DocumentCurrencyCode
    cac:BillingReference cac:AccountingSupplierParty cac:AccountingCustomerParty cac:PaymentMeans cac:PaymentTerms
    cac:AllowanceCharge cac:TaxTotal cac:LegalMonetaryTotal cac:CreditNoteLine`,
  'cac:BillingReference': 'cac:InvoiceDocumentReference',
  'cac:InvoiceDocumentReference': 'cbc:ID cbc:IssueDate',
  'cac:AccountingSupplierParty': 'cac:Party',
  'cac:AccountingCustomerParty': 'cac:Party',
  'cac:Party': `cbc:EndpointID cac:PartyIdentification cac:PostalAddress cac:PartyTaxScheme cac:PartyLegalEntity
    cac:Contact`,
  'cac:PartyIdentification': 'cbc:ID',
  'cac:PostalAddress': `cbc:StreetName cbc:AdditionalStreetName cbc:CityName cbc:PostalZone cac:AddressLine cac:Country`,
  'cac:AddressLine': 'cbc:Line',
  'cac:Country': 'cbc:IdentificationCode',
  'cac:PartyTaxScheme': 'cbc:CompanyID cac:TaxScheme',
  'cac:TaxScheme': 'cbc:ID',
  'cac:PartyLegalEntity': 'cbc:RegistrationName cbc:CompanyID cbc:CompanyLegalForm',
  'cac:Contact': 'cbc:ElectronicMail',
  'cac:PaymentMeans': 'cbc:PaymentMeansCode cbc:PaymentID cac:PayeeFinancialAccount',
  'cac:PayeeFinancialAccount': 'cbc:ID cbc:Name cac:FinancialInstitutionBranch',
  'cac:FinancialInstitutionBranch': 'cbc:ID',
  'cac:PaymentTerms': 'cbc:Note',
  'cac:AllowanceCharge': `cbc:ChargeIndicator cbc:AllowanceChargeReasonCode cbc:AllowanceChargeReason cbc:Amount
    cac:TaxCategory`,
  'cac:TaxCategory': 'cbc:ID cbc:Percent cbc:TaxExemptionReasonCode cbc:TaxExemptionReason cac:TaxScheme',
  'cac:TaxTotal': 'cbc:TaxAmount cac:TaxSubtotal',
  'cac:TaxSubtotal': 'cbc:TaxableAmount cbc:TaxAmount cac:TaxCategory',
  'cac:LegalMonetaryTotal': `cbc:LineExtensionAmount cbc:TaxExclusiveAmount cbc:TaxInclusiveAmount
    cbc:AllowanceTotalAmount cbc:PrepaidAmount cbc:PayableAmount`,
  'cac:InvoiceLine': `cbc:ID cbc:InvoicedQuantity cbc:LineExtensionAmount cac:InvoicePeriod cac:Item cac:Price`,
  'cac:CreditNoteLine': `cbc:ID cbc:CreditedQuantity cbc:LineExtensionAmount cac:InvoicePeriod cac:Item cac:Price`,
  'cac:InvoicePeriod': 'cbc:StartDate cbc:EndDate',
  'cac:Item': 'cbc:Name cac:SellersItemIdentification cac:ClassifiedTaxCategory',
  'cac:SellersItemIdentification': 'cbc:ID',
  'cac:ClassifiedTaxCategory': 'cbc:ID cbc:Percent cac:TaxScheme',
  'cac:Price': 'cbc:PriceAmount cbc:BaseQuantity',
};

/** Elements whose children are unknown to the schema's picture above, or stand in another order. */
export function misplaced(element: Element): string[] {
  const own = isInOrder(element) ? [] : [`${element.name}: ${element.children.map(({ name }) => name).join(' ')}`];
  return [...own, ...element.children.flatMap(misplaced)];
}

function isInOrder({ name, children }: Element): boolean {
  if (children.length === 0) return sequences[name] === undefined;
  const sequence = sequences[name]?.split(/\s+/) ?? [];
  const places = children.map((child) => sequence.indexOf(child.name));
  return places.every((place, index) => place >= 0 && place >= (places[index - 1] ?? 0));
}
