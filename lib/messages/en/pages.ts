/** What people read on the pages. Keys are `page.<page>.<what>`; `page.problem.<code>.…` says a refusal in a person's words. */
export const pages = {
  'page.title': '{title} · {service}',
  'page.service-fallback': 'Your account',
  'page.skip': 'Skip to the content',
  'page.help': 'Need help? Write to',
  'page.docs': 'API documentation',
  'page.sign-out': 'Sign out',
  'page.to-sign-in': 'Go to sign in',
  'page.to-account': 'Go to your account',
  'page.sign-in.action': 'Sign in',
  'page.fault.title': 'Something went wrong on our side',
  'page.fault.detail': 'It was recorded. Try again in a moment; if it goes on, write to support.',
  'page.fault.request': 'Name this number when you write: {requestId}',
} as const;
