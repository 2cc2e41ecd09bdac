function rolesPage() {
  const rows = data.platforms.flatMap((platform, on) =>
    platform.roles.map((role, number) => ({ ...role, platform, on, number })),
  )
  return page(
    'Roles and separation of duties',
    ...dutySections(),
    section(
      'Roles',
      table({
        caption: 'Roles of every platform',
        rows,
        find: 'Find a role',
        none: 'No platform is in use.',
        columns: [
          {
            title: 'Role',
            head: true,
            cell: ({ on, number }) => roleLink(on, number),
            text: ({ name: words }) => words,
          },
          {
            title: 'Platform',
            cell: ({ platform }) => platformWords(platform),
            text: ({ platform }) => platformWords(platform),
          },
          {
            title: 'Risk',
            cell: ({ risk }) => riskBadge(risk),
            text: ({ risk }) => ['basic', 'elevated', 'critical'].indexOf(risk),
          },
          { title: 'Marked', cell: roleMarks, text: (role) => (role.administrator ? 2 : role.privileged ? 1 : 0) },
          {
            title: 'Holders',
            numeric: true,
            cell: ({ on, number }) => holders(on, 'role', number).length.toLocaleString('en-GB'),
            text: ({ on, number }) => holders(on, 'role', number).length,
          },
          { title: 'At most', numeric: true, cell: ({ atMost }) => atMost ?? '', text: ({ atMost }) => atMost ?? 0 },
        ],
      }),
    ),
  )
}

/** @param {Role} role */
function roleMarks({ administrator, privileged: isMarked, builtIn }) {
  const marks = [administrator ? 'runs the platform' : '', isMarked ? 'privileged' : '', builtIn ? 'built in' : '']
  return marks.filter((mark) => mark !== '').join(', ')
}

function dutySections() {
  if (data.duties.length === 0)
    return [
      section(
        'Separation of duties',
        h('p', {}, 'No rule is declared: policies.yaml has ', code('separationOfDuties'), '.'),
      ),
    ]
  const rows = data.duties.flatMap((duty) => duty.clashes.map((clash) => ({ duty, ...clash })))
  return [
    section(
      'Separation of duties',
      table({
        caption: 'Rules, and how many break them',
        rows: data.duties,
        quiet: true,
        columns: [
          { title: 'Rule', head: true, cell: ({ id }) => code(id), text: ({ id }) => id },
          ...(isOneTenant ? [] : [tenantColumn()]),
          { title: 'Reason', cell: ({ reason }) => reason ?? '', text: ({ reason }) => reason ?? '' },
          {
            title: 'Where it is broken',
            cell: ({ effect }) => ({ enforce: 'holds the tenant', warn: 'warns', record: 'is recorded' })[effect],
            text: ({ effect }) => effect,
          },
          {
            title: 'People',
            numeric: true,
            cell: ({ clashes }) => String(clashes.length),
            text: ({ clashes }) => clashes.length,
          },
          { title: 'Said at', cell: ({ at }) => said(at), text: ({ at }) => place(at) },
        ],
      }),
      table({
        caption: 'People who have more together than a rule allows',
        rows,
        find: 'Find',
        none: 'Nobody has.',
        quiet: true,
        columns: [
          {
            title: 'Name',
            head: true,
            cell: ({ person }) => personLink(entry(data.people, person)),
            text: ({ person }) => entry(data.people, person).name,
          },
          { title: 'Rule', cell: ({ duty }) => code(duty.id), text: ({ duty }) => duty.id },
          { title: 'Result', cell: ({ result }) => resultBadge(result), text: ({ result }) => result },
          { title: 'What', cell: ({ message }) => named(message), text: ({ message }) => message },
        ],
      }),
    ),
  ]
}

/** @param {readonly string[]} steps */
function rolePage([written, at]) {
  const [on, number] = [Number(written), Number(at)]
  const role = data.platforms[on]?.roles[number]
  if (role === undefined) return missingPage('There is no such role in this report.')
  const platform = platformAt(on)
  const marks = data.levels[role.levels]
  const gives = catalogueOf(platform).keys.map((key, column) => ({ ...key, ...levelAt(marks, column) }))
  return page(
    role.name,
    h('p', { class: 'lead' }, riskBadge(role.risk), ' ', code(role.id)),
    facts([
      ['Platform', platformWords(platform)],
      ['Marked', roleMarks(role)],
      ['Holders at most', role.atMost === undefined ? '' : String(role.atMost)],
      ['Said at', said(role.at)],
    ]),
    section(
      'What it gives',
      table({
        caption: `What ${role.name} gives, before guards, ceilings and departments`,
        rows: gives.filter(({ level }) => level !== 'none'),
        find: 'Find a permission',
        none: 'Nothing by itself.',
        columns: [
          ...permissionColumns(),
          {
            title: 'Risk',
            cell: ({ risk }) => riskBadge(risk),
            text: ({ risk }) => ['basic', 'elevated', 'critical'].indexOf(risk),
          },
        ],
      }),
    ),
    (role.ways ?? []).length === 0
      ? null
      : section(
          'What it reaches',
          h(
            'ul',
            {},
            (role.ways ?? []).map((way) => h('li', {}, named(way.words), ' ', wayEntities(on, way))),
          ),
        ),
    section('Holders', holdersTable(`Who holds ${role.name}`, holders(on, 'role', number))),
  )
}
