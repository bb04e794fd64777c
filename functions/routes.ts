import type { AreaName } from './manifest.ts';
import { pageRoutes } from './page-routes.ts';
import { serviceRoutes } from './service-routes.ts';

/**
 * Who may call a route. `member`, `admin` and `owner` refer to the account in the path, each including the ones above it;
 * `user` is anyone signed in; `self` is the member or user named in the path; `vendor:…` is an API key with that scope.
 */
export type Caller =
  | 'public'
  | 'user'
  | 'self'
  | 'member'
  | 'admin'
  | 'owner'
  | 'operator'
  | 'vendor:read'
  | 'vendor:entitlements'
  | 'vendor:usage';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  readonly operation: string;
  readonly method: Method;
  readonly path: string;
  readonly area: AreaName;
  readonly allow: readonly Caller[];
  /** The route moves money: an `Idempotency-Key` is required and remembered. */
  readonly money?: true;
  /** `page` routes answer HTML and take forms; they are not part of the OpenAPI document. */
  readonly kind?: 'page';
  /** Deployed only where the stage's payment gateway is the sandbox. */
  readonly only?: 'sandbox';
}

const ACCOUNT = '/v1/accounts/{account}';
const staff = ['admin', 'operator'] as const;
const readers = ['admin', 'operator', 'vendor:read'] as const;

