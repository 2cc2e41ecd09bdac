import type { Operation, Schema } from './subset.ts'

const text: Schema = { type: 'string' }
const flag: Schema = { type: 'boolean' }
const texts: Schema = { type: 'array', items: text }
const fault: Schema = { $ref: 'odata.error' }
/** RFC 6749 section 5.2, as Entra ID words it. */
const tokenFault: Schema = {
  type: 'object',
  required: ['error', 'error_description'],
  properties: { error: text, error_description: text, error_codes: { type: 'array', items: { type: 'integer' } } },
  'x-open': true,
}
/** RFC 6749 section 5.1. */
const token: Schema = {
  type: 'object',
  required: ['token_type', 'access_token'],
  properties: { token_type: { const: 'Bearer' }, access_token: text },
  'x-open': true,
}
/** What grants take. */
const grant = [
  'client_id grant_type scope resource client_secret client_assertion client_assertion_type client_info claims',
  'username password refresh_token code redirect_uri code_verifier device_code tenant',
].flatMap((line) => line.split(' '))
/** What clients tell of themselves. */
const told = [
  'x-client-SKU x-client-VER x-client-OS x-client-CPU x-app-name x-app-ver x-ms-lib-capability',
  'x-client-current-telemetry x-client-last-telemetry client-request-id return-client-request-id',
].flatMap((line) => line.split(' '))
const form: Schema = {
  type: 'object',
  required: ['client_id', 'grant_type'],
  properties: Object.fromEntries([...grant, ...told].map((name) => [name, text])),
}
const anything: Schema = { type: 'object', properties: {}, 'x-open': true }

/**
 * What the contract leaves out and is needed all the same: nothing else may be asked of the emulator. The schemas are ours; each line says
 * where the real thing is described.
 */
