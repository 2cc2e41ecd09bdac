/** @typedef {{ readonly title: string, readonly content: HTMLElement }} Page */

/** A page of the report: its heading is the only one of its rank. @param {string} title @param {...(Child | readonly Child[])} children @returns {Page} */
function page(title, ...children) {
  return { title, content: h('div', {}, h('h1', { tabindex: -1 }, named(title)), ...children) }
}

/** @param {string} words */
function missingPage(words) {
  return page('Not here', h('p', {}, words), h('p', {}, h('a', { href: address('overview') }, 'To the overview')))
}

/** The pages that are always a step away, in their order. */
const listed = /** @type {const} */ ([
  ['overview', 'Overview'],
  ['people', 'People'],
  ['groups', 'Groups and entities'],
  ['matrix', 'Access matrix'],
  ['roles', 'Roles and duties'],
  ['changes', 'Changes'],
  ['drift', 'Drift'],
  ['seats', 'Seats and cost'],
  ['reviews', 'Reviews'],
  ['tenants', 'Tenants'],
])

/** Under which of them a page lies. */
const under = /** @type {Readonly<Record<string, string>>} */ ({
  person: 'people',
  group: 'groups',
  entity: 'groups',
  entities: 'groups',
  'access-group': 'groups',
  'access-groups': 'groups',
  role: 'roles',
  privileged: 'overview',
  ending: 'overview',
})

/** @type {ReadonlyMap<string, (steps: readonly string[]) => Page>} */
const pages = new Map([
  ['overview', overviewPage],
  ['privileged', privilegedPage],
  ['ending', endingPage],
  ['people', peoplePage],
  ['person', personPage],
  ['groups', groupsPage],
  ['group', groupPage],
  ['access-groups', accessGroupsPage],
  ['access-group', accessGroupPage],
  ['entities', entitiesPage],
  ['entity', entityPage],
  ['matrix', matrixPage],
  ['roles', rolesPage],
  ['role', rolePage],
  ['changes', changesPage],
  ['drift', driftPage],
  ['seats', seatsPage],
  ['reviews', reviewsPage],
  ['tenants', tenantsPage],
])

/** The page that the address names. */
function asked() {
  const [id = '', ...steps] = location.hash.replace(/^#\/?/, '').split('/').map(decoded)
  return { id: id === '' ? 'overview' : id, steps }
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** @param {{ readonly moves: boolean }} how */
function show({ moves }) {
  const main = document.getElementById('main')
  // The link that skips to the content is no page.
  if (main === null || location.hash === '#main') return
  printed.clear()
  const { id, steps } = asked()
  const { title, content } = pages.get(id)?.(steps) ?? missingPage('There is no such page in this report.')
  refill(main, content)
  document.title = `${title} · ${data.organisation}`
  const current = under[id] ?? id
  for (const link of document.querySelectorAll('#pages a')) {
    const isHere = link.getAttribute('href') === address(current)
    if (isHere) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  if (!moves) return
  scrollTo(0, 0)
  content.querySelector('h1')?.focus({ preventScroll: true })
}

const pageLinks = document.getElementById('pages')
if (pageLinks !== null)
  refill(
    pageLinks,
    h(
      'ul',
      {},
      listed.map(([id, words]) => h('li', {}, h('a', { href: address(id) }, words))),
    ),
  )
addEventListener('hashchange', () => show({ moves: true }))
show({ moves: false })
document.documentElement.classList.add('ready')
