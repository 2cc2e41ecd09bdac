function changesPage() {
  const plans = data.plans.filter(({ kind }) => kind !== 'drift')
  return page(
    'Changes',
    plans.length === 0
      ? h(
          'p',
          { class: 'lead' },
          'No plan was given. ',
          code('roster plan --out plan.json'),
          ', then ',
          code('roster report --plan plan.json'),
          '.',
        )
      : null,
    ...plans.flatMap(planSections),
    section('Applied', ...unknownNotes(), appliesTable()),
  )
}

function driftPage() {
  const plans = data.plans.filter(({ kind }) => kind === 'drift')
  return page(
    'Drift',
    plans.length === 0
      ? h(
          'p',
          { class: 'lead' },
          'Unknown: no directory was read for this report. ',
          code('roster drift --out drift.json'),
          ', then ',
          code('roster report --plan drift.json'),
          '.',
        )
      : null,
    ...plans.flatMap(planSections),
  )
}

/** @param {Plan} plan */
function planSections({ words, digest, tenants, quiet, isFolded }) {
  return [
    h('p', { class: 'lead' }, words, ' ', code(digest.slice(0, 19))),
    isFolded ? note('Many changes: those of a kind are one line. roster show <plan> --verbose spells them out.') : null,
    ...tenants.map(({ id, status, sections, findings, notes }) =>
      section(
        id === '' ? 'The whole workspace' : `${id}: ${status}`,
        findings.length === 0
          ? null
          : h(
              'ul',
              { class: 'findings' },
              findings.map(({ result, name: gate, message }) =>
                h('li', {}, resultBadge(result), ' ', code(gate), ' ', named(message)),
              ),
            ),
        sections.map(({ title, lines }) => h('div', {}, h('h3', {}, `${title} (${lines.length})`), linesList(lines))),
        notes.length === 0
          ? null
          : h(
              'ul',
              { class: 'notes' },
              notes.map((line) => h('li', {}, named(line))),
            ),
      ),
    ),
    quiet.length === 0 ? null : h('p', {}, `Nothing to change: ${quiet.join(', ')}.`),
  ]
}

const signWords = { '+': 'comes', '-': 'goes', '~': 'changes' }
const linesAtOnce = 200

/** @param {readonly import('../src/report/html/data.ts').ReportLine[]} lines */
function linesList(lines) {
  const list = h('ul', { class: 'lines' }, lines.slice(0, linesAtOnce).map(lineItem))
  if (lines.length <= linesAtOnce) return list
  const button = h(
    'button',
    { type: 'button' },
    `Show the other ${(lines.length - linesAtOnce).toLocaleString('en-GB')}`,
  )
  const box = h('div', {}, list, button)
  const rest = () => {
    put(list, lines.slice(linesAtOnce).map(lineItem))
    button.remove()
    printed.delete(rest)
    list.children[linesAtOnce]?.querySelector('summary')?.focus()
  }
  button.addEventListener('click', rest)
  printed.add(rest)
  return box
}

/** @param {import('../src/report/html/data.ts').ReportLine} line */
function lineItem({ sign, words, technical, place: where, why, risk, notes = [], changes = [], names = [] }) {
  const kind = sign === '+' ? 'plus' : sign === '-' ? 'minus' : 'tilde'
  const risky = risk === 'low' ? null : riskBadge(risk)
  return h(
    'li',
    { class: kind },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    spoken(`${signWords[sign]}: `),
    h(
      'details',
      {},
      h('summary', {}, named(words), ' ', risky),
      h(
        'p',
        {},
        code(technical),
        ' ',
        where === '' ? null : h('code', { class: 'place' }, where),
        why === '' ? '' : ` ${why}`,
      ),
      notes.length === 0
        ? null
        : h(
            'ul',
            {},
            notes.map((one) => h('li', {}, named(one))),
          ),
      changes.length === 0
        ? null
        : h(
            'ul',
            {},
            changes.map(({ name: value, before, after }) =>
              h(
                'li',
                {},
                code(value),
                ': ',
                named(before === '' ? 'nothing' : before),
                ' → ',
                named(after === '' ? 'nothing' : after),
              ),
            ),
          ),
      names.length === 0 ? null : h('p', {}, names.join(', ')),
    ),
  )
}

function appliesTable() {
  return table({
    caption: 'What was applied, newest first',
    rows: [...data.applies].sort((a, b) => (a.at > b.at ? -1 : 1)),
    find: 'Find',
    none: data.tenants.some(({ unknown }) => unknown !== undefined)
      ? 'Unknown: the ledger could not be read.'
      : 'Nothing was applied yet.',
    columns: [
      { title: 'When', cell: ({ words }) => words, text: ({ at }) => at },
      ...(isOneTenant ? [] : [tenantColumn()]),
      { title: 'Apply', head: true, cell: ({ apply }) => code(apply.slice(0, 8)), text: ({ apply }) => apply },
      {
        title: 'Result',
        cell: ({ result }) =>
          result === 'applied'
            ? badge(result, 'good')
            : result === 'nothing'
              ? badge(result, 'plain')
              : badge(result, 'warn'),
        text: ({ result }) => result,
      },
      {
        title: 'Changes',
        numeric: true,
        cell: ({ changes }) => changes.toLocaleString('en-GB'),
        text: ({ changes }) => changes,
      },
      {
        title: 'Decided by',
        cell: ({ requests, by }) => decidedBy(requests, by),
        text: ({ by, requests }) => decidedBy(requests, by),
      },
      {
        title: 'Commit',
        cell: ({ commit }) => (commit === null ? '' : code(commit.slice(0, 12))),
        text: ({ commit }) => commit ?? '',
      },
    ],
  })
}
