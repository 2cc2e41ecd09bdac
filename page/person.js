/** @param {readonly string[]} steps */
function personPage([tenant, id]) {
  const person = data.people.find((one) => one.id === id && tenantOf(one).id === tenant)
  if (person === undefined) return missingPage('There is no such person in this report.')
  const { accounts = [], groups = [], history = [] } = person
  const { zone } = tenantOf(person)
  const clashes = data.duties.flatMap((duty) =>
    duty.clashes.filter((clash) => data.people[clash.person] === person).map((clash) => ({ duty, clash })),
  )
  const why = privilegesOf(person)
  return page(
    person.name,
    h(
      'p',
      { class: 'lead' },
      personState(person),
      ' ',
      why.length === 0 ? null : badge('privileged', 'bad'),
      ' ',
      code(person.id),
    ),
    facts([
      ['Tenant', named(tenantOf(person).name)],
      ['Title', word(person.title)],
      ['Department', word(person.department)],
      ['Begins', person.starts === undefined ? '' : dayText(person.starts, zone)],
      ['Last day', person.ends === undefined ? '' : dayText(person.ends, zone)],
      ['Declared at', said(person.at)],
      ['Privileged through', row(why.map(named))],
    ]),
    clashes.length === 0
      ? null
      : section(
          'Duties held together',
          h(
            'ul',
            {},
            clashes.map(({ clash }) => h('li', {}, resultBadge(clash.result), ' ', clash.message)),
          ),
        ),
    ...accounts.map((account) => accountSection(person, account)),
    section(
      'Groups of directories',
      table({
        caption: `Groups that ${person.name} is in, and why`,
        rows: groups,
        find: 'Find a group',
        none: 'In no group.',
        quiet: true,
        columns: [
          {
            title: 'Group',
            head: true,
            cell: ([group]) => groupLink(group),
            text: ([group]) => entry(data.groups, group).name,
          },
          {
            title: 'Directory',
            cell: ([group]) => code(entry(data.groups, group).directory),
            text: ([group]) => entry(data.groups, group).directory,
          },
          { title: 'Because of', cell: ([, reason]) => word(reason), text: ([, reason]) => word(reason) },
          { title: 'Said at', cell: ([, , at = person.at]) => said(at), text: ([, , at = person.at]) => place(at) },
        ],
      }),
    ),
    section(
      'Timeline',
      timelineTable(person, history),
      h(
        'p',
        { class: 'hint' },
        'Effects of roles, tags and templates that changed elsewhere: ',
        code(`roster timeline ${person.id} --tenant ${tenantOf(person).id}`),
      ),
    ),
  )
}

/** @param {Person} person @param {NonNullable<Person['history']>} history */
function timelineTable(person, history) {
  const { unknown } = tenantOf(person)
  return table({
    caption: `What was done for ${person.name}, newest first`,
    rows: history,
    find: 'Find',
    none: unknown === undefined ? 'Nothing was done yet.' : 'Unknown: the ledger could not be read.',
    quiet: true,
    columns: [
      {
        title: 'When',
        cell: ([apply]) => entry(data.applies, apply).words,
        text: ([apply]) => entry(data.applies, apply).at,
      },
      { title: 'What', head: true, cell: ([, what]) => named(what), text: ([, what]) => what },
      { title: 'Became', cell: ([, , status]) => word(status), text: ([, , status]) => word(status) },
      { title: 'Decided by', cell: ([apply]) => decided(apply), text: ([apply]) => entry(data.applies, apply).by },
    ],
  })
}

/** @param {number} apply */
function decided(apply) {
  const { requests, by } = entry(data.applies, apply)
  return decidedBy(requests, by)
}

/** @param {ReportData['applies'][number]['requests']} requests @param {string} by */
function decidedBy(requests, by) {
  const asked = requests.map(
    ({ number, author, approvers }) =>
      `#${number} by ${author}, approved by ${approvers.length === 0 ? 'nobody' : approvers.join(', ')}`,
  )
  return [...asked, `applied by ${by}`].join('; ')
}

