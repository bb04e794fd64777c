import { localeOf } from '../../lib/messages/locales.ts';
import type { Moment } from '../../lib/store/credit.ts';
import type { OpenAnew } from '../../lib/store/rebill-unpaid.ts';
import { openBill, withFreshVatCheck } from './open-renewal.ts';

/** A renewal that a reseller left unpaid, billed to the customer: at the tax of this day, and at nobody's discount. (R5, L13) */
export function openAnew(moment: Moment): OpenAnew {
  const customerOf = withFreshVatCheck(moment);
  return async ({ replaced, subscription, lines, mostPaymentDays }) => {
    const { purpose, term, period, placedBy } = replaced;
    const { paymentMethod, plan } = subscription;
    const paymentDays = Math.min(moment.catalogue.seller.paymentDays, mostPaymentDays);
    const account = await customerOf(subscription.account);
    const bill = { purpose, term, period, placedBy, plan, paymentMethod, paymentDays, lines: [...lines] };
    const opened = await openBill(account, { ...bill, reseller: undefined }, moment);
    if (opened === undefined) throw new RangeError(`${replaced.id} has nothing left to be billed anew`);
    return { ...opened, reason: await reasonIn(replaced.bill?.buyer.language) };
  };
}

/** In the language of the document that is taken back. Texts are loaded when one is needed. */
async function reasonIn(language: string | undefined): Promise<string> {
  const { message } = await import('../../lib/messages/messages.ts');
  return message(localeOf(language), 'invoice.reason.billed-anew');
}
