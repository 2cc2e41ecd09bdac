/** @typedef {import('../src/report/html/data.ts').ReportData} ReportData */
/** @typedef {import('../src/report/html/data.ts').At} At */
/** @typedef {import('../src/report/html/data.ts').ReportPerson} Person */
/** @typedef {import('../src/report/html/data.ts').ReportAccount} Account */
/** @typedef {import('../src/report/html/data.ts').ReportGroup} Group */
/** @typedef {import('../src/report/html/data.ts').ReportPlatform} Platform */
/** @typedef {import('../src/report/html/data.ts').ReportCatalogue} Catalogue */
/** @typedef {import('../src/report/html/data.ts').ReportRole} Role */
/** @typedef {import('../src/report/html/data.ts').ReportWay} Way */
/** @typedef {import('../src/report/html/data.ts').ReportTenant} Tenant */
/** @typedef {import('../src/report/html/data.ts').ReportPlan} Plan */

/** @type {ReportData} */
const data = JSON.parse(document.getElementById('report')?.textContent ?? '')

/** An entry of a list that is known to be there. @template T @param {readonly T[]} list @param {number} number @returns {T} */
function entry(list, number) {
  const found = list[number]
  if (found === undefined) throw new Error(`the report has no entry ${number} here`)
  return found
}

/** @param {number | undefined} number */
function word(number) {
  return number === undefined ? '' : (data.words[number] ?? '')
}

/** `users.yaml:12`, as an editor understands it. @param {At} at */
function place([file, line]) {
  return `${data.files[file] ?? ''}:${line}`
}

/** @param {{ readonly tenant: number }} thing */
function tenantOf({ tenant }) {
  return entry(data.tenants, tenant)
}

/** @param {number} number */
function platformAt(number) {
  return entry(data.platforms, number)
}

/** @param {Platform} platform */
function catalogueOf({ catalogue }) {
  return entry(data.catalogues, catalogue)
}

const isOneTenant = data.tenants.length === 1

/** The level of a permission and what decided it. @param {string | undefined} marks @param {number} column */
function levelAt(marks, column) {
  const { alphabet, levels, layers } = data.code
  const number = marks === undefined ? 0 : Math.max(0, alphabet.indexOf(marks.charAt(column)))
  return { level: levels[number % levels.length] ?? 'none', layer: layers[Math.floor(number / levels.length)] ?? '' }
}

/** @param {Account} account */
function marksOf({ levels }) {
  return levels === undefined ? undefined : data.levels[levels]
}

/** Accounts that count now. @param {Person} person */
function liveAccounts({ accounts = [] }) {
  return accounts.filter(({ state }) => state === undefined)
}

/** What is worked out the first time it is asked for. @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{ readonly value: T } | undefined} */
  let made
  return () => (made ??= { value: make() }).value
}

/** @template K, V @param {Map<K, V[]>} map @param {K} key @param {V} value */
function push(map, key, value) {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** Group of a directory -> the people in it. */
const membersOf = once(() => {
  /** @type {Map<number, Person[]>} */
  const members = new Map()
  for (const person of data.people) for (const [group] of person.groups ?? []) push(members, group, person)
  return members
})

/** `<platform> role <n>`, `<platform> group <n>` -> accounts, with their people. */
const holdersOf = once(() => {
  /** @type {Map<string, { person: Person, account: Account }[]>} */
  const holders = new Map()
  for (const person of data.people) {
    for (const account of person.accounts ?? []) {
      const holder = { person, account }
      for (const role of account.roles) push(holders, `${account.platform} role ${role}`, holder)
      for (const group of account.accessGroups ?? []) push(holders, `${account.platform} group ${group}`, holder)
    }
  }
  return holders
})

/** @param {number} platform @param {'role' | 'group'} sort @param {number} number */
function holders(platform, sort, number) {
  return holdersOf().get(`${platform} ${sort} ${number}`) ?? []
}

/** Whether somebody holds what is marked privileged, or of critical risk. @param {Person} person */
function privilegesOf(person) {
  /** @type {string[]} */
  const found = []
  for (const account of liveAccounts(person)) {
    const { roles, accessGroups } = platformAt(account.platform)
    for (const number of account.roles) {
      const role = entry(roles, number)
      if (role.privileged || role.administrator || role.risk === 'critical') found.push(`role ${role.name}`)
    }
    for (const number of account.accessGroups ?? []) {
      const group = entry(accessGroups, number)
      if (group.privileged) found.push(`access group ${group.name}`)
    }
  }
  for (const [number] of person.groups ?? []) {
    const group = entry(data.groups, number)
    if (group.privileged) found.push(`group ${group.name}`)
  }
  return found
}

const privileged = once(() =>
  data.people.flatMap((person) => {
    const why = privilegesOf(person)
    return why.length === 0 || person.state !== undefined ? [] : [{ person, why }]
  }),
)

/** What ends soon: a person, or access of theirs. */
const ending = once(() => {
  const last = new Date(Date.parse(data.made.at) + 60 * 86_400_000).toISOString()
  const now = data.made.at
  /** @param {string | undefined} moment @returns {moment is string} */
  const isSoon = (moment) =>
    moment !== undefined && (moment.length > 10 ? moment > now : moment >= data.made.day) && moment <= last
  return data.people
    .flatMap((person) => [
      ...(isSoon(person.ends) && person.state === undefined ? [{ person, what: 'leaves', on: person.ends }] : []),
      ...liveAccounts(person).flatMap(({ until, platform, overrides = [] }) => {
        const name = catalogueOf(platformAt(platform)).name
        return [
          ...(isSoon(until) && until.slice(0, 10) !== person.ends?.slice(0, 10)
            ? [{ person, what: `access to ${name} ends`, on: until }]
            : []),
          ...overrides.flatMap(({ key, until: end }) =>
            isSoon(end) ? [{ person, what: `exception ${key} on ${name} ends`, on: end }] : [],
          ),
        ]
      }),
    ])
    .sort((a, b) => (a.on < b.on ? -1 : 1))
})

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** A calendar day stays that day in every zone; a moment is told in the zone of its tenant. @param {string} written @param {string} zone */
function dayText(written, zone) {
  const isDay = written.length === 10
  const date = new Date(isDay ? `${written}T12:00:00Z` : written)
  if (Number.isNaN(date.getTime())) return written
  if (isDay) return dayFormat.format(date).replace(',', '')
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  })
  return format.format(date)
}

/** @param {number} number @param {string} one @param {string} [many] */
function counted(number, one, many = `${one}s`) {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`
}
