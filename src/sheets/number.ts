import { dateFromSerial, format, getFormatDateInfo, getFormatInfo, isDateFormat } from 'numfmt'

/** A number of a cell, and how the cell shows it. */
export interface ShownNumber {
  readonly value: number
  readonly code: string
  readonly from1904: boolean
}

const daysTo1904 = 1462

/**
 * The text of a number: a day, or a day with its time, where the cell shows one (ISO 8601); what is shown where the cell
 * only pads or punctuates the digits (`0045123`, `00-45`); else the number itself, without grouping or rounding.
 */
export function numberText({ value, code, from1904 }: ShownNumber): string {
  if (isDateFormat(code)) return dateText(from1904 ? value + daysTo1904 : value, code)
  const own = String(Number(value.toPrecision(15)))
  if (!Number.isInteger(value) || code === 'General') return own
  if (getFormatInfo(code).type !== 'number') return own
  const shown = format(code, value, { throws: false }).trim()
  return digits(shown) === digits(own) && shown.startsWith('-') === own.startsWith('-') ? shown : own
}

function digits(text: string): string {
  return text.replaceAll(/[^0-9]/g, '').replace(/^0+/, '')
}

function dateText(serial: number, code: string): string {
  const { year, month, day } = getFormatDateInfo(code)
  if (!year && !month && !day) return format(code, serial, { throws: false })
  const [years, months, days, hours, minutes, seconds] = dateFromSerial(serial)
  const date = [pad(years, 4), pad(months, 2), pad(days, 2)].join('-')
  const time = [hours, minutes, seconds].map((part) => pad(part, 2)).join(':')
  return time === '00:00:00' ? date : `${date}T${time}`
}

function pad(part: number | undefined, length: number): string {
  return String(part ?? 0).padStart(length, '0')
}
