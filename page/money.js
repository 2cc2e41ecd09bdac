function seatsPage() {
  /** @type {Map<string, number>} */
  const sums = new Map()
  for (const { minor, currency, every } of data.pools) {
    if (minor !== null && currency !== null)
      sums.set(`${currency} each ${every}`, (sums.get(`${currency} each ${every}`) ?? 0) + minor)
  }
  const paid = data.pools.reduce((sum, pool) => sum + pool.paid, 0)
  const free = data.pools.reduce((sum, pool) => sum + pool.free, 0)
  return page(
    'Seats and cost',
    ...unknownNotes(),
    data.pools.length === 0 ? h('p', { class: 'lead' }, 'No contract has paid seats.') : null,
    data.pools.length === 0
      ? null
      : h('ul', { class: 'tiles' }, [
          tile(paid, 'paid seats'),
          tile(free, 'of them free'),
          ...[...sums].map(([words, minor]) =>
            tile((minor / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 }), words),
          ),
        ]),
    ...data.pools.map((pool) =>
      section(
        isOneTenant ? `${pool.platform}: ${pool.contract}` : `${tenantOf(pool).name}: ${pool.contract}`,
        h(
          'p',
          {},
          bar(pool.assigned, pool.paid),
          ` ${pool.assigned} of ${counted(pool.paid, 'paid seat')} assigned, ${pool.free} free. A seat: ${pool.seat}; together ${pool.recurring} each ${pool.every}.`,
        ),
        pool.notes.map(note),
        table({
          caption: `Who has a seat of ${pool.contract}`,
          rows: pool.holders,
          find: 'Find people',
          none: 'Nobody.',
          quiet: true,
          columns: [
            {
              title: 'Name',
              head: true,
              cell: ({ person, name: words }) =>
                person === null ? named(words) : personLink(entry(data.people, person)),
              text: ({ person, name: words }) => (person === null ? words : entry(data.people, person).name),
            },
            { title: 'Since', cell: ({ since }) => dayText(since, 'UTC'), text: ({ since }) => since },
            {
              title: 'Last seen',
              cell: ({ seen }) => (seen === undefined ? 'unknown' : dayText(seen, 'UTC')),
              text: ({ seen }) => seen ?? '',
            },
          ],
        }),
      ),
    ),
  )
}

function reviewsPage() {
  return page(
    'Reviews',
    ...unknownNotes(),
    data.reviews.length === 0
      ? h('p', { class: 'lead' }, 'No review of access is declared: tenant.yaml has ', code('reviews'), '.')
      : null,
    data.reviews.length === 0
      ? null
      : table({
          caption: 'Reviews of access that come round',
          rows: data.reviews,
          columns: [
            { title: 'Review', head: true, cell: ({ id }) => code(id), text: ({ id }) => id },
            ...(isOneTenant ? [] : [tenantColumn()]),
            { title: 'Every', cell: ({ every }) => every, text: ({ every }) => every },
            { title: 'By', cell: ({ reviewers }) => named(reviewers), text: ({ reviewers }) => reviewers },
            {
              title: 'People',
              numeric: true,
              cell: ({ people }) => people.toLocaleString('en-GB'),
              text: ({ people }) => people,
            },
            {
              title: 'Next round',
              cell: ({ rounds }) =>
                rounds[0] === undefined
                  ? ''
                  : `${dayText(rounds[0].begins, 'UTC')}, to be done before ${dayText(rounds[0].due, 'UTC')}`,
              text: ({ rounds }) => rounds[0]?.begins ?? '',
            },
            {
              title: 'Now',
              cell: ({ findings }) =>
                findings.length === 0
                  ? 'nothing to say'
                  : findings.map(({ result, message }) => h('div', {}, resultBadge(result), ' ', named(message))),
              text: ({ findings }) => findings.length,
            },
            { title: 'Said at', cell: ({ at }) => said(at), text: ({ at }) => place(at) },
          ],
        }),
  )
}
