import { domain } from '../servers/samba-configuration.ts'

/** Where everything of the seeded domain lies. */
export const place = {
  people: `OU=Staff,${domain.baseDn}`,
  leavers: `OU=Leavers,${domain.baseDn}`,
  groups: `OU=Groups,${domain.baseDn}`,
  mail: `OU=Mail,OU=Groups,${domain.baseDn}`,
  /** Outside of what an import is about. */
  partners: `OU=Partners,${domain.baseDn}`,
} as const

export type Values = Readonly<Record<string, string | readonly string[] | undefined>>

/** One record that adds an entry. Everything is in base64: any text goes through. */
export function added(dn: string, values: Values): string {
  const lines = Object.entries(values).flatMap(([name, value]) =>
    (value === undefined ? [] : [value]).flat().map((each) => line(name, each)),
  )
  return `${[line('dn', dn), ...lines].join('\n')}\n`
}

/** One record that replaces values of an entry. */
export function replaced(dn: string, values: Values): string {
  const parts = Object.entries(values).map(([name, value]) =>
    [`replace: ${name}`, ...(value === undefined ? [] : [value]).flat().map((each) => line(name, each)), '-'].join(
      '\n',
    ),
  )
  return `${line('dn', dn)}\nchangetype: modify\n${parts.join('\n')}\n`
}

function line(name: string, value: string): string {
  return `${name}:: ${Buffer.from(value, 'utf8').toString('base64')}`
}

/** A text as the value of an RDN (RFC 4514 section 2.4). */
export function escaped(text: string): string {
  return text.replaceAll(/[\\",+<>;=]/g, String.raw`\$&`).replace(/^[ #]| $/g, String.raw`\$&`)
}
