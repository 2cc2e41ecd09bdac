import { afterEach, describe, expect, test } from 'vitest'
import { Office } from './writing.ts'

/** What is true of the writer, each with a mistake that would make it false. */
interface Promised {
  readonly says: string
  readonly holds: (office: Office) => Promise<void>
  /** How requests leave this machine where the mistake is made. */
  readonly broken: (send: typeof fetch, office: () => Office) => typeof fetch
}

const mail = 'ada@partner.example'

const promised: readonly Promised[] = [
  {
    says: 'a creation is not asked for again without looking',
    holds: async (office) => {
      office.graph.misbehave({ lostAfter: { method: 'POST', path: /\/invitations$/, times: 1 } })
      const writer = await office.writer()
      await office.apply(writer, office.invitation('ada', mail))
      expect(office.graph.mails).toEqual([mail])
    },
    broken: (send) => async (input, init) => {
      const answer = await send(input, init)
      const told = await answer.clone().text()
      return /invitations/.test(textOf(init)) && (answer.status === 504 || /"status":\s*504/.test(told))
        ? send(input, init)
        : answer
    },
  },
  {
    says: 'who comes into a group drives nobody out',
    holds: async (office) => {
      const before = [office.person('one'), office.person('two')]
      const came = [office.person('three'), office.person('four')]
      const group = office.group('All', before)
      const writer = await office.writer()
      await office.apply(writer, office.joining('All', 'three'), office.joining('All', 'four'))
      expect(office.graph.state.members.get(group)).toEqual(new Set([...before, ...came]))
    },
    broken: (send, office) => async (input, init) => {
      const { members } = office().graph.state
      if (/members@odata\.bind/.test(textOf(init))) for (const group of members.keys()) members.set(group, new Set())
      return send(input, init)
    },
  },
  {
    says: 'who is kept out has no sessions left',
    holds: async (office) => {
      const id = office.person('one')
      const writer = await office.writer()
      await office.apply(writer, office.standing('one', 'disable'))
      expect(office.user(id)['accountEnabled']).toBe(false)
      expect(office.graph.state.revocations.get(id)).toBe(1)
    },
    broken: (send) => async (input, init) => {
      if (/revokeSignInSessions/.test(urlOf(input))) return Response.json({ value: true })
      const id = /"id":\s*"(\d+)"/.exec(textOf(init))?.[1]
      if (!/revokeSignInSessions/.test(textOf(init))) return send(input, init)
      return Response.json({ responses: [{ id, status: 200, headers: {}, body: { value: true } }] })
    },
  },
]

function textOf(init: RequestInit | undefined): string {
  return typeof init?.body === 'string' ? init.body : ''
}

function urlOf(input: Parameters<typeof fetch>[0]): string {
  return input instanceof Request ? input.url : String(input)
}

let offices: Office[] = []
afterEach(async () => {
  for (const office of offices) await office.close()
  offices = []
})

async function officeWith(wrap?: Promised['broken']): Promise<Office> {
  const office: Office = await Office.start(
    {},
    wrap === undefined ? {} : { wrapped: (send) => wrap(send, () => office) },
  )
  offices.push(office)
  return office
}

describe('a mistake in writing is noticed', () => {
  test.each(promised)('$says', async ({ holds, broken }) => {
    await holds(await officeWith())
    await expect(holds(await officeWith(broken))).rejects.toThrow(/expected/)
  })
})
