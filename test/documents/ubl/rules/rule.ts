import type { SampleName } from '../samples.ts';
import { all, type Element, one, textOf } from '../xml.ts';

/** A business rule of EN 16931 that concerns our bills; RULES.md says each one in words. */
export interface Rule {
  /** As the standard numbers it. */
  readonly id: string;
  holds(document: Element): boolean;
  /** A bill that keeps the rule, and the smallest change that breaks it. */
  readonly broken: { readonly sample: SampleName; change(document: Element): void };
}

export function rule(
  id: string,
  holds: (document: Element) => boolean,
  sample: SampleName,
  change: (document: Element) => void,
): Rule {
  return { id, holds, broken: { sample, change } };
}

export const SELLER = 'cac:AccountingSupplierParty/cac:Party';
export const BUYER = 'cac:AccountingCustomerParty/cac:Party';
export const TOTALS = 'cac:LegalMonetaryTotal';
export const BREAKDOWN = 'cac:TaxTotal/cac:TaxSubtotal';
export const LINE_TAX = 'cac:Item/cac:ClassifiedTaxCategory';

export function lines(document: Element): Element[] {
  return [...all(document, 'cac:InvoiceLine'), ...all(document, 'cac:CreditNoteLine')];
}

export function quantityOf(line: Element): Element | undefined {
  return all(line, 'cbc:InvoicedQuantity')[0] ?? all(line, 'cbc:CreditedQuantity')[0];
}

export function allowances(document: Element): Element[] {
  return all(document, 'cac:AllowanceCharge').filter((each) => textOf(each, 'cbc:ChargeIndicator') === 'false');
}

/** Hundredths of an amount; NaN where there is none, which is equal to nothing. */
export function hundredths(from: Element, path: string): number {
  const text = textOf(from, path);
  return text === undefined ? Number.NaN : Math.round(Number(text) * 100);
}

export function sum(elements: readonly Element[], path: string): number {
  return elements.reduce((total, each) => total + hundredths(each, path), 0);
}

/** Like {@link hundredths}, for amounts that are nothing when they are left out. */
export function optionalHundredths(from: Element, path: string): number {
  return textOf(from, path) === undefined ? 0 : hundredths(from, path);
}

/** A party's VAT identifiers, or those of other tax registrations. */
export function taxIds(document: Element, party: string, kind: 'VAT' | 'other'): string[] {
  return all(document, `${party}/cac:PartyTaxScheme`)
    .filter((scheme) => (textOf(scheme, 'cac:TaxScheme/cbc:ID') === 'VAT') === (kind === 'VAT'))
    .flatMap((scheme) => textOf(scheme, 'cbc:CompanyID') ?? []);
}

export function firstLine(document: Element): Element {
  const [line] = lines(document);
  if (line === undefined) throw new Error('There is no line.');
  return line;
}

export function firstAllowance(document: Element): Element {
  return one(document, 'cac:AllowanceCharge');
}
