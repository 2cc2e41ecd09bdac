function groupsPage() {
  const rows = data.groups.map((group, number) => ({ ...group, number, members: membersOf().get(number)?.length ?? 0 }))
  return page(
    'Groups and entities',
    h(
      'ul',
      { class: 'jumps' },
      h('li', {}, h('a', { href: address('access-groups') }, 'Access groups')),
      h('li', {}, h('a', { href: address('entities') }, 'Entities')),
    ),
    table({
      caption: 'Groups of directories',
      rows,
      find: 'Find a group',
      none: 'There is none.',
      columns: [
        { title: 'Group', head: true, cell: ({ number }) => groupLink(number), text: ({ name: words }) => words },
        { title: 'Id', cell: ({ id }) => code(id), text: ({ id }) => id },
        ...(isOneTenant ? [] : [tenantColumn()]),
        { title: 'Directory', cell: ({ directory }) => code(directory), text: ({ directory }) => directory },
        {
          title: 'Marked',
          cell: (group) => (group.privileged ? badge('privileged', 'bad') : ''),
          text: (group) => (group.privileged ? 1 : 0),
        },
        {
          title: 'People',
          numeric: true,
          cell: ({ members }) => members.toLocaleString('en-GB'),
          text: ({ members }) => members,
        },
        { title: 'Said at', cell: ({ at }) => said(at), text: ({ at }) => place(at) },
      ],
    }),
  )
}

/** @param {readonly string[]} steps */
function groupPage([written]) {
  const number = Number(written)
  const group = data.groups[number]
  if (group === undefined) return missingPage('There is no such group in this report.')
  const owner = data.people.find(({ id, tenant }) => id === group.owner && tenant === group.tenant)
  return page(
    group.name,
    h('p', { class: 'lead' }, group.privileged ? badge('privileged', 'bad') : null, ' ', code(group.id)),
    facts([
      ['Tenant', named(tenantOf(group).name)],
      ['Directory', code(group.directory)],
      ['Sort', group.sort],
      ['Owner', owner === undefined ? '' : personLink(owner)],
      ['Groups in it', row((group.nested ?? []).map(code))],
      ['Said at', said(group.at)],
    ]),
    section(
      'People',
      table({
        caption: `Who is in ${group.name}`,
        rows: membersOf().get(number) ?? [],
        find: 'Find people',
        none: 'Nobody.',
        columns: [
          ...personColumns(),
          {
            title: 'Because of',
            cell: ({ groups = [] }) => word(groups.find(([one]) => one === number)?.[1]),
            text: ({ groups = [] }) => word(groups.find(([one]) => one === number)?.[1]),
          },
        ],
      }),
    ),
  )
}

function accessGroupsPage() {
  const rows = data.platforms.flatMap((platform, at) =>
    platform.accessGroups.map((group, number) => ({ ...group, platform, at: group.at, on: at, number })),
  )
  return page(
    'Access groups',
    table({
      caption: 'Access groups of platforms',
      rows,
      find: 'Find an access group',
      none: 'There is none.',
      columns: [
        {
          title: 'Access group',
          head: true,
          cell: ({ on, number }) => accessGroupLink(on, number),
          text: ({ name: words }) => words,
        },
        {
          title: 'Platform',
          cell: ({ platform }) => platformWords(platform),
          text: ({ platform }) => platformWords(platform),
        },
        { title: 'Selects', cell: ({ selects }) => named(selects), text: ({ selects }) => selects },
        {
          title: 'Marked',
          cell: (group) => (group.privileged ? badge('privileged', 'bad') : ''),
          text: (group) => (group.privileged ? 1 : 0),
        },
        {
          title: 'Reaches',
          numeric: true,
          cell: ({ reach }) => (reach < 0 ? 'all' : reach.toLocaleString('en-GB')),
          text: ({ reach }) => (reach < 0 ? Infinity : reach),
        },
        {
          title: 'People',
          numeric: true,
          cell: ({ on, number }) => holders(on, 'group', number).length.toLocaleString('en-GB'),
          text: ({ on, number }) => holders(on, 'group', number).length,
        },
      ],
    }),
  )
}

/** A platform, and whose: one of several tenants is named. @param {Platform} platform */
function platformWords(platform) {
  return isOneTenant ? catalogueOf(platform).name : `${catalogueOf(platform).name}, ${tenantOf(platform).name}`
}

/** @param {readonly string[]} steps */
function accessGroupPage([on, written]) {
  const group = data.platforms[Number(on)]?.accessGroups[Number(written)]
  if (group === undefined) return missingPage('There is no such access group in this report.')
  return page(
    group.name,
    h('p', { class: 'lead' }, group.privileged ? badge('privileged', 'bad') : null, ' ', code(group.id)),
    facts([
      ['Platform', platformWords(platformAt(Number(on)))],
      ['Selects', named(group.selects)],
      ['Reaches', reachWords(group.reach)],
      ['Said at', said(group.at)],
    ]),
    section(
      'What it reaches',
      group.ways.length === 0
        ? h('p', {}, reachWords(group.reach))
        : h(
            'ul',
            {},
            group.ways.map((way) => h('li', {}, named(way.words), ' ', wayEntities(Number(on), way))),
          ),
    ),
    section('People', holdersTable(`Who has ${group.name}`, holders(Number(on), 'group', Number(written)))),
  )
}

