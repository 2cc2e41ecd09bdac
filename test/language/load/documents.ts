/** Documents as people write them. Between them they use everything that the fast reader knows. */
export const documents: readonly string[] = [
  `# yaml-language-server: $schema=../../schema/users.schema.json
ana-li:
  name: { first: Ana, last: Li }         # displayName is derived
  email: ana.li@northwind.example
  persona: technician
  title: Service desk lead
  manager: ben-osei
  employeeId: "10442"
  location: Amsterdam
  address: { country: NL, city: Amsterdam }
  phones: { work: "+31205550101" }
  groups: [vpn-users, printers]
  without: { groups: [printers] }
  starts: 2026-12-01
  urgent: true
  profile: { language: nl-NL, timezone: Europe/Amsterdam, notifications: [security] }
  certifications: [{ name: atera-certified, expires: 2027-05-01 }]
tom-berg:
  state: absent
  leaving: { reassignTo: ana-li, accept: [personalReports], reason: "left 2026-11-20" }
`,
  `zoe-o:
  name:
    first: Zoë
    last: 'O''Brien'
  emails:
    - { address: zoe@northwind.example, type: work }
    - address: z@home.example
      type: home
  groups:
  - vpn-users
  - printers   # second floor

  manager: null
  note: |
    First line
      indented: yes

    last # line
  about: >-
    folded
    text

    next
  count: -12
  share: 0.5
`,
  `name: Northwind Traders
domains: [northwind.example]
production: true
deleteAfter: 30 days
naming:
  username: "{first}.{last}"
  upn: "{username}@northwind.example"
defaults:
  attributes: { address: { country: NL }, profile: { language: nl-NL } }
directories:
  hq:
    provider: ldap
    url: ldap://ldap.acme.example
    startTls: true
    base: dc=acme,dc=example
    credentials: { read: { bindDn: "cn=reader,dc=acme,dc=example", password: { env: ACME_READ } } }
    users:  { base: ou=people, rdn: uid, objectClasses: [inetOrgPerson], disabledBase: ou=leavers }
    mapping: { title: title, department: { from: department.name } }
    protect: ["CN=svc-*,**", "**,OU=Break Glass"]
  try: { provider: local, mode: authoritative }
`,
  `---
vpn-users:
  directory: ad
  members: { ownership: exclusive, users: [ben-osei,
      ana-li, tom],
    groups: [contractors] }
  privileged: false
"odd key": x
'and': 'single'
e: {}
f: []
g:
  - nope
  -
    x: y
h: [ [a, b], [ c ] ]
k: -x
l: http://x.example/a:b#c
m: a,b {c} [d]
`,
  `a: 1
b: 0x1F
c: 1e3
d: ~
e: .5
f: NO
g: { h: off, i: [null, true, "no", on] }
j: +45 12 34
k: 12345678901234567890
l: 1.10
m: 0o17
n: |-
  one
o: >
  two
  three
p:
  q:
    r:
      - s: 1
        t: 2

      - u: 3
`,
  `site-closes: { gate: usersRemoved, max: 12, reason: "site closes", approver: security, expires: 2026-12-03T12:00:00Z }\r
other:\r
  gate: usersRemoved\r
  text: |\r
    a\r
    b\r
  list:\r
    - x\r
`,
]
