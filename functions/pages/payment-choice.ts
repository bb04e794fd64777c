import type { PaymentMethod } from '../../lib/domain/invoices/invoice.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { PaymentChoice } from '../../lib/pages/views/payment-choice.ts';
import { methodsOf } from '../../lib/payments/ways-to-pay.ts';

/** The ways there are to pay, and the one that was chosen in the form. */
export function paymentChoice({ catalogue, form }: PageRequest): PaymentChoice {
  return { methods: methodsOf(catalogue), chosen: form['payment_method'] };
}

/** How a form is to be paid: as it says, or the first way there is. An order says so itself where there is none. */
export function chosenMethod(request: PageRequest): PaymentMethod {
  const { methods, chosen } = paymentChoice(request);
  return methods.find((method) => method === chosen) ?? methods[0] ?? 'card';
}
