/** What the sandbox gateway does with a card. */
export type CardBehaviour = 'success' | 'decline' | 'needs-confirmation' | 'late-webhook' | 'duplicated-webhook';

/** The test cards. Any other number is declined. */
export const testCards: Readonly<Record<string, CardBehaviour>> = {
  '4242424242424242': 'success',
  '4000000000000002': 'decline',
  '4000002500003155': 'needs-confirmation',
  '4000000000000259': 'late-webhook',
  '4000000000000093': 'duplicated-webhook',
};

export function behaviourOf(cardNumber: string): CardBehaviour {
  return testCards[cardNumber.replaceAll(/[\s-]/g, '')] ?? 'decline';
}
