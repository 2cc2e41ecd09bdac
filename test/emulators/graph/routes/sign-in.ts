import type { GraphCall, GraphReply } from '../call.ts'
import { bodyOf, ok, param } from '../call.ts'
import type { Application } from '../emulator.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import { checkAssertion } from '../sign-in/assertion.ts'
import { SignInRefusal } from '../sign-in/refusal.ts'
import { signed } from '../sign-in/token.ts'
import type { Tenant } from '../tenant.ts'

/** How applications sign in, on any host: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
export const signInRoutes: readonly Route[] = [
  route('POST', '/{tenant}/oauth2/v2.0/token', [], token),
  route('GET', '/common/discovery/instance', [], instances),
  route('GET', '/{tenant}/v2.0/.well-known/openid-configuration', [], configuration),
  route('GET', '/{tenant}/.well-known/openid-configuration', [], configuration),
  route('GET', '/metadata/identity/oauth2/token', [], managedIdentity),
]

const seconds = 3599

function token(call: GraphCall, tenant: Tenant): GraphReply {
  checkTenant(tenant, param(call, 'tenant'))
  const asked = bodyOf(call)
  if (asked['grant_type'] !== 'client_credentials')
    throw new SignInRefusal(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.')
  const application = applicationOf(tenant, asked['client_id'])
  checkProof(tenant, application, asked)
  const access = tokenFor(tenant, application, audienceOf(asked['scope']))
  return ok({ token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: access })
}

/** https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token: figures come as texts here. */
function managedIdentity(call: GraphCall, tenant: Tenant): GraphReply {
  if (call.headers['metadata'] !== 'true')
    throw new SignInRefusal(400, 'invalid_request', 90014, 'Required metadata header not specified.')
  const application = applicationOf(tenant, call.query.get('client_id') ?? tenant.applications[0]?.clientId)
  const resource = call.query.get('resource') ?? ''
  const expires = Math.floor(tenant.now().getTime() / 1000) + seconds
  return ok({
    access_token: tokenFor(tenant, application, resource),
    expires_in: String(seconds),
    expires_on: String(expires),
    resource,
    token_type: 'Bearer',
  })
}

function tokenFor(tenant: Tenant, application: Application, audience: string): string {
  const claims = {
    aud: audience,
    app_displayname: displayNameOf(tenant, application),
    appid: application.clientId,
    idtyp: 'app',
    iss: `https://sts.windows.net/${tenant.state.tenantId}/`,
    oid: application.servicePrincipalId,
    roles: application.roles,
    tid: tenant.state.tenantId,
    exp: Math.floor(tenant.now().getTime() / 1000) + seconds,
  }
  return signed(claims, tenant.key)
}

/** Clients show whoever signs in by this name, and some do without none. */
function displayNameOf({ state }: Tenant, { clientId, servicePrincipalId }: Application): unknown {
  return state.servicePrincipals.get(servicePrincipalId)?.['displayName'] ?? clientId
}

function checkTenant(tenant: Tenant, named: string): void {
  const { tenantId, domains } = tenant.state
  if (named.toLowerCase() === tenantId || domains.has(named.toLowerCase())) return
  throw new SignInRefusal(
    400,
    'invalid_request',
    90002,
    `Tenant '${named}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  )
}

function applicationOf(tenant: Tenant, clientId: unknown): Application {
  const found = tenant.applications.find((each) => each.clientId === String(clientId).toLowerCase())
  if (found !== undefined) return found
  throw new SignInRefusal(
    400,
    'unauthorized_client',
    700016,
    `Application with identifier '${String(clientId)}' was not found in the directory.`,
  )
}

function checkProof(tenant: Tenant, application: Application, asked: Readonly<Record<string, unknown>>): void {
  const { client_assertion: assertion, client_secret: secret } = asked
  if (typeof assertion === 'string') return checkAssertion(application, assertion, tenant.now())
  if (secret === undefined)
    throw new SignInRefusal(
      401,
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    )
  if (application.secret === undefined || secret !== application.secret)
    throw new SignInRefusal(
      401,
      'invalid_client',
      7000215,
      'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
    )
}

/** What the token is for: applications ask for everything they were given there (`.default`). */
function audienceOf(scope: unknown): string {
  const named = String(scope)
    .split(' ')
    .find((each) => each.endsWith('/.default'))
  if (named !== undefined) return named.slice(0, -'/.default'.length)
  throw new SignInRefusal(
    400,
    'invalid_scope',
    1002012,
    `The provided value for scope ${String(scope)} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`,
  )
}

function instances(call: GraphCall, tenant: Tenant): GraphReply {
  return ok({
    tenant_discovery_endpoint: `https://${call.host}/${tenant.state.tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.windows.net',
        aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
      },
      {
        preferred_network: 'login.partner.microsoftonline.cn',
        preferred_cache: 'login.partner.microsoftonline.cn',
        aliases: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
      },
      {
        preferred_network: 'login.microsoftonline.us',
        preferred_cache: 'login.microsoftonline.us',
        aliases: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
      },
    ],
  })
}

function configuration(call: GraphCall, tenant: Tenant): GraphReply {
  const named = param(call, 'tenant')
  if (!['common', 'organizations'].includes(named)) checkTenant(tenant, named)
  const base = `https://${call.host}/${named}`
  return ok({
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `https://login.microsoftonline.com/${tenant.state.tenantId}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
    rbac_url: 'https://pas.windows.net',
  })
}
