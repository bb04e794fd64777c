/** What an admin decides about the end of the period, on the account page. */
export const subscriptionPages = {
  'page.subscription.next.empty':
    'Nothing of it goes on. It can be used through {date}; then it ends, and all data stays.',
  'page.subscription.next.drops-all': 'As things stand nobody holds one, so the subscription would end with them.',

  'page.renewal.switch-off': 'Switch tacit renewal off',
  'page.renewal.switch-off-detail':
    '{unpaid, select, yes {Once the open renewal is paid, it} other {It}} will be used until {date} and then close; all data stays. You can switch the renewal on again until then.',
  'page.renewal.switch-off-submit': 'Yes, switch tacit renewal off',
  'page.renewal.switch-on': 'Switch tacit renewal on',
  'page.renewal.switch-on-detail.renews':
    '{unpaid, select, yes {Once the open renewal is paid, it} other {It}} then renews by itself on {date}.',
  'page.renewal.switch-on-detail.empty': 'As nothing of it goes on, it still closes on {date}.',
  'page.renewal.switch-on-detail.cancelled': 'As it is cancelled, it still closes on {date}.',
  'page.renewal.switched-off': 'Tacit renewal is off.',
  'page.renewal.switched-on': 'Tacit renewal is on.',

  'page.cancellation.cancel': 'Cancel the subscription',
  'page.cancellation.detail':
    'It will be used until {date} and then close; all data stays. You can take this back until then.',
  'page.cancellation.consumption':
    'Users of modules beyond the packs are still billed then: {cost} if nothing changes.',
  'page.cancellation.submit': 'Yes, cancel the subscription',
  'page.cancellation.undo': 'Take the cancellation back',
  'page.cancellation.undo-detail.renews': 'It then goes on, and renews by itself on {date}.',
  'page.cancellation.undo-detail.empty': 'As nothing of it goes on, it still closes on {date}.',
  'page.cancellation.undo-detail.off': 'It still closes on {date}, as tacit renewal is off: switch that on as well.',
  'page.cancellation.done': 'The subscription is cancelled.',
  'page.cancellation.undone': 'The cancellation is taken back.',

  'page.removal.title': 'Remove modules or packs',
  'page.removal.title-modules': 'Remove modules',
  'page.removal.title-packs': 'Remove packs',
  'page.removal.intro': 'What you remove will be used until {date} and then end. You can undo it until then.',
  'page.removal.of-module': 'Its packs of users end with it.',
  'page.removal.closes': 'Nothing is left of the subscription then, so it closes.',
  'page.removal.quantity': 'How many to remove',
  'page.removal.quantity-hint': '{there, plural, one {There is one} other {There are #}}',
  'page.removal.beyond':
    'With {quantity} fewer, {beyond, plural, one {one user more than that is} other {# users more than that are}} billed by consumption from {date} on.',
  'page.removal.over':
    'With {quantity} fewer, {over, plural, one {one more than that is} other {# more than that are}} in use from {date} on, and none can be added.',
  'page.removal.submit': 'Remove',
  'page.removal.scheduled': 'It will end with the period.',
  'page.removal.undo': 'Undo',
  'page.removal.undone': 'It is undone: that change does not come.',
  'page.removal.gone':
    'That change was undone already, or has another in its place. What is still to come stands below.',
  'page.mistake.quantity': 'Enter a whole number, as many as there are at the most',

  'page.problem.subscription.not-running.detail':
    'The subscription has changed meanwhile, or a renewal is not paid yet: this page shows how it stands.',
  'page.problem.subscription.none.detail': 'It has no subscription.',
} as const;
