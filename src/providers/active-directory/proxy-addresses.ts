import { valuesOf } from '../../model/value.ts'
import type { PersonValues } from '../../model/desired.ts'
import type { Value } from '../../model/value.ts'

/** Mail addresses of an account, each with its type before a colon: `SMTP:` the primary one, `smtp:` the others. */
export const proxyAttribute = 'proxyAddresses'

/** What a person's proxyAddresses are to be; undefined: unmanaged, as it is wherever `emails` is not declared. */
export function proxyAddressesOf(values: PersonValues): Value | null | undefined {
  const declared = values['emails']
  if (declared === undefined) return undefined
  const all = [...valuesOf(values['email']), ...valuesOf(declared)]
  const [primary] = all
  if (primary === undefined) return null
  const others = all.filter((address) => address.toLowerCase() !== primary.toLowerCase())
  return [`SMTP:${primary}`, ...[...new Set(others)].map((address) => `smtp:${address}`)]
}

/** The mail addresses among the values; those of other systems (X500:, SIP:) are none of ours. */
export function ownProxyAddresses(value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined
  const own = valuesOf(value).filter((address) => /^smtp:/i.test(address))
  return own.length > 1 ? own : own[0]
}

/** Which address is the primary one is told by the case of `SMTP:`; the case of the address itself says nothing. */
export function foldProxyAddress(address: string): string {
  const colon = address.indexOf(':') + 1
  return address.slice(0, colon) + address.slice(colon).toLowerCase()
}

/** The addresses without their types, the primary one first. */
export function addressesIn(value: Value | undefined): readonly string[] {
  return valuesOf(value)
    .toSorted((a, b) => Number(b.startsWith('SMTP:')) - Number(a.startsWith('SMTP:')))
    .map((address) => address.slice('smtp:'.length))
}
