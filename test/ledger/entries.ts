import type { Entry } from '../../src/model/entry.ts'
import type { Operation } from '../../src/model/operation.ts'

/** An operation as a plan has it. */
function operation(name: string): Operation {
  const address = `acme/ad/user/${name}`
  return {
    id: `${address}#create`,
    address,
    tenant: 'acme',
    directory: 'ad',
    kind: 'user',
    verb: 'create',
    status: 'planned',
    reason: 'declared',
    derived: false,
    summary: `Zoë “${name}” joins`,
    risk: 'low',
    escalation: false,
    sensitive: [],
    needs: [],
    effects: [],
    source: { file: 'tenants/acme/users.yaml', line: 3, via: [] },
    reversible: true,
    urgent: false,
    fingerprint: 'f'.repeat(64),
    before: null,
    after: { username: name, container: 'ou=people', state: 'active', attributes: { sn: 'Li' }, references: {} },
  }
}

export function intent(name: string): Entry {
  return { type: 'intent', operation: operation(name) }
}

export function outcome(name: string): Entry {
  return { type: 'outcome', operation: operation(name).id, fingerprint: 'f'.repeat(64), status: 'applied' }
}

/** A checkpoint that says something. */
export function checkpoint(what: string): Entry {
  return { type: 'checkpoint', state: { what } }
}

/** What a run of one operation records. */
export function story(name: string): readonly Entry[] {
  return [intent(name), outcome(name), { type: 'population', directory: 'ad', users: 1, groups: 0 }]
}
