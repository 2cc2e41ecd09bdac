import { operationId } from '../../src/model/operation.ts'
import type { Draft } from '../../src/reconciler/digest.ts'

/** That somebody gets a licence, or gives it back, as a plan has it. */
export function licenceDraft(verb: 'grant' | 'revoke', user: string, licence = 'office'): Draft {
  const address = `acme/hq/licence/${licence}/${user}`
  const pair = { licence, sku: 'E3', user }
  const body =
    verb === 'grant'
      ? ({ kind: 'licence', verb, before: null, after: pair } as const)
      : ({ kind: 'licence', verb, before: pair, after: null } as const)
  return {
    ...body,
    id: operationId(address, verb),
    address,
    tenant: 'acme',
    directory: 'hq',
    status: 'planned',
    reason: 'declared',
    derived: false,
    summary: `${user} ${verb === 'grant' ? 'gets' : 'gives back'} the licence ${licence}`,
    risk: 'low',
    escalation: false,
    sensitive: [],
    needs: [],
    effects: [],
    source: { file: 'users.yaml', line: 1, via: [] },
    reversible: true,
    urgent: false,
  }
}