/** @param {string} caption @param {readonly { person: Person, account: Account }[]} rows */
function holdersTable(caption, rows) {
  return table({
    caption,
    rows,
    find: 'Find people',
    none: 'Nobody.',
    columns: [
      { title: 'Name', head: true, cell: ({ person }) => personLink(person), text: ({ person }) => person.name },
      { title: 'Id', cell: ({ person }) => code(person.id), text: ({ person }) => person.id },
      {
        title: 'Account',
        cell: ({ account }) => stateBadge(account.state ?? 'active'),
        text: ({ account }) => account.state ?? 'active',
      },
      {
        title: 'Contract',
        cell: ({ account }) => word(account.contract),
        text: ({ account }) => word(account.contract),
      },
      {
        title: 'Until',
        cell: ({ account, person }) =>
          account.until === undefined ? '' : dayText(account.until, tenantOf(person).zone),
        text: ({ account }) => account.until ?? '',
      },
      {
        title: 'Said at',
        cell: ({ account, person }) => said(account.at ?? person.at),
        text: ({ account, person }) => place(account.at ?? person.at),
      },
    ],
  })
}

function entitiesPage() {
  const rows = data.platforms.flatMap((platform, on) =>
    platform.entities.map((one, number) => ({ ...one, platform, on, number })),
  )
  return page(
    'Entities',
    table({
      caption: 'What access is scoped to',
      rows,
      find: 'Find an entity by name, tag or kind',
      none: 'There is none.',
      columns: [
        {
          title: 'Entity',
          head: true,
          cell: ({ on, number }) => entityLink(on, number),
          text: ({ name: words }) => words,
        },
        { title: 'Kind', cell: ({ kind }) => word(kind), text: ({ kind }) => word(kind) },
        {
          title: 'Platform',
          cell: ({ platform }) => platformWords(platform),
          text: ({ platform }) => platformWords(platform),
        },
        { title: 'Tags', cell: ({ tags = [] }) => row(tags.map(code)), text: ({ tags = [] }) => tags.join(' ') },
        {
          title: 'Marked',
          cell: (one) => (one.privileged ? badge('privileged', 'bad') : ''),
          text: (one) => (one.privileged ? 1 : 0),
        },
      ],
    }),
  )
}

/** @param {readonly string[]} steps */
function entityPage([written, at]) {
  const [on, number] = [Number(written), Number(at)]
  const one = data.platforms[on]?.entities[number]
  if (one === undefined) return missingPage('There is no such entity in this report.')
  const platform = platformAt(on)
  const inside = platform.entities.findIndex(({ id }) => id === one.inside)
  return page(
    one.name,
    h('p', { class: 'lead' }, one.privileged ? badge('privileged', 'bad') : null, ' ', code(one.id)),
    facts([
      ['Platform', platformWords(platform)],
      ['Kind', word(one.kind)],
      ['Tags', row((one.tags ?? []).map(code))],
      ['Lies inside', inside < 0 ? '' : entityLink(on, inside)],
      ['Said at', said(one.at)],
    ]),
    section('Who reaches it', reachersTable(on, number)),
  )
}

/** @param {number} on @param {number} number */
function reachersTable(on, number) {
  const platform = platformAt(on)
  /** @param {readonly Way[]} [ways] */
  const has = (ways) => ways?.find(({ entities, count }) => count < 0 || entities?.includes(number))?.words
  const groups = platform.accessGroups.map(({ ways, reach }) => (reach < 0 ? 'selects everything' : has(ways)))
  const roles = platform.roles.map(({ ways, administrator }) => (administrator ? 'runs the platform' : has(ways)))
  const rows = data.people.flatMap((person) =>
    liveAccounts(person).flatMap((account) => {
      if (account.platform !== on) return []
      const role = account.roles.find((one) => roles[one] !== undefined)
      const group = account.accessGroups?.find((one) => groups[one] !== undefined)
      if (role !== undefined)
        return [
          {
            person,
            account,
            link: () => roleLink(on, role),
            words: `role ${entry(platform.roles, role).name}`,
            way: roles[role] ?? '',
          },
        ]
      if (group !== undefined)
        return [
          {
            person,
            account,
            link: () => accessGroupLink(on, group),
            words: `access group ${entry(platform.accessGroups, group).name}`,
            way: groups[group] ?? '',
          },
        ]
      return []
    }),
  )
  const isUnsaid = [...platform.accessGroups, ...platform.roles].some(({ ways = [] }) =>
    ways.some(({ entities, count }) => entities === undefined && count > 0),
  )
  return h(
    'div',
    {},
    isUnsaid
      ? note(
          'There are too many entities for all ways to be in this report: others may reach it too. roster who-can tells.',
        )
      : null,
    table({
      caption: 'Who reaches it, and the first way for each',
      rows,
      find: 'Find people',
      none: 'Nobody.',
      columns: [
        { title: 'Name', head: true, cell: ({ person }) => personLink(person), text: ({ person }) => person.name },
        { title: 'Through', cell: ({ link }) => link(), text: ({ words }) => words },
        { title: 'On this way', cell: ({ way }) => named(way), text: ({ way }) => way },
      ],
    }),
  )
}
