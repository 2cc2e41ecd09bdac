/** A word that stands out, by its shape and its words; its colour only helps. @param {string} words @param {'good' | 'warn' | 'bad' | 'plain'} kind */
function badge(words, kind) {
  const signs = { good: '●', warn: '▲', bad: '■', plain: '○' }
  return h('span', { class: `badge ${kind}` }, h('span', { 'aria-hidden': 'true' }, `${signs[kind]} `), words)
}

/** @param {string} state */
function stateBadge(state) {
  switch (state) {
    case 'active':
      return badge('active', 'good')
    case 'suspended':
    case 'planned':
      return badge(state, 'warn')
    default:
      return badge(state, 'plain')
  }
}

/** @param {string} risk */
function riskBadge(risk) {
  if (risk === 'critical' || risk === 'lockout' || risk === 'high') return badge(risk, 'bad')
  return risk === 'elevated' || risk === 'medium' ? badge(risk, 'warn') : badge(risk, 'plain')
}

/**
 * What every table of permissions begins with: which one, in words, and how much of it.
 * @returns {readonly Column<{ readonly key: string, readonly name: string, readonly level: string }>[]}
 */
function permissionColumns() {
  return [
    { title: 'Permission', head: true, cell: ({ key }) => code(key), text: ({ key }) => key },
    { title: 'In words', cell: ({ name: words }) => words, text: ({ name: words }) => words },
    {
      title: 'Level',
      cell: ({ level }) => h('span', { class: `level ${level}` }, level),
      text: ({ level }) => data.code.levels.indexOf(level),
    },
  ]
}

/** @param {string} result */
function resultBadge(result) {
  return result === 'block'
    ? badge('blocks', 'bad')
    : result === 'warn'
      ? badge('warning', 'warn')
      : badge('noted', 'plain')
}

/** A number with what it counts; a link where there is more to see. @param {number | string} number @param {string} words @param {string} [to] */
function tile(number, words, to) {
  const text = typeof number === 'number' ? number.toLocaleString('en-GB') : number
  const parts = [h('span', { class: 'figure' }, text), h('span', { class: 'figure-words' }, words)]
  return h('li', {}, to === undefined ? h('div', { class: 'tile' }, parts) : h('a', { class: 'tile', href: to }, parts))
}

/** @param {readonly (readonly [string, Child | readonly Child[]])[]} pairs */
function facts(pairs) {
  const told = pairs.filter(
    ([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
  )
  return h(
    'dl',
    { class: 'facts' },
    told.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
  )
}

/** @param {string} title @param {...(Child | readonly Child[])} children */
function section(title, ...children) {
  return h('section', {}, h('h2', {}, title), ...children)
}

/** @param {string} words */
function note(words) {
  return h('p', { class: 'note' }, words)
}

/** How much of something is used, in words and as a bar. @param {number} used @param {number} all */
function bar(used, all) {
  const share = all === 0 ? 0 : Math.min(1, used / all)
  const filled = h('span', { class: 'bar-filled' })
  filled.style.setProperty('inline-size', `${Math.round(share * 100)}%`)
  return h('span', { class: 'bar', 'aria-hidden': 'true' }, filled)
}

/** What is reached. @param {number} reach */
function reachWords(reach) {
  return reach < 0 ? 'everything, what is made later included' : counted(reach, 'entity', 'entities')
}

/** The columns that several tables of people begin with. @returns {Column<Person>[]} */
function personColumns() {
  return [
    { title: 'Name', head: true, cell: personLink, text: ({ name: words }) => words },
    { title: 'Id', cell: ({ id }) => code(id), text: ({ id }) => id },
    ...(isOneTenant ? [] : [tenantColumn()]),
  ]
}

/** @template {{ readonly tenant: number }} T @returns {Column<T>} */
function tenantColumn() {
  return { title: 'Tenant', cell: (thing) => named(tenantOf(thing).name), text: (thing) => tenantOf(thing).name }
}
