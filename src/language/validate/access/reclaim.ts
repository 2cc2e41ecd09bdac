import type { Assignment, User } from '../../../generated/users.ts'
import { fold } from '../fold.ts'
import { seen } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'

interface Reclaiming {
  readonly world: World
  readonly findings: Findings
  /** Where `platforms` stands. */
  readonly spot: Spot
  readonly platforms: Readonly<Record<string, Assignment>>
}

/** Addresses that a person takes back: from somebody else (who need not be declared any more), whose account gets one that nobody has. */
export function checkReclaimed({ world, findings, spot, platforms }: Reclaiming): void {
  const [user = ''] = spot.path.map(String)
  for (const [id, { reclaimEmail }] of Object.entries(platforms)) {
    if (reclaimEmail === undefined) continue
    const at = below(spot, id, 'reclaimEmail')
    const { from, renameOldTo } = reclaimEmail
    if (from === user) {
      contradiction(findings, below(at, 'from'), {
        message: `\`${user}\` cannot take the address back from themselves.`,
        fix: 'Name the person whose disabled account has the address; or write `state: active`, and the account is enabled again.',
      })
    }
    const owner = ownerOf(world, renameOldTo)
    if (owner === undefined || owner === from) continue
    contradiction(findings, below(at, 'renameOldTo'), {
      message: `${seen(renameOldTo)} is the address of \`${owner}\`, and the old account of \`${from}\` would keep it for good.`,
      fix: 'Write an address that nobody has and nobody will need, for example the old one with `old.` in front.',
    })
  }
}

/** A template is for many, and an address belongs to one. */
export function refuseReclaimed({ findings, spot, platforms }: Omit<Reclaiming, 'world'>): void {
  for (const [id, { reclaimEmail }] of Object.entries(platforms)) {
    if (reclaimEmail === undefined) continue
    contradiction(findings, below(spot, id, 'reclaimEmail'), {
      target: 'key',
      message: 'A template is for many people, and `reclaimEmail` takes back the address of one.',
      fix: 'Write it at the person in users.yaml.',
    })
  }
}

interface Words {
  readonly target?: 'key'
  readonly message: string
  readonly fix: string
}

function contradiction({ mistake }: Findings, spot: Spot, words: Words): void {
  mistake(spot, { slug: 'reclaim-contradiction', ...words })
}

/** Who says that an address is theirs. */
function ownerOf({ users }: World, address: string): string | undefined {
  const wanted = fold(address)
  return [...users].find(([, { spec }]) => addressesOf(spec).some((one) => fold(one) === wanted))?.[0]
}

function addressesOf({ email, emails = [] }: User): readonly string[] {
  const others = emails.map(({ address }) => address)
  return typeof email === 'string' ? [email, ...others] : others
}