const apiRoutes = [
  { operation: 'createCaptcha', method: 'POST', path: '/v1/captchas', area: 'sign-ups', allow: ['public'] },
  { operation: 'signUp', method: 'POST', path: '/v1/sign-ups', area: 'sign-ups', allow: ['public'] },
  { operation: 'confirmSignUp', method: 'POST', path: '/v1/confirmations', area: 'sign-ups', allow: ['public'] },
  { operation: 'renewLink', method: 'POST', path: '/v1/link-renewals', area: 'sign-ups', allow: ['public'] },

  { operation: 'signIn', method: 'POST', path: '/v1/sessions', area: 'sessions', allow: ['public'] },
  { operation: 'listSessions', method: 'GET', path: '/v1/sessions', area: 'sessions', allow: ['user'] },
  { operation: 'revokeSessions', method: 'DELETE', path: '/v1/sessions', area: 'sessions', allow: ['user'] },
  { operation: 'signOut', method: 'DELETE', path: '/v1/sessions/current', area: 'sessions', allow: ['user'] },
  {
    operation: 'requestPasswordReset',
    method: 'POST',
    path: '/v1/password-resets',
    area: 'sessions',
    allow: ['public'],
  },
  {
    operation: 'confirmPasswordReset',
    method: 'POST',
    path: '/v1/password-resets/confirmations',
    area: 'sessions',
    allow: ['public'],
  },
  { operation: 'getUser', method: 'GET', path: '/v1/users/{user}', area: 'sessions', allow: ['self', 'operator'] },
  { operation: 'eraseUser', method: 'DELETE', path: '/v1/users/{user}', area: 'sessions', allow: ['self', 'operator'] },

  {
    operation: 'listAccounts',
    method: 'GET',
    path: '/v1/accounts',
    area: 'accounts',
    allow: ['user', 'operator', 'vendor:read'],
  },
  { operation: 'createAccount', method: 'POST', path: '/v1/accounts', area: 'accounts', allow: ['user', 'operator'] },
  {
    operation: 'getAccount',
    method: 'GET',
    path: ACCOUNT,
    area: 'accounts',
    allow: ['member', 'operator', 'vendor:read'],
  },
  { operation: 'editAccount', method: 'PATCH', path: ACCOUNT, area: 'accounts', allow: staff },
  { operation: 'activateAccount', method: 'POST', path: `${ACCOUNT}/activation`, area: 'accounts', allow: staff },
  {
    operation: 'checkVatNumber',
    method: 'POST',
    path: `${ACCOUNT}/vat-number/checks`,
    area: 'accounts',
    allow: staff,
  },
  { operation: 'listHistory', method: 'GET', path: `${ACCOUNT}/history`, area: 'accounts', allow: staff },
  { operation: 'exportHistory', method: 'GET', path: `${ACCOUNT}/history.csv`, area: 'accounts', allow: staff },
  { operation: 'exportAccount', method: 'GET', path: `${ACCOUNT}/export`, area: 'accounts', allow: staff },

  { operation: 'listMembers', method: 'GET', path: `${ACCOUNT}/members`, area: 'members', allow: readers },
  { operation: 'addMember', method: 'POST', path: `${ACCOUNT}/members`, area: 'members', allow: staff },
  {
    operation: 'getMember',
    method: 'GET',
    path: `${ACCOUNT}/members/{member}`,
    area: 'members',
    allow: ['self', ...readers],
  },
  { operation: 'editMember', method: 'PATCH', path: `${ACCOUNT}/members/{member}`, area: 'members', allow: staff },
  { operation: 'removeMember', method: 'DELETE', path: `${ACCOUNT}/members/{member}`, area: 'members', allow: staff },
  {
    operation: 'getEntitlements',
    method: 'GET',
    path: `${ACCOUNT}/members/{member}/entitlements`,
    area: 'members',
    allow: ['self', 'admin', 'operator', 'vendor:entitlements'],
  },
  { operation: 'listInvitations', method: 'GET', path: `${ACCOUNT}/invitations`, area: 'members', allow: staff },
  { operation: 'invite', method: 'POST', path: `${ACCOUNT}/invitations`, area: 'members', allow: staff },
  {
    operation: 'resendInvitation',
    method: 'POST',
    path: `${ACCOUNT}/invitations/{invitation}/resend`,
    area: 'members',
    allow: staff,
  },
  {
    operation: 'withdrawInvitation',
    method: 'DELETE',
    path: `${ACCOUNT}/invitations/{invitation}`,
    area: 'members',
    allow: staff,
  },
  {
    operation: 'acceptInvitation',
    method: 'POST',
    path: '/v1/invitation-acceptances',
    area: 'members',
    allow: ['public'],
  },

  { operation: 'getCredit', method: 'GET', path: `${ACCOUNT}/credit`, area: 'credit', allow: readers },
  { operation: 'listCreditEntries', method: 'GET', path: `${ACCOUNT}/credit/entries`, area: 'credit', allow: readers },
  {
    operation: 'exportCreditEntries',
    method: 'GET',
    path: `${ACCOUNT}/credit/entries.csv`,
    area: 'credit',
    allow: readers,
  },
  { operation: 'listStatements', method: 'GET', path: `${ACCOUNT}/credit/statements`, area: 'credit', allow: readers },
  { operation: 'previewCredit', method: 'POST', path: `${ACCOUNT}/credit/previews`, area: 'credit', allow: staff },
  {
    operation: 'adjustCredit',
    method: 'POST',
    path: `${ACCOUNT}/credit/adjustments`,
    area: 'credit',
    allow: ['operator'],
    money: true,
  },
  { operation: 'enableAddOn', method: 'PUT', path: `${ACCOUNT}/add-ons/{add_on}`, area: 'credit', allow: staff },
  { operation: 'disableAddOn', method: 'DELETE', path: `${ACCOUNT}/add-ons/{add_on}`, area: 'credit', allow: staff },

  { operation: 'listLicences', method: 'GET', path: `${ACCOUNT}/licences`, area: 'licences', allow: readers },
  {
    operation: 'editLicence',
    method: 'PATCH',
    path: `${ACCOUNT}/licences/{licence}`,
    area: 'licences',
    allow: staff,
  },
  {
    operation: 'setLicenceMinimum',
    method: 'PUT',
    path: `${ACCOUNT}/licence-minimums/{type}`,
    area: 'licences',
    allow: ['operator'],
  },
  {
    operation: 'assignLicence',
    method: 'PUT',
    path: `${ACCOUNT}/members/{member}/licences/{type}`,
    area: 'licences',
    allow: staff,
  },
  {
    operation: 'unassignLicence',
    method: 'DELETE',
    path: `${ACCOUNT}/members/{member}/licences/{type}`,
    area: 'licences',
    allow: staff,
  },
  {
    operation: 'getSubscription',
    method: 'GET',
    path: `${ACCOUNT}/subscription`,
    area: 'subscription',
    allow: readers,
  },
  {
    operation: 'editSubscription',
    method: 'PATCH',
    path: `${ACCOUNT}/subscription`,
    area: 'subscription',
    allow: staff,
  },
  {
    operation: 'previewRenewal',
    method: 'GET',
    path: `${ACCOUNT}/subscription/renewal`,
    area: 'subscription',
    allow: readers,
  },
  {
    operation: 'previewSubscriptionChange',
    method: 'POST',
    path: `${ACCOUNT}/subscription/changes/previews`,
    area: 'subscription',
    allow: staff,
  },
  {
    operation: 'changeSubscription',
    method: 'POST',
    path: `${ACCOUNT}/subscription/changes`,
    area: 'subscription',
    allow: staff,
  },
  {
    operation: 'undoSubscriptionChange',
    method: 'DELETE',
    path: `${ACCOUNT}/subscription/changes/{change}`,
    area: 'subscription',
    allow: staff,
  },
  {
    operation: 'cancelSubscription',
    method: 'POST',
    path: `${ACCOUNT}/subscription/cancellation`,
    area: 'subscription',
    allow: staff,
  },
  {
    operation: 'undoCancellation',
    method: 'DELETE',
    path: `${ACCOUNT}/subscription/cancellation`,
    area: 'subscription',
    allow: staff,
  },

  { operation: 'previewOrder', method: 'POST', path: `${ACCOUNT}/orders/previews`, area: 'orders', allow: staff },
  { operation: 'listOrders', method: 'GET', path: `${ACCOUNT}/orders`, area: 'orders', allow: staff },
  { operation: 'placeOrder', method: 'POST', path: `${ACCOUNT}/orders`, area: 'orders', allow: staff, money: true },
  {
    operation: 'withdrawOrder',
    method: 'DELETE',
    path: `${ACCOUNT}/orders/{order}`,
    area: 'orders',
    allow: staff,
  },
  { operation: 'getOrder', method: 'GET', path: `${ACCOUNT}/orders/{order}`, area: 'orders', allow: staff },

  { operation: 'listInvoices', method: 'GET', path: `${ACCOUNT}/invoices`, area: 'invoices', allow: readers },
  { operation: 'exportInvoices', method: 'GET', path: `${ACCOUNT}/invoices.csv`, area: 'invoices', allow: readers },
  { operation: 'getInvoice', method: 'GET', path: `${ACCOUNT}/invoices/{invoice}`, area: 'invoices', allow: readers },
  {
    operation: 'getInvoicePdf',
    method: 'GET',
    path: `${ACCOUNT}/invoices/{invoice}.pdf`,
    area: 'invoices',
    allow: readers,
  },
  {
    operation: 'getInvoiceXml',
    method: 'GET',
    path: `${ACCOUNT}/invoices/{invoice}.xml`,
    area: 'invoices',
    allow: readers,
  },
  {
    operation: 'createCreditNote',
    method: 'POST',
    path: `${ACCOUNT}/invoices/{invoice}/credit-notes`,
    area: 'invoices',
    allow: ['operator'],
    money: true,
  },
  { operation: 'listAllInvoices', method: 'GET', path: '/v1/invoices', area: 'invoices', allow: ['operator'] },
  { operation: 'exportAllInvoices', method: 'GET', path: '/v1/invoices.csv', area: 'invoices', allow: ['operator'] },
  { operation: 'listJournal', method: 'GET', path: '/v1/journal', area: 'invoices', allow: ['operator'] },
  { operation: 'exportJournal', method: 'GET', path: '/v1/journal.csv', area: 'invoices', allow: ['operator'] },

  { operation: 'listPayments', method: 'GET', path: '/v1/payments', area: 'payments', allow: ['operator'] },
  {
    operation: 'recordPayment',
    method: 'POST',
    path: '/v1/payments',
    area: 'payments',
    allow: ['operator'],
    money: true,
  },
  {
    operation: 'importStatement',
    method: 'POST',
    path: '/v1/payments/statements',
    area: 'payments',
    allow: ['operator'],
  },
  { operation: 'getPayment', method: 'GET', path: '/v1/payments/{payment}', area: 'payments', allow: ['operator'] },
  {
    operation: 'assignPayment',
    method: 'POST',
    path: '/v1/payments/{payment}/assignments',
    area: 'payments',
    allow: ['operator'],
    money: true,
  },
  {
    operation: 'receiveGatewayWebhook',
    method: 'POST',
    path: '/v1/gateways/{gateway}/webhooks',
    area: 'payments',
    allow: ['public'],
  },

  { operation: 'getCatalogue', method: 'GET', path: '/v1/catalogue', area: 'catalogue', allow: ['public'] },
  { operation: 'replaceCatalogue', method: 'PUT', path: '/v1/catalogue', area: 'catalogue', allow: ['operator'] },
  { operation: 'listApiKeys', method: 'GET', path: '/v1/api-keys', area: 'catalogue', allow: ['operator'] },
  { operation: 'createApiKey', method: 'POST', path: '/v1/api-keys', area: 'catalogue', allow: ['operator'] },
  { operation: 'revokeApiKey', method: 'DELETE', path: '/v1/api-keys/{key}', area: 'catalogue', allow: ['operator'] },
  { operation: 'getHealth', method: 'GET', path: '/health', area: 'catalogue', allow: ['public'] },

  { operation: 'getOpenApi', method: 'GET', path: '/openapi.json', area: 'docs', allow: ['public'] },
] as const satisfies readonly Route[];

export const routes = [...apiRoutes, ...serviceRoutes, ...pageRoutes] as const;

/** Path parameters are whole segments to a gateway: routes that end alike but for a suffix come in by one of its routes. */
const SUFFIX = /(?<=\})\.[a-z]+$/;

/** The path under which a gateway knows a route: without the suffix of its last parameter. */
export function gatewayPath(path: string): string {
  return path.replace(SUFFIX, '');
}

/** The suffix of a route's last parameter, such as `.pdf`; '' without one. */
export function suffixOf(path: string): string {
  return SUFFIX.exec(path)?.[0] ?? '';
}

export type Operation = (typeof routes)[number]['operation'];
