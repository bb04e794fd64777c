import type { SampleName } from '../samples.ts';
import { all, append, type Element, has, one, remove, set, textOf } from '../xml.ts';
import {
  allowances,
  BREAKDOWN,
  BUYER,
  firstAllowance,
  firstLine,
  hundredths,
  LINE_TAX,
  lines,
  type Rule,
  rule,
  SELLER,
  sum,
  taxIds,
} from './rule.ts';

type Category = 'S' | 'AE' | 'E' | 'O';

interface Expectations {
  readonly category: Category;
  /** A bill of the category with a discount. */
  readonly sample: SampleName;
  /** Which identifiers of seller and buyer must or must not be there. */
  hasRightIds(document: Element): boolean;
  breakIds(document: Element): void;
  /** What the rate of a line or an allowance must be. */
  isRate(percent: string | undefined): boolean;
  readonly wrongRate: string;
  /** Whether a reason for charging nothing is right, and the wrong thing to do about it. */
  isExplained(breakdown: Element): boolean;
  breakReason(category: Element): void;
}

const ALLOWANCE_TAX = 'cac:TaxCategory';
const REASON = 'cac:TaxCategory/cbc:TaxExemptionReason';
const REASON_CODE = 'cac:TaxCategory/cbc:TaxExemptionReasonCode';

function linesOf(document: Element, category: Category): Element[] {
  return lines(document).filter((line) => textOf(line, `${LINE_TAX}/cbc:ID`) === category);
}

function allowancesOf(document: Element, category: Category): Element[] {
  return allowances(document).filter((each) => textOf(each, `${ALLOWANCE_TAX}/cbc:ID`) === category);
}

function breakdownsOf(document: Element, category: Category): Element[] {
  return all(document, BREAKDOWN).filter((each) => textOf(each, `${ALLOWANCE_TAX}/cbc:ID`) === category);
}

function setOrAppend(to: Element, name: string, text: string): void {
  if (all(to, name).length > 0) set(to, name, text);
  else append(to, name, text);
}

/** The rules that each category has alike: BR-…-01 to -10 of those that concern lines and allowances. */
function rulesOf(expected: Expectations): Rule[] {
  const { category, sample } = expected;
  const id = (number: string) => `BR-${category}-${number}`;
  const used = (document: Element) => linesOf(document, category).length + allowancesOf(document, category).length > 0;
  return [
    rule(
      id('01'),
      (document) => breakdownsOf(document, category).length === (used(document) ? 1 : 0),
      sample,
      (document) => set(document, `${BREAKDOWN}/${ALLOWANCE_TAX}/cbc:ID`, category === 'S' ? 'E' : 'S'),
    ),
    rule(
      id('02'),
      (document) => linesOf(document, category).length === 0 || expected.hasRightIds(document),
      sample,
      expected.breakIds,
    ),
    rule(
      id('03'),
      (document) => allowancesOf(document, category).length === 0 || expected.hasRightIds(document),
      sample,
      expected.breakIds,
    ),
    rule(
      id('05'),
      (document) =>
        linesOf(document, category).every((line) => expected.isRate(textOf(line, `${LINE_TAX}/cbc:Percent`))),
      sample,
      (document) => setOrAppend(one(firstLine(document), LINE_TAX), 'cbc:Percent', expected.wrongRate),
    ),
    rule(
      id('06'),
      (document) =>
        allowancesOf(document, category).every((each) => expected.isRate(textOf(each, `${ALLOWANCE_TAX}/cbc:Percent`))),
      sample,
      (document) => setOrAppend(one(firstAllowance(document), ALLOWANCE_TAX), 'cbc:Percent', expected.wrongRate),
    ),
    rule(
      id('08'),
      (document) => breakdownsOf(document, category).every((each) => isBaseRight(document, category, each)),
      sample,
      (document) => set(document, `${BREAKDOWN}/cbc:TaxableAmount`, '1.00'),
    ),
    rule(
      id('09'),
      (document) => breakdownsOf(document, category).every(isTaxRight),
      sample,
      (document) => set(document, `${BREAKDOWN}/cbc:TaxAmount`, '1.00'),
    ),
    rule(
      id('10'),
      (document) => breakdownsOf(document, category).every(expected.isExplained),
      sample,
      (document) => expected.breakReason(one(document, `${BREAKDOWN}/${ALLOWANCE_TAX}`)),
    ),
  ];
}

function isBaseRight(document: Element, category: Category, breakdown: Element): boolean {
  const base =
    sum(linesOf(document, category), 'cbc:LineExtensionAmount') - sum(allowancesOf(document, category), 'cbc:Amount');
  return hundredths(breakdown, 'cbc:TaxableAmount') === base;
}

/** Nothing where the rate is zero or there is none; a cent may be between it and base times rate where prices include tax. */
function isTaxRight(breakdown: Element): boolean {
  const percent = Number(textOf(breakdown, `${ALLOWANCE_TAX}/cbc:Percent`) ?? 0);
  const tax = hundredths(breakdown, 'cbc:TaxAmount');
  if (percent === 0) return tax === 0;
  return Math.abs(tax - Math.round((hundredths(breakdown, 'cbc:TaxableAmount') * percent) / 100)) <= 1;
}