export const outside: readonly Operation[] = [
  // Sign-in: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
  {
    method: 'POST',
    template: '/{tenant}/oauth2/v2.0/token',
    sent: form,
    given: { 200: token, default: tokenFault },
    options: ['client-request-id'],
  },
  // https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
  {
    method: 'GET',
    template: '/metadata/identity/oauth2/token',
    sent: undefined,
    given: { 200: token, default: tokenFault },
    options: ['api-version', 'resource', 'client_id'],
  },
  // Discovery: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
  {
    method: 'GET',
    template: '/{tenant}/v2.0/.well-known/openid-configuration',
    sent: undefined,
    given: { 200: discovered(), default: tokenFault },
  },
  {
    method: 'GET',
    template: '/{tenant}/.well-known/openid-configuration',
    sent: undefined,
    given: { 200: discovered(), default: tokenFault },
  },
  {
    method: 'GET',
    template: '/common/discovery/instance',
    sent: undefined,
    given: { 200: instances(), default: tokenFault },
    options: ['api-version', 'authorization_endpoint'],
  },
  // What a client of Azure asks for before it believes that it is signed in: https://learn.microsoft.com/rest/api/resources/subscriptions/list
  {
    method: 'GET',
    template: '/subscriptions',
    sent: undefined,
    given: { 200: listing(anything), default: fault },
    options: ['api-version'],
  },
  {
    method: 'GET',
    template: '/tenants',
    sent: undefined,
    given: { 200: listing(anything), default: fault },
    options: ['api-version'],
  },
  // https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups and the like
  ...ofObjects('checkMemberGroups', { type: 'object', required: ['groupIds'], properties: { groupIds: texts } }),
  ...ofObjects('getMemberGroups', { type: 'object', properties: { securityEnabledOnly: flag } }),
  ...ofObjects('checkMemberObjects', { type: 'object', required: ['ids'], properties: { ids: texts } }),
  ...ofObjects('getMemberObjects', { type: 'object', properties: { securityEnabledOnly: flag } }),
  ...['checkMemberObjects', 'getMemberObjects'].map((action): Operation => ({
    method: 'POST',
    template: `/users/{id}/${action}`,
    sent: { type: 'object', properties: { ids: texts, securityEnabledOnly: flag } },
    given: { 200: listing(text), default: fault },
  })),
  read('directoryObjects/{id}', { $ref: 'microsoft.graph.directoryObject' }),
  // https://learn.microsoft.com/graph/api/authentication-post-temporaryaccesspassmethods
  read(
    'users/{id}/authentication/temporaryAccessPassMethods',
    listing({ $ref: 'microsoft.graph.temporaryAccessPassAuthenticationMethod' }),
  ),
  {
    method: 'POST',
    template: '/users/{id}/authentication/temporaryAccessPassMethods',
    sent: { $ref: 'microsoft.graph.temporaryAccessPassAuthenticationMethod' },
    given: { 201: { $ref: 'microsoft.graph.temporaryAccessPassAuthenticationMethod' }, default: fault },
  },
  {
    method: 'DELETE',
    template: '/users/{id}/authentication/temporaryAccessPassMethods/{methodId}',
    sent: undefined,
    given: { 204: undefined, default: fault },
  },
  // Who is asking, and what it may: https://learn.microsoft.com/graph/api/serviceprincipal-list-approleassignments
  read('servicePrincipals', listing({ $ref: 'microsoft.graph.servicePrincipal' })),
  read('servicePrincipals/{id}', { $ref: 'microsoft.graph.servicePrincipal' }),
  read('servicePrincipals/{id}/appRoleAssignments', listing({ $ref: 'microsoft.graph.appRoleAssignment' })),
  read('servicePrincipals/{id}/memberOf', listing({ $ref: 'microsoft.graph.directoryObject' })),
  // Made where it is missing: https://learn.microsoft.com/graph/api/group-upsert
  {
    method: 'PATCH',
    template: '/groups(uniqueName={name})',
    sent: { $ref: 'microsoft.graph.group' },
    given: { 201: { $ref: 'microsoft.graph.group' }, 204: undefined, default: fault },
  },
  // Counts and casts: https://learn.microsoft.com/graph/aad-advanced-queries
  ...['users', 'groups', 'groups/{id}/members', 'groups/{id}/owners', 'groups/{id}/transitiveMembers'].map((path) =>
    read(`${path}/$count`, { type: ['string', 'integer'] }),
  ),
  ...['user', 'group', 'servicePrincipal'].flatMap((type) => [
    read(`groups/{id}/members/microsoft.graph.${type}`, listing({ $ref: `microsoft.graph.${type}` })),
    read(`groups/{id}/owners/microsoft.graph.${type}`, listing({ $ref: `microsoft.graph.${type}` })),
    read(
      `directory/administrativeUnits/{id}/members/microsoft.graph.${type}`,
      listing({ $ref: `microsoft.graph.${type}` }),
    ),
  ]),
  read('groups/{id}/members/$ref', listing(anything)),
  read('groups/{id}/memberOf', listing({ $ref: 'microsoft.graph.directoryObject' })),
  read('users/{id}/directReports', listing({ $ref: 'microsoft.graph.directoryObject' })),
  read('users/{id}/ownedObjects', listing({ $ref: 'microsoft.graph.directoryObject' })),
  read('me', { $ref: 'microsoft.graph.user' }),
  read('organization/{id}', { $ref: 'microsoft.graph.organization' }),
  read('domains/{id}', { $ref: 'microsoft.graph.domain' }),
  read('directoryRoleTemplates/{id}', { $ref: 'microsoft.graph.directoryRoleTemplate' }),
]

function read(path: string, body: Schema): Operation {
  return { method: 'GET', template: `/${path}`, sent: undefined, given: { 200: body, default: fault } }
}

function ofObjects(action: string, sent: Schema): readonly Operation[] {
  const given = { 200: listing(text), default: fault }
  return ['directoryObjects', 'groups', 'servicePrincipals'].map((collection) => ({
    method: 'POST',
    template: `/${collection}/{id}/${action}`,
    sent,
    given,
  }))
}

function listing(items: Schema): Schema {
  const links = { '@odata.nextLink': text, '@odata.count': { type: 'integer' } }
  return { type: 'object', required: ['value'], properties: { ...links, value: { type: 'array', items } } }
}

function discovered(): Schema {
  const [issuer, authorization, tokens] = ['issuer', 'authorization_endpoint', 'token_endpoint']
  return {
    type: 'object',
    required: [issuer, authorization, tokens],
    properties: { [issuer]: text, [authorization]: text, [tokens]: text },
    'x-open': true,
  }
}

function instances(): Schema {
  const properties = {
    tenant_discovery_endpoint: text,
    'api-version': text,
    metadata: { type: 'array', items: anything },
  }
  return { type: 'object', required: ['tenant_discovery_endpoint', 'metadata'], properties }
}
