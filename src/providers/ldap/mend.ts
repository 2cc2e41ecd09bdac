import { valuesOf } from '../../model/value.ts'

import type { Desk } from './desk.ts'
import { code, expectSuccess, Refusal } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { entriesBelow } from '../../ldap/lookup.ts'
import { listedBases } from './settings.ts'
import { protection } from '../../ldap/protect.ts'
import { modifyRequest } from '../../ldap/wire/protocol.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'

/** Attributes that name other entries, as far as the server knows them. */
const pointing = ['member', 'uniqueMember', 'owner', 'manager', 'secretary', 'seeAlso', 'roleOccupant'] as const

/** How something was called, and how it is called now. Logins only where posixGroups hold them. */
export interface Renaming {
  readonly from: string
  readonly to: string
  readonly login?: { readonly from: string; readonly to: string }
}

/** A value of one attribute that is out of date, and the one to put in its place. */
interface Stale {
  readonly attribute: string
  readonly value: string
  readonly fresh: string
  readonly isStale: (value: string) => boolean
}

interface Mended {
  /** What could not be mended, one sentence each. */
  readonly refusals: readonly string[]
  /** Whether an entry was gone from where it was found. */
  readonly isMissed: boolean
}

/**
 * Lets entries below the listed bases that name something by its old name use the new one; protected entries are left alone.
 * Servers with slapo-refint do so by themselves, a moment later: whichever of the two comes second finds nothing left to do.
 * Gives what could not be mended, one sentence each: the renaming itself is done.
 */
export async function mendReferences(renaming: Renaming, desk: Desk): Promise<readonly string[]> {
  const stale = staleValues(renaming, desk)
  if (stale.length === 0) return []
  const refusals: string[] = []
  for (const base of listedBases(desk.terms.settings)) {
    refusals.push(...(await tolerated(async () => mendAll(base, stale, desk))))
  }
  return refusals
}

function staleValues({ from, to, login }: Renaming, desk: Desk): readonly Stale[] {
  const known = pointing.filter((name) => desk.terms.schema.attribute(name) !== undefined)
  const isStale = (value: string): boolean => referenceOf(value) === from
  return [
    ...(from === to ? [] : known.map((attribute) => ({ attribute, value: from, fresh: to, isStale }))),
    ...(login === undefined || login.from === login.to
      ? []
      : [
          {
            attribute: desk.style.attribute,
            value: login.from,
            fresh: login.to,
            isStale: (value: string) => value === login.from,
          },
        ]),
  ]
}

/** An entry that is renamed between the search and its change is looked for again under its new name. */
async function mendAll(base: string, stale: readonly Stale[], desk: Desk): Promise<readonly string[]> {
  for (let tried = 1; ; tried++) {
    const { refusals, isMissed } = await mendBelow(base, stale, desk)
    if (!isMissed || tried === tries) return refusals
  }
}

const tries = 3

async function mendBelow(base: string, stale: readonly Stale[], desk: Desk): Promise<Mended> {
  const { connection, terms } = desk
  const filter: Filter = { or: stale.map(({ attribute, value }) => ({ attribute, equals: value })) }
  const attributes = stale.map(({ attribute }) => attribute)
  const refusals: string[] = []
  let isMissed = false
  for (const { dn, values } of await entriesBelow(connection, base, filter, attributes)) {
    if (protection(referenceOf(dn), terms.settings) !== undefined) continue
    for (const [slot, each] of stale.entries()) {
      const old = valuesOf(values[slot]).filter(each.isStale)
      if (old.length === 0) continue
      const replace = async (): Promise<readonly string[]> => {
        isMissed = (await replaceValue(dn, { ...each, old }, desk)) === code.noSuchObject || isMissed
        return []
      }
      refusals.push(...(await tolerated(replace)))
    }
  }
  return { refusals, isMissed }
}

/** A server that says no to this has done what was planned all the same. */
async function tolerated(act: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Refusal) return [error.message]
    throw error
  }
}

/** Somebody else mended it, deleted it or gave it another name. */
const overtaken: readonly number[] = [code.noSuchAttribute, code.noSuchObject]

async function replaceValue(
  dn: string,
  { attribute, old, fresh }: Stale & { readonly old: readonly string[] },
  { connection }: Desk,
): Promise<number> {
  const leave = { action: 'delete', attribute, values: old } as const
  const both = await connection.request(modifyRequest(dn, [leave, { action: 'add', attribute, values: [fresh] }]))
  // The new name is there already: only the old one has to go.
  const result = both.code === code.valueExists ? await connection.request(modifyRequest(dn, [leave])) : both
  if (!overtaken.includes(result.code)) expectSuccess(result, `letting ${dn} name ${fresh}`)
  return result.code
}

/** What an operation whose references could not all be mended has to say besides. */
export function besides(refusals: readonly string[]): { readonly detail?: string } {
  return refusals.length === 0 ? {} : { detail: `Some entries still use the old name. ${refusals.join(' ')}` }
}
