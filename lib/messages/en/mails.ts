/**
 * What e-mails say. Each template has `subject`, `heading`, `text` (paragraphs are parted by a blank line), `action` (the
 * button), `why` (why the reader gets it) and where it helps `note`. `named` is `no` where a name is left out on purpose.
 */
export const mails = {
  'mail.plain-link': 'If the button does not work, open this address:',
  'mail.link-until': 'The link works once, until {until}.',
  'mail.help': 'Questions? Answer this e-mail or write to {address}.',
  'mail.sender': '{seller}, {address}',

  'mail.confirm-sign-up.subject': 'Confirm your e-mail address for {service}',
  'mail.confirm-sign-up.heading': 'One click left',
  'mail.confirm-sign-up.text':
    '{named, select, yes {Thank you for signing up {organisation} for {service}.} other {Thank you for signing up for {service}.}} Please confirm that this is your e-mail address.',
  'mail.confirm-sign-up.action': 'Confirm my e-mail address',
  'mail.confirm-sign-up.note':
    'If you did not sign up, ignore this e-mail: nothing happens, and we do not write to you again.',
  'mail.confirm-sign-up.why': 'You get this e-mail because this address was entered on the sign-up page of {service}.',

  'mail.already-registered.subject': 'You already have a login for {service}',
  'mail.already-registered.heading': 'You already have a login',
  'mail.already-registered.text':
    'This address was just entered on the sign-up page of {service}, and there is a login for it already. Nothing was changed: sign in as before.\n\nDid you forget your password? The sign-in page helps you to a new one.',
  'mail.already-registered.action': 'Sign in',
  'mail.already-registered.note': 'If it was not you, ignore this e-mail: nothing was told to whoever entered it.',
  'mail.already-registered.why':
    'You get this e-mail because this address, which has a login for {service}, was entered on its sign-up page.',

  'mail.sign-up-confirmed.subject': 'Welcome to {service}',
  'mail.sign-up-confirmed.heading': 'Your sign-up is confirmed',
  'mail.sign-up-confirmed.text':
    'The account of {organisation} is ready. {plan, select, prepaid {On your account page you see your credit and how long it lasts, buy more, and activate the service if you have not done so yet.} other {On your account page you see your subscription, buy what you need, and start the free trial if your plan has one and you have not done so yet.}}',
  'mail.sign-up-confirmed.action': 'Open my account',
  'mail.sign-up-confirmed.why': 'You get this e-mail because you signed up {organisation} for {service}.',

  'mail.service-access.subject': 'Your access to {service}',
  'mail.service-access.heading': '{service} is active',
  'mail.service-access.text':
    'The service is active for {organisation}. Open it and sign in with your e-mail address and password, the same as on your account page.',
  'mail.service-access.action': 'Open {service}',
  'mail.service-access.why': 'You get this e-mail because {service} was activated for {organisation}.',

  'mail.password-reset.subject': 'Choose a new password for {service}',
  'mail.password-reset.heading': 'Choose a new password',
  'mail.password-reset.text':
    'A new password was asked for with your e-mail address. Choose one here; until then the old one goes on working.',
  'mail.password-reset.action': 'Choose a new password',
  'mail.password-reset.note': 'If it was not you, ignore this e-mail: your password stays as it is.',
  'mail.password-reset.why': 'You get this e-mail because a new password was asked for on {service} with this address.',

  'mail.set-password.subject': 'Your login for {service}: choose a password',
  'mail.set-password.heading': 'Choose your password',
  'mail.set-password.text':
    'An admin of {organisation} added you to {service}. Choose a password, and you can sign in with your e-mail address.',
  'mail.set-password.action': 'Choose my password',
  'mail.set-password.note': 'If you do not know {organisation}, ignore this e-mail.',
  'mail.set-password.why': 'You get this e-mail because an admin of {organisation} added this address to {service}.',

  'mail.password-changed.subject': 'Your password for {service} was changed',
  'mail.password-changed.heading': 'Your password was changed',
  'mail.password-changed.text':
    'The password of your login was just changed, and every other browser and program was signed out.',
  'mail.password-changed.action': 'It was not me: choose a new password',
  'mail.password-changed.note': 'If it was you, there is nothing to do.',
  'mail.password-changed.why': 'You get this e-mail because the password of your login for {service} was changed.',

  'mail.invitation.subject':
    '{named, select, yes {{organisation} invites you to {service}} other {You are invited to {service}}}',
  'mail.invitation.heading': 'You are invited',
  'mail.invitation.text':
    '{named, select, yes {{organisation} uses {service} and invites you to join.} other {A customer of {service} invites you to join.}} Accept the invitation to get your access; if you have no login yet, you choose a password on the way.',
  'mail.invitation.action': 'Accept the invitation',
  'mail.invitation.note': 'If you do not want to join, ignore this e-mail: nothing happens.',
  'mail.invitation.why': 'You get this e-mail because an admin of a customer of {service} entered this address.',

  'mail.added-to-account.subject': 'You were added to {organisation} on {service}',
  'mail.added-to-account.heading': 'You have access to {organisation}',
  'mail.added-to-account.text':
    'An admin of {organisation} made you a member of its account on {service}. Sign in with the login you have already.',
  'mail.added-to-account.action': 'Open {service}',
  'mail.added-to-account.why':
    'You get this e-mail because an admin of {organisation} added your login to its account.',

  'mail.credit-expiring.subject':
    '{days, plural, =0 {Your credit for {service} is used up today} one {Your credit for {service} lasts one more day} other {Your credit for {service} lasts # more days}}',
  'mail.credit-expiring.heading': 'Your credit is running out',
  'mail.credit-expiring.text':
    'At the present charge, the credit of {organisation} is paid through {date}. After that date the service is suspended until new credit is bought; your data stays.\n\nBuy credit on your account page. It shows how long each amount lasts before you buy it.',
  'mail.credit-expiring.action': 'Buy credit',
  'mail.credit-expiring.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.credit-suspended.subject': '{service} is suspended for {organisation}',
  'mail.credit-suspended.heading': 'The service is suspended',
  'mail.credit-suspended.text':
    'The credit of {organisation} no longer covers a day of {service}, so the service has been suspended since {date}. Nothing is charged meanwhile, and all your data stays.\n\nAs soon as you buy credit, everybody can go on working.',
  'mail.credit-suspended.action': 'Buy credit',
  'mail.credit-suspended.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.credit-bought.subject': 'Thank you: {amount} of credit for {service}',
  'mail.credit-bought.heading': 'Your payment has arrived',
  'mail.credit-bought.text':
    'We have added {amount} to the credit of {organisation}.{dated, select, yes { At the present charge it is paid through {date}.} other {}}',
  'mail.credit-bought.action': 'See the credit',
  'mail.credit-bought.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.order-paid.subject': 'Thank you: {amount} for {service}',
  'mail.order-paid.heading': 'Your payment has arrived',
  'mail.order-paid.text':
    'We have received {amount} from {organisation}. What you ordered is active, and its invoice is in your account.',
  'mail.order-paid.action': 'See the account',
  'mail.order-paid.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.order-active.subject': 'What was ordered for {organisation} is active',
  'mail.order-active.heading': 'Your order is active',
  'mail.order-active.text': 'What was ordered for {organisation} on {service} is active.',
  'mail.order-active.action': 'See the account',
  'mail.order-active.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.payment-part.subject': 'Thank you: {amount} has arrived, {due} is still to be paid',
  'mail.payment-part.heading': 'Part of your payment has arrived',
  'mail.payment-part.text':
    'We have received {amount} from {organisation}. {due} is still to be paid; what you ordered becomes active when it has arrived.',
  'mail.payment-part.action': 'See how to pay the rest',
  'mail.payment-part.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.payment-unallocated.subject':
    '{reason, select, over {{amount} of your payment to {service} is left over} other {We could not use your payment of {amount} for {service}}}',
  'mail.payment-unallocated.heading':
    '{reason, select, over {You have paid more than was due} other {Your payment is kept for you}}',
  'mail.payment-unallocated.text':
    '{reason, select, over {Thank you: the order {order} of {organisation} is paid. {amount} of your payment is more than was due for it.} paid {We have received {amount} from {organisation} for the order {order}. That order is paid already, so nothing was delivered for this payment.} currency {We have received {amount} from {organisation} for the order {order}. That order is in another currency, so it could not be paid with this, and nothing was delivered.} other {We have received {amount} from {organisation} for the order {order}. The order can no longer be paid: it was withdrawn, or its price no longer held when the money came. So nothing was delivered.}}{more, select, yes { The same holds for the {earlier} that came for it before.} other {}}\n\nThe money is yours. Write to {support}, and it is put to another order of yours or sent back to you.',
  'mail.payment-unallocated.action': 'See the order',
  'mail.payment-unallocated.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.consumption-due.subject': 'Your last bill from {service}: {amount} to pay',
  'mail.consumption-due.heading': 'More people used your modules than were paid for',
  'mail.consumption-due.text':
    'Your subscription has ended. In its last period there were more users of your modules than come with them and your packs; for their days there are {amount} to pay. The invoice shows how it came about.',
  'mail.consumption-due.action': 'See the order and pay',
  'mail.consumption-due.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',
  'mail.renewal-due.subject': 'Your subscription to {service} was renewed: {amount} to pay',
  'mail.renewal-due.heading': 'A new period has begun',
  'mail.renewal-due.text':
    'The subscription of {organisation} goes on, and {amount} is to be paid; please pay it on your account page. The invoice shows what the new period costs and, where more people used your modules in the last one than were paid for, what their days cost. Everyone keeps their access meanwhile.',
  'mail.renewal-due.action': 'See the order and pay',
  'mail.renewal-due.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.renewal-reminder.subject': 'Reminder: {amount} for {service} is still to be paid',
  'mail.renewal-reminder.heading': 'Your renewal is not paid yet',
  'mail.renewal-reminder.text':
    'The new period of {organisation} began {days, plural, one {# day} other {# days}} ago and {amount} is still open. After 21 days without a payment the access is suspended until it arrives.',
  'mail.renewal-reminder.action': 'Pay now',
  'mail.renewal-reminder.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.renewal-billed-anew.subject': '{amount} to pay for your subscription to {service}',
  'mail.renewal-billed-anew.heading': 'The running period is still to be paid',
  'mail.renewal-billed-anew.text':
    'The reseller who managed {organisation} no longer does, and has not paid for the period that runs. {amount} is to be paid; please pay it on your account page. Everyone can use {service} until {date}; after that the access is suspended until the payment arrives.',
  'mail.renewal-billed-anew.action': 'See the invoice and pay',
  'mail.renewal-billed-anew.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.subscription-suspended.subject': '{service} is suspended for {organisation}',
  'mail.subscription-suspended.heading': 'Your subscription is suspended',
  'mail.subscription-suspended.text':
    'The renewal of {organisation} was not paid within 21 days, so members cannot use {service} for now. Nothing is lost: as soon as the payment arrives, everything goes on.',
  'mail.subscription-suspended.action': 'Pay now',
  'mail.subscription-suspended.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.subscription-ended.subject': 'Your subscription to {service} has ended',
  'mail.subscription-ended.heading': 'Your subscription has ended',
  'mail.subscription-ended.text':
    'The subscription of {organisation} ended on {date}. Members can no longer use {service}; your data is kept.{owed, select, yes { For users in its last period {amount} is still to be paid; another e-mail says how.} other {}} Whenever you want to go on, order again in your account.',
  'mail.subscription-ended.action': 'Open the account',
  'mail.subscription-ended.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.trial-ended.subject': 'Your trial of {service} is over',
  'mail.trial-ended.heading': 'Your trial is over',
  'mail.trial-ended.text':
    'The free trial of {organisation} has ended. Your data is kept: order what you need to go on where you stopped.',
  'mail.trial-ended.action': 'Open the account',
  'mail.trial-ended.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.licence-ended.subject': 'Your {licence} licence for {service} has ended',
  'mail.licence-ended.heading': 'A licence of yours has ended',
  'mail.licence-ended.text':
    '{organisation} did not renew your {licence} licence, so its features are no longer there for you. Ask an admin of {organisation} if you need it.',
  'mail.licence-ended.action': 'Open the account',
  'mail.licence-ended.why':
    'You get this e-mail because you had this licence in the account of {organisation} on {service}.',

  'mail.customer-lost.subject': 'You no longer manage {organisation} on {service}',
  'mail.customer-lost.heading': '{organisation} is no longer your customer',
  'mail.customer-lost.text':
    'Your access to the account of {organisation} was withdrawn. The account goes on without you; what you did there stays in its history.',
  'mail.customer-lost.action': 'See your account',
  'mail.customer-lost.why':
    'You get this e-mail because you are an admin of the reseller that managed {organisation} on {service}.',

  'mail.reseller-lost.subject': '{reseller} no longer manages your account on {service}',
  'mail.reseller-lost.heading': 'Your account has no reseller any more',
  'mail.reseller-lost.text':
    '{reseller} no longer manages the account of {organisation}, and has no access to it. What was bought stays as it is. From now on its admins look after it, and buy and pay for it themselves.',
  'mail.reseller-lost.action': 'See your account',
  'mail.reseller-lost.why': 'You get this e-mail because you are an admin of {organisation} on {service}.',

  'mail.ticket-opened.subject': 'Ticket {ticket}: {subject}',
  'mail.ticket-opened.heading': 'A customer has opened a ticket',
  'mail.ticket-opened.text':
    '{author} of {organisation} writes about “{subject}”{channel, select, email { and asks to be answered by e-mail} phone { and asks to be called} chat { and asks to be answered by chat} other {}}:',
  'mail.ticket-opened.action': 'Open the ticket in the API',
  'mail.ticket-opened.note':
    'An answer to this e-mail goes to the customer and is not kept with the ticket. Write into the ticket so that everyone can read it; the customer gets it by e-mail.',
  'mail.ticket-opened.why': 'You get this e-mail because it is for the support of {service}.',

  'mail.ticket-replied.subject': 'Ticket {ticket}: {subject}',
  'mail.ticket-replied.heading': 'A customer has written into a ticket',
  'mail.ticket-replied.text': '{author} of {organisation} writes about “{subject}”:',
  'mail.ticket-replied.action': 'Open the ticket in the API',
  'mail.ticket-replied.note':
    'An answer to this e-mail goes to the customer and is not kept with the ticket. Write into the ticket so that everyone can read it; the customer gets it by e-mail.',
  'mail.ticket-replied.why': 'You get this e-mail because it is for the support of {service}.',

  'mail.ticket-answered.subject': 'Ticket {ticket}: {subject}',
  'mail.ticket-answered.heading': 'Support has written to you',
  'mail.ticket-answered.text': 'The support of {service} writes about “{subject}”, a ticket of {organisation}:',
  'mail.ticket-answered.action': 'Open the ticket',
  'mail.ticket-answered.note':
    'If your question is not settled, write into the ticket: it is then open again, and support is told.',
  'mail.ticket-answered.why':
    'You get this e-mail because you opened the ticket, or are an admin of {organisation} on {service}.',

  'mail.ticket-closed.subject': 'Ticket {ticket} is closed: {subject}',
  'mail.ticket-closed.heading': 'Your ticket is closed',
  'mail.ticket-closed.text':
    'The support of {service} has closed “{subject}”, a ticket of {organisation}. If your question is not settled, write into the ticket: it is then open again.',
  'mail.ticket-closed.action': 'Open the ticket',
  'mail.ticket-closed.why':
    'You get this e-mail because you opened the ticket, or are an admin of {organisation} on {service}.',
} as const;