const isZero = (percent: string | undefined) => percent !== undefined && Number(percent) === 0;
const sellerIsKnown = (document: Element) =>
  taxIds(document, SELLER, 'VAT').length + taxIds(document, SELLER, 'other').length > 0;
const hasReason = (breakdown: Element) => has(breakdown, REASON) || has(breakdown, REASON_CODE);

function removeReasons(category: Element): void {
  category.children = category.children.filter(({ name }) => !name.startsWith('cbc:TaxExemption'));
}

export const vatRules: readonly Rule[] = [
  ...rulesOf({
    category: 'S',
    sample: 'open-transfer',
    hasRightIds: sellerIsKnown,
    breakIds: (document) => remove(document, `${SELLER}/cac:PartyTaxScheme`),
    isRate: (percent) => Number(percent) > 0,
    wrongRate: '0.00',
    isExplained: (breakdown) => !hasReason(breakdown),
    breakReason: (category) => append(category, 'cbc:TaxExemptionReason', 'none'),
  }),
  ...rulesOf({
    category: 'AE',
    sample: 'reverse-charge',
    hasRightIds: (document) =>
      sellerIsKnown(document) &&
      (taxIds(document, BUYER, 'VAT').length > 0 || has(document, `${BUYER}/cac:PartyLegalEntity/cbc:CompanyID`)),
    breakIds: (document) => remove(document, `${BUYER}/cac:PartyTaxScheme`),
    isRate: isZero,
    wrongRate: '22.00',
    isExplained: hasReason,
    breakReason: removeReasons,
  }),
  ...rulesOf({
    category: 'E',
    sample: 'not-registered',
    hasRightIds: sellerIsKnown,
    breakIds: (document) => remove(document, `${SELLER}/cac:PartyTaxScheme`),
    isRate: isZero,
    wrongRate: '22.00',
    isExplained: hasReason,
    breakReason: removeReasons,
  }),
  ...rulesOf({
    category: 'O',
    sample: 'outside-scope',
    hasRightIds: (document) => taxIds(document, SELLER, 'VAT').length + taxIds(document, BUYER, 'VAT').length === 0,
    breakIds: (document) => append(one(document, BUYER), 'cac:PartyTaxScheme', vatNumber('CHE123456788')),
    isRate: (percent) => percent === undefined,
    wrongRate: '0.00',
    isExplained: hasReason,
    breakReason: removeReasons,
  }),
  rule(
    'BR-O-11',
    (document) => isAlone(document, all(document, `${BREAKDOWN}/${ALLOWANCE_TAX}`)),
    'outside-scope',
    (document) => append(one(document, 'cac:TaxTotal'), 'cac:TaxSubtotal', [taxCategory('S')]),
  ),
  rule(
    'BR-O-12',
    (document) =>
      isAlone(
        document,
        lines(document).flatMap((line) => all(line, LINE_TAX)),
      ),
    'outside-scope',
    (document) => set(firstLine(document), `${LINE_TAX}/cbc:ID`, 'S'),
  ),
  rule(
    'BR-O-13',
    (document) =>
      isAlone(
        document,
        allowances(document).flatMap((each) => all(each, ALLOWANCE_TAX)),
      ),
    'outside-scope',
    (document) => set(firstAllowance(document), `${ALLOWANCE_TAX}/cbc:ID`, 'S'),
  ),
  rule(
    'BR-CL-17',
    (document) =>
      all(document, `${BREAKDOWN}/${ALLOWANCE_TAX}/cbc:ID`).every(({ text }) => ['S', 'AE', 'E', 'O'].includes(text)),
    'domestic',
    (document) => set(document, `${BREAKDOWN}/${ALLOWANCE_TAX}/cbc:ID`, 'X'),
  ),
  rule(
    'BR-CL-22',
    (document) => all(document, `${BREAKDOWN}/${REASON_CODE}`).every(({ text }) => /^VATEX-EU-(AE|O)$/.test(text)),
    'reverse-charge',
    (document) => set(document, `${BREAKDOWN}/${REASON_CODE}`, 'REVERSE-CHARGE'),
  ),
];

/** With a breakdown "outside the scope", nothing is of another category. */
function isAlone(document: Element, categories: readonly Element[]): boolean {
  return breakdownsOf(document, 'O').length === 0 || categories.every((each) => textOf(each, 'cbc:ID') === 'O');
}

function taxCategory(id: Category): Element {
  return {
    name: 'cac:TaxCategory',
    attributes: {},
    text: '',
    children: [{ name: 'cbc:ID', attributes: {}, text: id, children: [] }],
  };
}

function vatNumber(number: string): Element[] {
  const leaf = (name: string, text: string): Element => ({ name, attributes: {}, text, children: [] });
  return [
    leaf('cbc:CompanyID', number),
    { name: 'cac:TaxScheme', attributes: {}, text: '', children: [leaf('cbc:ID', 'VAT')] },
  ];
}
