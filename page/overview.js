/** What somebody who opens the report wants to know first. */
function overviewPage() {
  const active = data.people.filter(({ state }) => state === undefined).length
  const clashes = data.duties.reduce((sum, { clashes: all }) => sum + all.length, 0)
  const late = data.reviews.filter(({ findings }) => findings.length > 0).length
  const isUnknown = data.tenants.some(({ unknown }) => unknown !== undefined)
  const drift = data.plans.filter(({ kind }) => kind === 'drift')
  const drifted = drift.reduce((sum, plan) => sum + plan.tenants.length, 0)
  return page(
    'Overview',
    h(
      'p',
      { class: 'lead' },
      `What the files of ${data.organisation} ask for, as of ${data.made.words}`,
      data.commit === null ? '' : `, commit ${data.commit.slice(0, 12)}`,
      '. Made offline: directories were not read for it.',
    ),
    h('ul', { class: 'tiles' }, [
      tile(active, active === 1 ? 'active person' : 'active people', address('people')),
      tile(data.tenants.length, data.tenants.length === 1 ? 'tenant' : 'tenants', address('tenants')),
      tile(data.groups.length, 'groups of directories', address('groups')),
      tile(privileged().length, 'people with privileged access', address('privileged')),
      tile(clashes, 'duties held together', address('roles')),
      tile(ending().length, 'ends within 60 days', address('ending')),
      tile(isUnknown ? '?' : late, 'reviews due or overdue', address('reviews')),
      drift.length === 0
        ? tile('?', 'drift: none was given', address('drift'))
        : tile(drifted, 'tenants with drift', address('drift')),
    ]),
    ...unknownNotes(),
    section(
      'Privileged access',
      privilegedTable(privileged().slice(0, 10)),
      more(privileged().length, 10, 'privileged', 'All people with privileged access'),
    ),
    section(
      'Ends soon',
      endingTable(ending().slice(0, 10)),
      more(ending().length, 10, 'ending', 'Everything that ends within 60 days'),
    ),
    data.left.length === 0
      ? null
      : section(
          'What is not in this report',
          h(
            'ul',
            {},
            data.left.map((line) => h('li', {}, line)),
          ),
        ),
  )
}

/** What is not known is never shown as nothing. */
function unknownNotes() {
  return data.tenants.flatMap(({ name: tenant, unknown }) =>
    unknown === undefined
      ? []
      : [
          note(
            `${tenant}: what was applied, paid seats and reviews are unknown: the ledger could not be read. ${unknown}`,
          ),
        ],
  )
}

/** @param {number} all @param {number} shown @param {string} to @param {string} words */
function more(all, shown, to, words) {
  return all <= shown ? null : h('p', {}, h('a', { href: address(to) }, `${words} (${all.toLocaleString('en-GB')})`))
}

/** @param {readonly { person: Person, why: readonly string[] }[]} rows */
function privilegedTable(rows) {
  return table({
    caption: 'People with privileged access, and through what',
    rows,
    find: 'Find',
    none: 'Nobody has any.',
    quiet: true,
    columns: [
      { title: 'Name', head: true, cell: ({ person }) => personLink(person), text: ({ person }) => person.name },
      ...(isOneTenant
        ? []
        : [
            {
              title: 'Tenant',
              cell: (/** @type {{ person: Person }} */ { person }) => named(tenantOf(person).name),
              text: (/** @type {{ person: Person }} */ { person }) => tenantOf(person).name,
            },
          ]),
      { title: 'Through', cell: ({ why }) => row(why.map(named)), text: ({ why }) => why.join(', ') },
    ],
  })
}

/** @param {ReturnType<typeof ending>} rows */
function endingTable(rows) {
  return table({
    caption: 'What ends within 60 days',
    rows,
    find: 'Find',
    none: 'Nothing does.',
    quiet: true,
    columns: [
      { title: 'On', cell: ({ on, person }) => dayText(on, tenantOf(person).zone), text: ({ on }) => on },
      { title: 'Name', head: true, cell: ({ person }) => personLink(person), text: ({ person }) => person.name },
      { title: 'What', cell: ({ what }) => what, text: ({ what }) => what },
    ],
  })
}

function privilegedPage() {
  return page(
    'Privileged access',
    h(
      'p',
      { class: 'lead' },
      'Active people with a role, an access group or a group that is marked privileged, or whose role is of critical risk.',
    ),
    privilegedTable(privileged()),
  )
}

function endingPage() {
  return page('Ends soon', endingTable(ending()))
}

function tenantsPage() {
  /** @type {Map<number, number>} */
  const people = new Map()
  for (const { tenant } of data.people) people.set(tenant, (people.get(tenant) ?? 0) + 1)
  const rows = data.tenants.map((tenant, number) => ({
    tenant,
    people: people.get(number) ?? 0,
    platforms: data.platforms.filter((one) => one.tenant === number).map((one) => catalogueOf(one).name),
    last: data.applies.find((one) => one.tenant === number),
  }))
  return page(
    'Tenants',
    ...unknownNotes(),
    table({
      caption: 'Tenants, their directories and platforms',
      rows,
      find: 'Find a tenant',
      columns: [
        { title: 'Tenant', head: true, cell: ({ tenant }) => named(tenant.name), text: ({ tenant }) => tenant.name },
        { title: 'Id', cell: ({ tenant }) => code(tenant.id), text: ({ tenant }) => tenant.id },
        {
          title: 'People',
          numeric: true,
          cell: ({ people: number }) => number.toLocaleString('en-GB'),
          text: ({ people: number }) => number,
        },
        {
          title: 'Directories',
          cell: ({ tenant }) =>
            tenant.directories.map(({ id, provider, mode }) => h('div', {}, code(id), ` ${provider}, ${mode}`)),
        },
        {
          title: 'Platforms',
          cell: ({ platforms }) => platforms.join(', '),
          text: ({ platforms }) => platforms.join(', '),
        },
        { title: 'Served by', cell: ({ tenant }) => tenant.parent ?? '', text: ({ tenant }) => tenant.parent ?? '' },
        {
          title: 'Last apply',
          cell: ({ tenant, last }) =>
            tenant.unknown !== undefined ? badge('unknown', 'warn') : (last?.words ?? 'never'),
          text: ({ last }) => last?.at ?? '',
        },
      ],
    }),
  )
}
