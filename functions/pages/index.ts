import { pageArea } from '../../lib/pages/http.ts';
import { showAccount, submitActivation, submitPurchase } from './account.ts';
import { submitBilling } from './billing.ts';
import { showConfirmation, submitConfirmation, submitLinkRenewal } from './confirm.ts';
import { showCustomers } from './customers.ts';
import { getPageAsset } from './get-page-asset.ts';
import { showInvitation, submitInvitation } from './invitation.ts';
import { submitMember } from './members.ts';
import { showNewCustomer, submitNewCustomer } from './new-customer.ts';
import { showForgottenPassword, showPasswordReset, submitForgottenPassword, submitPasswordReset } from './passwords.ts';
import { showPayment, submitPayment } from './pay.ts';
import { submitResellerWithdrawal } from './reseller.ts';
import { showHome, showSignIn, submitSignIn, submitSignOut } from './sign-in.ts';
import { showSignUp, submitSignUp } from './sign-up.ts';
import { submitSubscription } from './subscription.ts';
import { showSupport, submitTicket } from './support.ts';
import { showTicket, submitTicketMessage } from './ticket.ts';
import { downloadTraining, submitTraining } from './trainings.ts';

export const handler = pageArea([
  showHome,
  getPageAsset,
  showSignUp,
  submitSignUp,
  showConfirmation,
  submitConfirmation,
  submitLinkRenewal,
  showInvitation,
  submitInvitation,
  showForgottenPassword,
  submitForgottenPassword,
  showPasswordReset,
  submitPasswordReset,
  showSignIn,
  submitSignIn,
  submitSignOut,
  showAccount,
  submitActivation,
  submitPurchase,
  submitBilling,
  submitSubscription,
  submitMember,
  submitResellerWithdrawal,
  showSupport,
  submitTicket,
  showTicket,
  submitTicketMessage,
  submitTraining,
  downloadTraining,
  showCustomers,
  showNewCustomer,
  submitNewCustomer,
  showPayment,
  submitPayment,
]);
