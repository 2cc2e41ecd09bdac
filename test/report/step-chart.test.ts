import { expect, test } from 'vitest'
import { chartLegend, stepChart } from '../../src/report/step-chart.ts'

const marks = ['2026-12-01', '2027-01-01', '2027-02-01'].map((on) => ({ on, label: on.slice(0, 7) }))
const frame = { from: '2026-12-01', until: '2027-03-01', marks, columns: 60 }

test('UX-47 a step chart of plain letters: what is given as steps, what is paid as a line', () => {
  const chart = stepChart(
    [
      { on: '2026-12-01', paid: 3, assigned: 2 },
      { on: '2026-12-16', paid: 3, assigned: 3 },
      { on: '2027-01-10', paid: 5, assigned: 5 },
      { on: '2027-02-01', paid: 4, assigned: 3 },
    ],
    frame,
  )
  expect(`\n${chart.join('\n')}\n`).toBe(`
5 |                         %%%%%%%%%%%%%%
4 |                         ##############=================
3 |=========%%%%%%%%%%%%%%%%###############################
2 |########################################################
1 |########################################################
  +--------------------------------------------------------
   2026-12            2027-01            2027-02
`)
  expect(chartLegend).toMatch(/# assigned.*= paid/)
})

test('UX-47 the chart is never wider than the terminal, and has at most twelve rows however many seats there are', () => {
  const steps = [
    { on: '2026-12-01', paid: 480, assigned: 12 },
    { on: '2027-01-10', paid: 500, assigned: 499 },
  ]
  for (const columns of [40, 60, 80, 200]) {
    const chart = stepChart(steps, { ...frame, columns })
    expect(Math.max(...chart.map((row) => row.length))).toBeLessThanOrEqual(Math.min(columns, 100))
    expect(chart.length).toBeLessThanOrEqual(14)
    expect(chart.join('')).toMatch(/^[ -~]*$/)
  }
})

test('UX-47 one day, and no seat at all, are charts too', () => {
  const none = stepChart([{ on: '2026-12-01', paid: 0, assigned: 0 }], { ...frame, until: '2026-12-02' })
  expect(none[0]).toBe('1 |')
  const one = stepChart([{ on: '2026-12-01', paid: 1, assigned: 1 }], { ...frame, until: '2026-12-02' })
  expect(one[0]).toBe('1 |%')
})
