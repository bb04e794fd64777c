import type { Invoice as UblInvoice } from '@e-invoice-eu/core';

/** The library's picture of a UBL invoice; it makes a credit note of it by the type code. */
export type UblDocument = UblInvoice['ubl:Invoice'];

export type CurrencyCode = UblDocument['cbc:DocumentCurrencyCode'];
export type SellerParty = UblDocument['cac:AccountingSupplierParty']['cac:Party'];
export type BuyerParty = UblDocument['cac:AccountingCustomerParty']['cac:Party'];
export type PostalAddress = SellerParty['cac:PostalAddress'];
export type CountryCode = PostalAddress['cac:Country']['cbc:IdentificationCode'];
export type UblLine = UblDocument['cac:InvoiceLine'][number];
export type Allowance = NonNullable<UblDocument['cac:AllowanceCharge']>[number];
export type LineTax = UblLine['cac:Item']['cac:ClassifiedTaxCategory'];
export type TaxTotal = UblDocument['cac:TaxTotal'][0];
export type Totals = UblDocument['cac:LegalMonetaryTotal'];
export type PaymentMeans = NonNullable<UblDocument['cac:PaymentMeans']>[number];
