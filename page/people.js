function peoplePage() {
  return page(
    'People',
    table({
      caption: 'Everybody, and what they have',
      rows: data.people,
      find: 'Find people by name, id, title, department or tenant',
      none: 'Nobody is called that.',
      columns: [
        ...personColumns(),
        { title: 'Title', cell: ({ title }) => word(title), text: ({ title }) => word(title) },
        { title: 'Department', cell: ({ department }) => word(department), text: ({ department }) => word(department) },
        { title: 'State', cell: (person) => personState(person), text: ({ state }) => state ?? 'active' },
        { title: 'Roles', cell: (person) => rolesOf(person), text: (person) => roleNames(person) },
        {
          title: 'Groups',
          numeric: true,
          cell: ({ groups = [] }) => String(groups.length),
          text: ({ groups = [] }) => groups.length,
        },
      ],
    }),
  )
}

/** @param {Person} person */
function personState({ state: written, because }) {
  const state = written ?? 'active'
  const why = because === 'notStarted' ? 'not begun' : because === 'expired' ? 'over' : undefined
  return why === undefined ? stateBadge(state) : badge(`${state}: ${why}`, 'plain')
}

/** @param {Person} person */
function rolesOf(person) {
  return row(liveAccounts(person).flatMap(({ platform, roles }) => roles.map((role) => roleLink(platform, role))))
}

/** @param {Person} person */
function roleNames(person) {
  return liveAccounts(person)
    .flatMap(({ platform, roles }) => roles.map((role) => entry(platformAt(platform).roles, role).name))
    .join(', ')
}
