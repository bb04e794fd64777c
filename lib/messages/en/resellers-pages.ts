/** Pages of resellers, and what their customers see of them. */
export const resellersPages = {
  'page.acting.label': 'For whom you act',
  'page.acting.text': 'You act for {reseller} on behalf of {customer}.',
  'page.acting.back': 'Back to the customers of {reseller}',

  'page.reseller.title': 'Reseller',
  'page.reseller.detail.own':
    '{reseller} has managed this account for you since {date}. It can buy, add people and change settings here, and sees what your admins see.',
  'page.reseller.detail.acting': '{reseller} has managed this account since {date}.',
  'page.reseller.withdraw.own': 'Withdraw its access',
  'page.reseller.withdraw.acting': 'Give this customer up',
  'page.reseller.withdraw-detail.own':
    '{reseller} then sees nothing of this account any more and can change nothing. What was bought stays; you buy and pay yourselves from now on. Only {reseller} and support together can bring it back.',
  'page.reseller.withdraw-detail.acting':
    'You then see nothing of this account any more and can change nothing. What was bought stays.',
  'page.reseller.withdraw-submit.own': 'Yes, withdraw the access of {reseller}',
  'page.reseller.withdraw-submit.acting': 'Yes, give this customer up',
  'page.reseller.withdrawn': 'The access is withdrawn. You look after this account yourselves from now on.',
  'page.subscription.with-reseller': 'The invoice of this renewal is with your reseller, who pays it.',

  'page.customers.title': 'Customers',
  'page.customers.of': 'Customers of {reseller}',
  'page.customers.intro': 'Open a customer to act on its account. Your discount on what you buy for them: {percent} %.',
  'page.customers.given-up': 'You no longer manage this customer.',
  'page.customers.new': 'Add a customer',
  'page.customers.to-account': 'To the account of {reseller}',
  'page.customers.filter': 'Find customers',
  'page.customers.filter-submit': 'Find',
  'page.customers.filter-all': 'Show all customers',
  'page.customers.organisation': 'Organisation',
  'page.customers.organisation-hint': 'Or a part of its name',
  'page.customers.plan': 'Plan',
  'page.customers.any-plan': 'Any plan',
  'page.customers.state': 'State',
  'page.customers.any-state': 'Any state',
  'page.customers.renews-before': 'Renews or ends before',
  'page.customers.renewal': 'Renews on',
  'page.customers.ends-on': 'Ends on {date}',
  'page.customers.no-renewal': 'Not begun',
  'page.customers.licences': 'Licences in use',
  'page.customers.licence': '{used, number} of {total, number} {type}',
  'page.customers.no-licences': 'None',
  'page.customers.caption': 'Your customers with their renewals and licences',
  'page.customers.none': 'You have no customers yet.',
  'page.customers.none-found': 'No customer is like this.',
  'page.customers.more': 'Show the next customers',
  'page.customers.first': 'Back to the first customers',
  'page.mistake.renews_before': 'Enter a date such as 2026-01-31',

  'page.new-customer.title': 'Add a customer',
  'page.new-customer.intro':
    'This opens an account that you manage, and orders what it begins with. People are added to it afterwards. Your discount of {percent} % is taken off.',
  'page.new-customer.plans': 'Plan',
  'page.new-customer.no-plans': 'No plan is sold through resellers at the moment.',
  'page.new-customer.country-hint': 'Where the customer is; it says which VAT is charged',
  'page.new-customer.vat-number-hint':
    'With its prefix, such as IT or DE. In another EU country no VAT is charged with it',
  'page.new-customer.submit': 'Add the customer and continue to the payment',
  'page.new-customer.again-title': 'This customer was added already',
  'page.new-customer.again':
    'This form was sent before with other details. The customer is in your list: buy and change there what is missing. For another customer, begin from the list.',
  'page.new-customer.tax.domestic': 'The customer and the seller are in the same country, so its VAT is charged.',
  'page.new-customer.tax.reverse-charge':
    'Reverse charge: the VAT number is confirmed, so no VAT is charged and the customer accounts for it.',
  'page.new-customer.tax.destination':
    'The VAT of the customer’s country is charged. With a confirmed VAT number of another EU country there is none.',
  'page.new-customer.tax.outside-scope': 'No VAT is charged: what is sold to that country is outside its scope.',
  'page.new-customer.tax.not-registered': 'No VAT is charged: the seller is not registered for VAT.',

  'page.problem.reseller.not-found.detail': 'Only resellers have customers. Choose another of your accounts.',
  'page.problem.reseller.only-admin.detail':
    'The account needs an active admin first, so that somebody can look after it without you: make a member admin and active, with a licence where the plan has them. Or write to support.',
  'page.problem.plan.not-for-resale.detail': 'Choose one of the plans that are shown.',
} as const;
