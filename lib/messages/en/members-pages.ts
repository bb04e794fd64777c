/** Members are added and changed on the account page. */
export const membersPages = {
  'page.members.former': 'Former',
  'page.members.show-former': 'Show former members too',
  'page.members.hide-former': 'Show present members alone',
  'page.members.change': 'Change',
  'page.members.make-active': 'Make active',
  'page.members.make-inactive': 'Make inactive',
  'page.members.make-admin': 'Make admin',
  'page.members.make-member': 'Take the admin role away',
  'page.members.make-former': 'Make former',
  'page.members.bring-back': 'Bring back',
  'page.members.give-licence': 'Give a {name} licence',
  'page.members.take-licence': 'Take the {name} licence away',
  'page.members.set-modules': 'Save the modules',
  'page.members.change-hint':
    'Who is inactive cannot use the service, and keeps what they hold. A former member holds nothing and can be brought back.',
  'page.members.changed': 'The member is changed.',
  'page.members.added': 'The member is added and gets an e-mail.',

  'page.members.add': 'Add a member',
  'page.members.add-intro': 'They get an e-mail, with a link to set a password if they have none yet.',
  'page.members.add-submit': 'Add the member',
  'page.members.role.member': 'Member',
  'page.members.role.admin': 'Admin: buys, adds people and changes settings',
  'page.members.add-licences': 'Licences',
  'page.members.add-licences-hint': 'Each must be free. Without one the person waits as an inactive member.',
  'page.members.add-modules': 'Modules they may use',
  'page.members.ends-discount': 'Go on: the reseller’s discount ends while the account has an admin of its own',

  'page.problem.reseller.discount-would-end.detail':
    'While the account has an admin or owner of its own, the reseller’s discount is off, for the reseller and for the account alike. Tick the box to go on all the same, or leave the person a member.',
  'page.problem.member.needs-licence.detail': 'Give them a licence first.',
  'page.problem.member.former.detail': 'Bring them back first.',
  'page.problem.member.already-exists.detail': 'Change the member that is there, or bring a former member back.',
} as const;
