const why = 'You get this e-mail because you are an admin of {organisation} on {service}.';

const changes =
  '{changeable, select, yes {Until the day before, you can pick another time or cancel the booking.} other {It is on the day itself: to change or cancel it, answer this e-mail.}}';

/** E-mails about training sessions, worded as those in mails.ts, and what their calendar files say. */
export const trainings = {
  'calendar.training.summary': 'Training: {service}',
  'calendar.training.description':
    '{linked, select, yes {By web conference: {link}} other {By web conference. The link comes by e-mail on the day.}}\nQuestions or another time? Write to {support}.',

  'mail.training-slots-offered.subject': 'Pick a time for your training on {service}',
  'mail.training-slots-offered.heading': 'Pick a time for your training',
  'mail.training-slots-offered.text':
    '{organisation} has a training session of {minutes} minutes by web conference. {count, plural, one {This time is offered} other {These times are offered}}: {slots}.\n\nPick one in your account. If none suits you, answer this e-mail.',
  'mail.training-slots-offered.action': 'Open the account',
  'mail.training-slots-offered.why': why,

  'mail.training-booked.subject': 'Your training on {service}: {when}',
  'mail.training-booked.heading': 'Your training is booked',
  'mail.training-booked.text':
    'The training session of {organisation} begins on {when} and takes {minutes} minutes. The attached file puts it into your calendar.\n\n{linked, select, yes {It takes place by web conference: {link}} other {It takes place by web conference. The link comes by e-mail on the day.}}',
  'mail.training-booked.action': 'Open the account',
  'mail.training-booked.note': changes,
  'mail.training-booked.why': why,

  'mail.training-moved.subject': 'Your training on {service} has moved: {when}',
  'mail.training-moved.heading': 'Your training has moved',
  'mail.training-moved.text':
    'The training session of {organisation} now begins on {when} and takes {minutes} minutes. The attached file moves it in your calendar.\n\n{linked, select, yes {It takes place by web conference: {link}} other {It takes place by web conference. The link comes by e-mail on the day.}}',
  'mail.training-moved.action': 'Open the account',
  'mail.training-moved.note': changes,
  'mail.training-moved.why': why,

  'mail.training-booking-cancelled.subject': 'Cancelled: your training on {when}',
  'mail.training-booking-cancelled.heading': 'The booking is cancelled',
  'mail.training-booking-cancelled.text':
    'The training session of {organisation} on {when} will not take place. The attached file takes it out of your calendar.\n\nThe session itself is still yours: pick another time in your account.',
  'mail.training-booking-cancelled.action': 'Open the account',
  'mail.training-booking-cancelled.why': why,

  'mail.training-cancelled.subject': 'Your training session on {service} is cancelled',
  'mail.training-cancelled.heading': 'The training session is cancelled',
  'mail.training-cancelled.text':
    '{scheduled, select, yes {The training session of {organisation} on {when} will not take place, and the attached file takes it out of your calendar.} other {The training session of {organisation} will not take place.}} If you did not expect this, answer this e-mail.',
  'mail.training-cancelled.action': 'Open the account',
  'mail.training-cancelled.why': why,

  'mail.training-link.subject': 'Today: your training on {service}',
  'mail.training-link.heading': 'Your training is today',
  'mail.training-link.text':
    'The training session of {organisation} begins on {when} and takes {minutes} minutes. Join it by web conference.',
  'mail.training-link.action': 'Join the web conference',
  'mail.training-link.note': 'If something comes between, answer this e-mail.',
  'mail.training-link.why': why,

  'mail.training-link-missing.subject': 'A training session of today has no conference link',
  'mail.training-link-missing.heading': 'A conference link is missing',
  'mail.training-link-missing.text':
    'The training session {training} of the account {account} ({organisation}) begins on {when} and has no conference link yet. Set one with PATCH /v1/accounts/{account}/trainings/{training}: it is mailed to the admins at once.',
  'mail.training-link-missing.action': 'See the session',
  'mail.training-link-missing.why': 'You get this e-mail because this is the address of support for {service}.',
} as const;
