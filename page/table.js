/**
 * @template T
 * @typedef {{
 *   readonly title: string
 *   readonly cell: (row: T) => Child | readonly Child[]
 *   readonly text?: (row: T) => string | number
 *   readonly numeric?: boolean
 *   readonly head?: boolean
 *   readonly narrow?: boolean
 * }} Column
 */

const perPage = 50
const onPaper = 2000
let tables = 0

/** What every table on the page does before it is printed: it shows its rows. @type {Set<(most: number) => void>} */
const printed = new Set()
addEventListener('beforeprint', () => printed.forEach((show) => show(onPaper)))
addEventListener('afterprint', () => printed.forEach((show) => show(perPage)))

/**
 * A table that can be sorted, looked through and turned over like pages; everything by keyboard too.
 * @template T
 * @param {{ readonly caption: string, readonly rows: readonly T[], readonly columns: readonly Column<T>[], readonly find?: string, readonly none?: string, readonly quiet?: boolean }} options
 */
function table({ caption, rows, columns, find, none = 'Nothing.', quiet = false }) {
  const number = (tables += 1)
  const state = { words: '', column: -1, down: false, page: 0, most: perPage }
  const texts = once(() =>
    rows.map((one) =>
      columns
        .map(({ text }) => text?.(one) ?? '')
        .join('\n')
        .toLowerCase(),
    ),
  )
  const body = h('tbody')
  const status = h('p', { class: 'status', role: 'status' })
  const pager = h('div', { class: 'pager' })
  const head = h('tr')

  /** @returns {readonly T[]} */
  function chosen() {
    const words = state.words
      .toLowerCase()
      .split(/\s+/)
      .filter((one) => one !== '')
    const found = words.length === 0 ? rows : rows.filter((_, at) => words.every((one) => texts()[at]?.includes(one)))
    const by = columns[state.column]?.text
    if (by === undefined) return found
    const sign = state.down ? -1 : 1
    return [...found].sort((a, b) => sign * compared(by(a), by(b)))
  }

  function show() {
    const found = chosen()
    const pages = Math.max(1, Math.ceil(found.length / state.most))
    state.page = Math.min(state.page, pages - 1)
    const shown = found.slice(state.page * state.most, (state.page + 1) * state.most)
    refill(
      body,
      shown.length === 0 ? h('tr', {}, h('td', { colspan: columns.length, class: 'none' }, none)) : shown.map(rowOf),
    )
    const of = found.length === rows.length ? '' : ` of ${rows.length.toLocaleString('en-GB')}`
    const part = pages === 1 ? '' : `, page ${state.page + 1} of ${pages}`
    refill(status, `${counted(found.length, 'row')}${of}${part}`)
    refill(
      pager,
      pages === 1 ? null : [turn('Previous', -1, state.page === 0), turn('Next', 1, state.page === pages - 1)],
    )
    refill(head, columns.map(titleOf))
  }

  /** @param {T} one */
  function rowOf(one) {
    return h(
      'tr',
      {},
      columns.map(({ cell, numeric, head: isHead, narrow }) => {
        const kind = [numeric ? 'number' : '', narrow ? 'narrow' : ''].join(' ').trim()
        const attributes = kind === '' ? {} : { class: kind }
        return isHead ? h('th', { scope: 'row', ...attributes }, cell(one)) : h('td', attributes, cell(one))
      }),
    )
  }

  /** @param {Column<T>} column @param {number} at */
  function titleOf({ title, text, numeric }, at) {
    const kind = numeric ? { class: 'number' } : {}
    if (text === undefined || rows.length < 2) return h('th', { scope: 'col', ...kind }, title)
    const isBy = state.column === at
    const sort = isBy ? (state.down ? 'descending' : 'ascending') : 'none'
    const button = h(
      'button',
      { type: 'button', class: 'sort' },
      title,
      h('span', { 'aria-hidden': 'true', class: 'arrow' }, isBy ? (state.down ? '▾' : '▴') : '▵'),
    )
    button.addEventListener('click', () => {
      state.down = isBy ? !state.down : numeric === true
      state.column = at
      state.page = 0
      show()
      head.querySelectorAll('button')[sortable.indexOf(at)]?.focus()
    })
    return h('th', { scope: 'col', 'aria-sort': sort, ...kind }, button)
  }
  const sortable = columns.flatMap(({ text }, at) => (text === undefined ? [] : [at]))

  /** @param {string} words @param {number} step @param {boolean} isEnd */
  function turn(words, step, isEnd) {
    const button = h(
      'button',
      { type: 'button', 'aria-disabled': isEnd ? 'true' : undefined },
      words,
      spoken(` page of ${caption}`),
    )
    button.addEventListener('click', () => {
      if (isEnd) return
      state.page += step
      show()
      pager.querySelectorAll('button')[step < 0 ? 0 : 1]?.focus()
    })
    return button
  }

  show()
  printed.add((most) => {
    state.most = most
    state.page = 0
    show()
  })
  const id = `table-${number}`
  const scroll = h(
    'div',
    { class: 'scroll', role: 'region', tabindex: 0, 'aria-labelledby': id },
    h('table', {}, h('caption', { id }, caption), h('thead', {}, head), body),
  )
  const isLong = rows.length > 10
  return h(
    'div',
    { class: 'table' },
    find !== undefined && isLong ? findBox(find, `find-${number}`, looked) : null,
    scroll,
    quiet && !isLong ? null : h('div', { class: 'foot' }, status, pager),
  )

  /** @param {string} words */
  function looked(words) {
    state.words = words
    state.page = 0
    show()
  }
}

/** @param {string} label @param {string} id @param {(words: string) => void} then */
function findBox(label, id, then) {
  const box = h('input', { type: 'search', id })
  box.addEventListener('input', () => then(box.value))
  return h('p', { class: 'find' }, h('label', { for: id }, label), box)
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** @param {string | number} a @param {string | number} b */
function compared(a, b) {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
}
