/** What is chosen in the matrix; it stays so while the report is open. */
const matrix = { platform: 0, category: '' }

function matrixPage() {
  if (data.platforms.length === 0) return page('Access matrix', h('p', {}, 'No platform is in use.'))
  const platforms = data.platforms.map((platform, number) => ({
    value: String(number),
    words: platformWords(platform),
  }))
  const place_ = h('div')
  const categories = h('div', { class: 'choice' })
  const platformChoice = choice('Platform', platforms, String(matrix.platform), (value) => {
    matrix.platform = Number(value)
    matrix.category = ''
    show()
  })
  show()
  return page(
    'Access matrix',
    h(
      'p',
      { class: 'lead' },
      'What everybody may do on a platform. Where a permission is scoped, it is the level on what they reach.',
    ),
    h('div', { class: 'choices' }, platformChoice, categories),
    place_,
  )

  function show() {
    const names = [...new Set(catalogueOf(platformAt(matrix.platform)).keys.map(({ key }) => categoryOf(key)))]
    if (!names.includes(matrix.category)) matrix.category = names[0] ?? ''
    refill(
      categories,
      choice(
        'Sort of permission',
        names.map((value) => ({ value, words: value })),
        matrix.category,
        (value) => {
          matrix.category = value
          showTable()
        },
      ),
    )
    showTable()
  }

  function showTable() {
    printed.clear()
    refill(place_, matrixTable())
  }
}

/** @param {string} key */
function categoryOf(key) {
  return key.slice(0, key.indexOf('/'))
}

/** @param {string} label @param {readonly { value: string, words: string }[]} options @param {string} chosen @param {(value: string) => void} then */
function choice(label, options, chosen, then) {
  const id = `choice-${label.toLowerCase().replaceAll(' ', '-')}`
  const select = h(
    'select',
    { id },
    options.map(({ value, words }) => h('option', { value }, words)),
  )
  select.value = chosen
  select.addEventListener('change', () => then(select.value))
  return h('p', { class: 'find' }, h('label', { for: id }, label), select)
}

function matrixTable() {
  const { keys, name: title } = catalogueOf(platformAt(matrix.platform))
  const columns = keys.flatMap((key, column) => (categoryOf(key.key) === matrix.category ? [{ ...key, column }] : []))
  const rows = data.people.flatMap((person) =>
    liveAccounts(person).flatMap((account) => (account.platform === matrix.platform ? [{ person, account }] : [])),
  )
  return table({
    caption: `${title}: ${matrix.category}`,
    rows,
    find: 'Find people or levels',
    none: 'Nobody has an account there.',
    columns: [
      { title: 'Name', head: true, cell: ({ person }) => personLink(person), text: ({ person }) => person.name },
      ...columns.map(({ key, column }) => ({
        title: key.slice(key.indexOf('/') + 1),
        narrow: true,
        cell: (/** @type {{ account: Account }} */ { account }) => levelCell(levelAt(marksOf(account), column).level),
        text: (/** @type {{ account: Account }} */ { account }) =>
          data.code.levels.indexOf(levelAt(marksOf(account), column).level),
      })),
    ],
  })
}

/** @param {string} level */
function levelCell(level) {
  return level === 'none'
    ? [h('span', { 'aria-hidden': 'true', class: 'level none' }, '·'), spoken('none')]
    : h('span', { class: `level ${level}` }, level)
}