/** @param {Person} person @param {Account} account */
function accountSection(person, account) {
  const platform = platformAt(account.platform)
  const catalogue = catalogueOf(platform)
  const { zone } = tenantOf(person)
  const { accessGroups = [], overrides = [], roles } = account
  return section(
    `${catalogue.name}: ${word(account.contract)}`,
    facts([
      ['Account', stateBadge(account.state ?? 'active')],
      ['Roles', row(roles.map((role) => roleLink(account.platform, role)))],
      ['Access groups', row(accessGroups.map((group) => accessGroupLink(account.platform, group)))],
      ['Reaches', reachWords(account.reach)],
      ['From', account.from === undefined ? '' : dayText(account.from, zone)],
      ['Until', account.until === undefined ? '' : dayText(account.until, zone)],
      ['Through', account.route === undefined ? 'their own line' : word(account.route)],
      ['Said at', said(account.at ?? person.at)],
    ]),
    pathsList(person, account),
    levelsTable(person, account),
    overrides.length === 0
      ? null
      : table({
          caption: `Exceptions of ${person.name} on ${catalogue.name}`,
          rows: overrides,
          quiet: true,
          columns: [
            { title: 'Permission', head: true, cell: ({ key }) => code(key), text: ({ key }) => key },
            { title: 'Level', cell: ({ level }) => level },
            { title: 'Reason', cell: ({ reason }) => reason },
            { title: 'Until', cell: ({ until }) => (until === undefined ? 'no end' : dayText(until, zone)) },
            { title: 'Said at', cell: ({ at }) => said(at) },
          ],
        }),
  )
}

/** Every way on which the account reaches something. @param {Person} person @param {Account} account */
function pathsList(person, account) {
  if (account.reach === 0 || account.state !== undefined) return null
  const platform = platformAt(account.platform)
  const start = h('li', {}, named(person.name), ' ', said(account.at ?? person.at))
  const through = [
    ...(account.accessGroups ?? []).map((number) => ({
      link: accessGroupLink(account.platform, number),
      kind: 'access group',
      ...entry(platform.accessGroups, number),
    })),
    ...account.roles
      .map((number) => ({
        link: roleLink(account.platform, number),
        kind: 'role',
        selects: '',
        ...entry(platform.roles, number),
      }))
      .filter(({ ways, administrator }) => (ways ?? []).length > 0 || administrator),
  ]
  if (through.length === 0) return null
  const paths = through.flatMap(({ link, kind, at, ways = [], ...rest }) => {
    const step = h('li', {}, `${kind} `, link, ' ', said(at))
    if (ways.length === 0) {
      const all =
        'administrator' in rest && rest.administrator
          ? 'runs the platform: everything'
          : 'reach' in rest && rest.reach < 0
            ? 'selects everything'
            : 'selects nothing that is there'
      return [path(start, step, h('li', {}, all))]
    }
    return ways.map((way) => path(start, step, h('li', {}, named(way.words), ' ', wayEntities(account.platform, way))))
  })
  return h('div', {}, h('h3', {}, 'How things are reached'), paths)

  /** @param {...HTMLElement} steps */
  function path(...steps) {
    // A step is in several paths, and an element in one place only.
    return h(
      'ol',
      { class: 'path' },
      steps.map((one) => one.cloneNode(true)),
    )
  }
}

/** @param {number} platform @param {Way} way */
function wayEntities(platform, { entities, count }) {
  if (count < 0) return ''
  if (entities === undefined) return `(${counted(count, 'entity', 'entities')})`
  if (entities.length <= 5) return h('span', {}, '→ ', row(entities.map((one) => entityLink(platform, one))))
  return h(
    'details',
    {},
    h('summary', {}, `→ ${counted(entities.length, 'entity', 'entities')}`),
    h(
      'ul',
      { class: 'columns' },
      entities.slice(0, 500).map((one) => h('li', {}, entityLink(platform, one))),
    ),
    entities.length > 500 ? note(`The first 500 of ${entities.length}.`) : null,
  )
}

const layerWords = /** @type {Readonly<Record<string, string>>} */ ({
  nobody: 'nobody says so',
  base: 'what everybody has',
  roles: 'role',
  department: 'department',
  override: 'exception of their own',
  forced: 'the platform itself',
})

/** @param {Person} person @param {Account} account */
function levelsTable(person, account) {
  const { keys, name: title } = catalogueOf(platformAt(account.platform))
  const marks = marksOf(account)
  const rows = keys
    .map((key, column) => ({ ...key, ...levelAt(marks, column) }))
    .filter(({ level }) => level !== 'none')
  return table({
    caption: `What ${person.name} may do on ${title}`,
    rows,
    find: 'Find a permission',
    none: 'Nothing.',
    columns: [
      ...permissionColumns(),
      {
        title: 'Where',
        cell: ({ scoped }) => (scoped ? 'in reach' : 'everywhere'),
        text: ({ scoped }) => (scoped ? 1 : 0),
      },
      {
        title: 'Decided by',
        cell: ({ layer }) => layerWords[layer] ?? layer,
        text: ({ layer }) => layerWords[layer] ?? layer,
      },
      { title: 'Risk', cell: ({ risk }) => riskBadge(risk), text: ({ risk }) => risk },
    ],
  })
}
