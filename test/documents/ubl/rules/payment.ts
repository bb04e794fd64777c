import { all, has, one, remove, set, textOf } from '../xml.ts';
import { optionalHundredths, type Rule, rule, TOTALS } from './rule.ts';

const MEANS = 'cac:PaymentMeans';
const ACCOUNT = 'cac:PayeeFinancialAccount/cbc:ID';

/** Of UNCL 4461, those that are a credit transfer. */
const CREDIT_TRANSFERS = ['30', '58'];

export const paymentRules: readonly Rule[] = [
  rule(
    'BR-49',
    (document) => all(document, MEANS).every((means) => has(means, 'cbc:PaymentMeansCode')),
    'open-transfer',
    (document) => remove(document, `${MEANS}/cbc:PaymentMeansCode`),
  ),
  rule(
    'BR-50',
    (document) => all(document, `${MEANS}/cac:PayeeFinancialAccount`).every((account) => has(account, 'cbc:ID')),
    'in-kronor',
    (document) => remove(document, `${MEANS}/${ACCOUNT}`),
  ),
  rule(
    'BR-61',
    (document) =>
      all(document, MEANS).every(
        (means) => !CREDIT_TRANSFERS.includes(textOf(means, 'cbc:PaymentMeansCode') ?? '') || has(means, ACCOUNT),
      ),
    'open-transfer',
    (document) => remove(document, `${MEANS}/cac:PayeeFinancialAccount`),
  ),
  rule(
    'BR-CO-25',
    (document) =>
      optionalHundredths(document, `${TOTALS}/cbc:PayableAmount`) <= 0 ||
      has(document, 'cbc:DueDate') ||
      has(document, 'cac:PaymentTerms/cbc:Note'),
    'credit-note',
    (document) => remove(document, 'cac:PaymentTerms'),
  ),
  rule(
    'BR-CL-16',
    (document) =>
      all(document, `${MEANS}/cbc:PaymentMeansCode`).every(({ text }) => [...CREDIT_TRANSFERS, '48'].includes(text)),
    'open-card',
    (document) => set(one(document, MEANS), 'cbc:PaymentMeansCode', '480'),
  ),
];
