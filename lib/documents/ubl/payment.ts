import type { Invoice, TransferDetails } from '../../domain/invoices/invoice.ts';
import type { PaymentMeans, UblDocument } from './document.ts';
import { sayIn } from './language.ts';

/** UNCL 4461. */
const CREDIT_TRANSFER = '30';
const SEPA_CREDIT_TRANSFER = '58';
const BANK_CARD = '48';

type PaymentParts = Pick<UblDocument, 'cac:PaymentMeans' | 'cac:PaymentTerms'>;

/**
 * How it is paid. A transfer is named only with the account to transfer to (BR-61), so a bill that was paid by transfer
 * names no means; a credit note has words in place of a date to pay by (BR-CO-25).
 */
export function payment(invoice: Invoice): PaymentParts {
  if (invoice.kind === 'credit-note') {
    return { 'cac:PaymentTerms': { 'cbc:Note': sayIn(invoice)('invoice.credit-hint') } };
  }
  const means = paymentMeans(invoice);
  return means === undefined ? {} : { 'cac:PaymentMeans': [means] };
}

function paymentMeans({ transfer, paymentMethod, total }: Invoice): PaymentMeans | undefined {
  if (transfer !== undefined) return transferMeans(transfer, total.currency);
  return paymentMethod === 'card' ? { 'cbc:PaymentMeansCode': BANK_CARD } : undefined;
}

function transferMeans({ iban, bic, holder, reference }: TransferDetails, currency: string): PaymentMeans {
  return {
    'cbc:PaymentMeansCode': currency === 'EUR' ? SEPA_CREDIT_TRANSFER : CREDIT_TRANSFER,
    'cbc:PaymentID': reference,
    'cac:PayeeFinancialAccount': {
      'cbc:ID': iban,
      'cbc:Name': holder,
      ...(bic !== undefined && { 'cac:FinancialInstitutionBranch': { 'cbc:ID': bic } }),
    },
  };
}
