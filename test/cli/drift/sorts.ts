import type { Live } from '../../reconciler/live.ts'

/** Something that somebody does behind roster's back, and what becomes of it. */
export interface Sort {
  readonly happens: (live: Live) => void
  /** Words of what is told. */
  readonly words: string
  /** Lines of the files that `accept` takes away (-) and puts in (+); not there: it cannot be accepted, and why. */
  readonly accept: readonly string[] | RegExp
  /** What is done where nobody ticks anything. */
  readonly usual: 'accept' | 'revert'
  /** What the next plan has besides, once it is accepted. */
  readonly also?: readonly string[]
  /** Gates that somebody has acknowledged: without it nothing is concluded from what is missing. */
  readonly acknowledged?: readonly string[]
}

const eva = 'eva-lo: {name: {first: \'Eva\', last: "Lo"}, email: eva.lo@acme.example, template: clerk'
const ben = 'ben-osei: { name: { first: Ben, last: Osei }, email: ben.osei@acme.example'

/** Every sort of drift in a directory. Ana has privileges: nothing about her is taken over by itself. */
export const sorts: Readonly<Record<string, Sort>> = {
  'a value that was changed': {
    happens: (live) => live.setAttributes('ana-li', { title: 'Boss' }),
    words: 'Ana Li: title was changed from Lead to Boss',
    accept: ['-  title:     Lead   # decided in May', '+  title:     Boss   # decided in May'],
    usual: 'revert',
  },
  'a value that was taken away': {
    happens: (live) => live.setAttributes('ben-osei', { 'phones.work': undefined }),
    words: 'Ben Osei: phones.work was removed (was +31 20)',
    accept: [`-${ben}, phones: { work: "+31 20" } }`, `+${ben} }`],
    usual: 'accept',
  },
  'a value that a template gives': {
    happens: (live) => live.setAttributes('eva-lo', { location: 'Oslo' }),
    words: 'Eva Lo: location was changed from Rome to Oslo',
    accept: [`-${eva}}`, `+${eva}, location: Oslo}`],
    usual: 'accept',
  },
  'a value of a template that was taken away': {
    happens: (live) => live.setAttributes('eva-lo', { location: undefined }),
    words: 'Eva Lo: location was removed (was Rome)',
    accept: [`-${eva}}`, `+${eva}, location: null}`],
    usual: 'accept',
  },
  'a value that nobody declared': {
    happens: (live) => live.setAttributes('ana-li', { 'address.city': 'Oslo' }),
    words: 'Ana Li: address.city was added: Oslo',
    accept: ['+  address: { city: Oslo }'],
    usual: 'revert',
  },
  'another manager': {
    happens: (live) => live.editUser('ana-li', { references: { manager: live.user('eva-lo').id } }),
    words: 'Ana Li: manager was changed from Ben Osei to Eva Lo',
    accept: ['-  manager: ben-osei', '+  manager: eva-lo'],
    usual: 'revert',
  },
  'somebody taken out of a group that they list': {
    happens: (live) => live.leave('vpn', 'ana-li'),
    words: 'Ana Li was taken out of vpn',
    accept: ['-  groups: [vpn, admins]', '+  groups: [admins]'],
    usual: 'accept',
  },
  'somebody taken out of a group that lists them': {
    happens: (live) => live.leave('vpn', 'ben-osei'),
    words: 'Ben Osei was taken out of vpn',
    accept: [
      '-vpn: { description: Remote access, members: { users: [ben-osei] } }',
      '+vpn: { description: Remote access }',
    ],
    usual: 'accept',
  },
  'somebody taken out of a group of their template': {
    happens: (live) => live.leave('printers', 'eva-lo'),
    words: 'Eva Lo was taken out of printers',
    accept: [`-${eva}}`, `+${eva}, without: { groups: [printers] }}`],
    usual: 'accept',
  },
  'somebody put into a group': {
    happens: (live) => live.join('vpn', 'eva-lo'),
    words: 'Eva Lo was put into vpn',
    accept: [`-${eva}}`, `+${eva}, groups: [vpn]}`],
    usual: 'revert',
  },
  'somebody put into a privileged group': {
    happens: (live) => live.join('admins', 'hana'),
    words: 'hana was put into admins',
    accept: [
      '-hana: { displayName: hana, email: hana@acme.example }',
      '+hana: { displayName: hana, email: hana@acme.example, groups: [admins] }',
    ],
    usual: 'revert',
  },
  'an account that was disabled': {
    happens: (live) => live.editUser('fay', { state: 'disabled', container: 'leavers' }),
    words: 'fay was disabled',
    accept: [
      '-fay: { displayName: fay, email: fay@acme.example }',
      '+fay: { displayName: fay, email: fay@acme.example, state: suspended }',
    ],
    usual: 'accept',
  },
  'an account that was enabled': {
    happens: (live) => live.editUser('kim-gone', { state: 'active', container: 'people' }),
    words: 'Kim Gone was enabled',
    accept: ['-  state: disabled # left in June'],
    usual: 'revert',
  },
  'another username': {
    happens: (live) => live.editUser('fay', { username: 'fay.x' }),
    words: 'fay was renamed from fay to fay.x',
    accept: [
      '-fay: { displayName: fay, email: fay@acme.example }',
      '+fay: { displayName: fay, email: fay@acme.example, username: fay.x }',
    ],
    usual: 'accept',
  },
  'an account that was moved': {
    happens: (live) => live.editUser('gil', { container: 'people/Field' }),
    words: 'gil was moved from people to people/Field',
    accept: [
      '-gil: { displayName: gil, email: gil@acme.example }',
      '+gil: { displayName: gil, email: gil@acme.example, department: field }',
    ],
    usual: 'revert',
    also: ['update user gil'],
  },
  'an account that was moved where no department is': {
    happens: (live) => live.editUser('gil', { container: 'people/Cellar' }),
    words: 'gil was moved from people to people/Cellar',
    accept: /no department is declared whose people lie in people\/Cellar/,
    usual: 'revert',
  },
  'an account that is gone': {
    happens: (live) => live.removeUser('gil'),
    words: 'gil was deleted, or is hidden from the reading account',
    accept: [
      '-gil: { displayName: gil, email: gil@acme.example }',
      '+gil: { displayName: gil, email: gil@acme.example, state: absent }',
    ],
    usual: 'revert',
    acknowledged: ['recordedMissing'],
  },
  'words about a group': {
    happens: (live) => live.editGroup('vpn', { attributes: { description: 'From home' } }),
    words: 'the group vpn: description was changed from Remote access to From home',
    accept: [
      '-vpn: { description: Remote access, members: { users: [ben-osei] } }',
      '+vpn: { description: From home, members: { users: [ben-osei] } }',
    ],
    usual: 'accept',
  },
  'another name of a group': {
    happens: (live) => live.editGroup('vpn', { name: 'VPN users' }),
    words: 'the group vpn was renamed from vpn to VPN users',
    accept: [
      '-vpn: { description: Remote access, members: { users: [ben-osei] } }',
      '+vpn: { description: Remote access, members: { users: [ben-osei] }, name: VPN users }',
    ],
    usual: 'accept',
  },
  'a group that is gone, and that a template gives': {
    happens: (live) => live.removeGroup('printers'),
    words: 'the group printers was deleted, or is hidden from the reading account',
    accept: /the files would have a mistake: tenants\/acme\/templates.yaml:1/,
    usual: 'revert',
    acknowledged: ['recordedMissing', 'population'],
  },
}
