import { describe, expect, test } from 'vitest'
import { errorOf, person } from './client.ts'
import { judgedTenant } from './judged.ts'

const { graph, ask } = judgedTenant()
const invitation = {
  invitedUserEmailAddress: "pat.o'brien@contoso.example",
  invitedUserDisplayName: 'Pat O’Brien',
  inviteRedirectUrl: 'https://myapplications.microsoft.com',
  sendInvitationMessage: true,
}

describe('a guest', () => {
  test('comes by an invitation: one account, one mail, a name that says where from', async () => {
    const sent = graph().mails.length
    const { status, body } = await ask('POST', '/invitations', invitation)
    expect(status).toBe(201)
    expect(body['status']).toBe('PendingAcceptance')
    expect(graph().mails.slice(sent)).toEqual([invitation.invitedUserEmailAddress])
    const { id } = body['invitedUser'] as { readonly id: string }
    const selected = 'userPrincipalName,userType,externalUserState,mail,displayName'
    expect((await ask('GET', `/users/${id}?$select=${selected}`)).body).toMatchObject({
      userPrincipalName: "pat.o'brien_contoso.example#EXT#@northwind.onmicrosoft.com",
      userType: 'Guest',
      externalUserState: 'PendingAcceptance',
      mail: invitation.invitedUserEmailAddress,
      displayName: 'Pat O’Brien',
    })
    const upn = encodeURIComponent("pat.o'brien_contoso.example#EXT#@northwind.onmicrosoft.com")
    expect((await ask('GET', `/users/${upn}`)).body['id']).toBe(id)
  })

  test('who is invited again is the same one, and gets a mail only where one is wished', async () => {
    const first = (await ask('POST', '/invitations', invitation)).body['invitedUser']
    const sent = graph().mails.length
    const again = await ask('POST', '/invitations', { ...invitation, sendInvitationMessage: false })
    expect(again.body['invitedUser']).toEqual(first)
    expect(graph().mails).toHaveLength(sent)
    await ask('POST', '/invitations', invitation)
    expect(graph().mails).toHaveLength(sent + 1)
    expect(graph().state.users.size).toBe(1)
  })

  test('whose answer is lost was invited all the same', async () => {
    const sent = graph().mails.length
    graph().misbehave({ lostAfter: { method: 'POST', path: /^\/invitations/, times: 1 } })
    expect((await ask('POST', '/invitations', invitation)).status).toBe(504)
    expect(graph().state.users.size).toBe(1)
    expect(graph().mails).toHaveLength(sent + 1)
  })

  test('is nobody of the house, and has an address', async () => {
    await ask('POST', '/users', person('ada', { mail: 'ada@northwind.example' }))
    const own = await ask('POST', '/invitations', { ...invitation, invitedUserEmailAddress: 'ADA@northwind.example' })
    expect(errorOf(own).message).toContain('already exists in the directory')
    expect((await ask('POST', '/invitations', { ...invitation, invitedUserEmailAddress: 'nobody' })).status).toBe(400)
  })
})

describe('a first sign-in', () => {
  test('everybody has a password, and a temporary pass is told once', async () => {
    const ada = String((await ask('POST', '/users', person('ada'))).body['id'])
    const passes = `/users/${ada}/authentication/temporaryAccessPassMethods`
    const { status, body } = await ask('POST', passes, { lifetimeInMinutes: 60, isUsableOnce: true })
    expect(status).toBe(201)
    expect(String(body['temporaryAccessPass'])).toHaveLength(8)
    const listed = await ask('GET', `/users/${ada}/authentication/methods`)
    const methods = listed.body['value'] as readonly { readonly '@odata.type': string }[]
    expect(methods.map((method) => method['@odata.type'])).toEqual([
      '#microsoft.graph.passwordAuthenticationMethod',
      '#microsoft.graph.temporaryAccessPassAuthenticationMethod',
    ])
    expect(JSON.stringify([listed.body, (await ask('GET', passes)).body])).not.toContain(body['temporaryAccessPass'])
    await ask('POST', passes, {})
    expect(((await ask('GET', passes)).body['value'] as readonly unknown[]).length).toBe(1)
  })

  test('guests get no pass, and nobody one for five minutes', async () => {
    const { invitedUser } = (await ask('POST', '/invitations', invitation)).body
    const { id } = invitedUser as { readonly id: string }
    expect((await ask('POST', `/users/${id}/authentication/temporaryAccessPassMethods`, {})).status).toBe(400)
    const ada = String((await ask('POST', '/users', person('ada'))).body['id'])
    const short = { lifetimeInMinutes: 5 }
    expect((await ask('POST', `/users/${ada}/authentication/temporaryAccessPassMethods`, short)).status).toBe(400)
  })
})
