/** Modules, packs and usage on the account page. */
export const packsPages = {
  'page.packs.title': 'Packs',
  'page.packs.held': '{quantity, number} × {name}',
  'page.packs.once': '{price}, once',
  'page.packs.users-of': 'Extra users of {module}',
  'page.packs.users-hint':
    '{included, plural, =0 {None comes} one {One comes} other {# come}} with the module{there, select, yes {} other {; only together with it}}',

  'page.buy-licences.title-packs': 'Buy licences and packs',
  'page.buy-modules.title': 'Buy modules',
  'page.buy-modules.title-packs': 'Buy modules and packs',

  'page.mistake.licence.missing': 'Enter as many licences as are used, at least one',
  'page.mistake.licence.too-many': 'That is more than one order can take; order the rest afterwards',
  'page.mistake.modules.none': 'Choose a module or a pack',
  'page.mistake.modules.missing': 'Choose at least one module to begin with',
  'page.mistake.modules.too-many': 'That is more than one order can take; order the rest afterwards',
  'page.mistake.module.already-there': 'You have this module already',
  'page.mistake.pack': 'Enter a whole number up to {most, number}',
  'page.mistake.pack.needs-module': 'Choose the module as well',
  'page.mistake.pack.already-there': 'You have this pack already',
  'page.mistake.pack.too-many': 'That is more than one order can take; order the rest afterwards',
  'page.problem.order.no-modules.detail': 'Choose at least one module; packs come on top of one.',
  'page.problem.order.no-licences.detail':
    'Choose at least one licence; modules alone would end with their first period.',
  'page.problem.pack.unknown.detail': 'Choose among those that are shown.',
  'page.problem.pack.needs-module.detail': '“{pack}” is bought for a module: choose the module as well.',

  'page.sign-up.modules-month': '{several, select, yes {Modules from {price} per month.} other {{price} per month.}}',
  'page.sign-up.modules-year': '{several, select, yes {Modules from {price} per year.} other {{price} per year.}}',
  'page.confirm.done-modules': 'Sign in and choose your modules on your account page.',
  'page.account.member-only-modules': 'Your admin looks after the subscription and the members of this account.',

  'page.module-users.title': 'Users of modules',
  'page.module-users.intro':
    'Users beyond those that a module comes with are in a pack, or are billed for each night when the period ends.',
  'page.module-users.users': '{users, plural, one {# user} other {# users}}',
  'page.module-users.allowed': '{included, number} included, {packs, number} in packs',
  'page.module-users.beyond':
    '{users, plural, one {One user of {module} is} other {# users of {module} are}} not in a pack: so far {cost}, {expected} on {date} if nothing changes.',
  'page.module-users.was-beyond':
    'Users of {module} were beyond the packs for some nights: {cost} will be billed on {date}.',
  'page.module-users.full': 'One more user of {module} costs {cost} until {date}.',
  'page.module-users.another': 'Yet another one costs {cost} until {date}.',
  'page.module-users.pack':
    '{users, plural, one {A pack for one user} other {A pack for # users}} costs {price} until then, and {renewal} per {months, plural, =1 {month} =12 {year} other {# months}} afterwards.',
  'page.module-users.free': '{free, plural, one {One more user fits in.} other {# more users fit in.}}',
  'page.module-users.buy': '{users, plural, one {Buy a pack for one user} other {Buy a pack for # users}}',
  'page.module-users.state.free': 'Covered',
  'page.module-users.state.full': 'At the limit',
  'page.module-users.state.beyond': 'Billed by the night',
  'page.members.before-adding': 'Before you add somebody',
  'page.members.none': 'Nobody belongs to this account yet.',
  'page.members.modules': 'Modules',
  'page.members.every-module': 'All',
  'page.members.no-modules': 'None',

  'page.meters.title': 'Usage',
  'page.meters.used': '{used, number} of {allowance, number} used',
  'page.meters.held': '{used, number} of {allowance, number} in use',
  'page.meters.left': '{left, number} left',
  'page.meters.left-until': '{left, number} left until {date}',
  'page.meters.none': 'None is included.',
  'page.meters.over': 'That is {over, number} more than your packs hold now.',
  'page.meters.buy': 'Buy more',
  'page.meters.buy-of': 'of {meter}',
} as const;
