import type { EntraDirectory } from '../../../generated/tenant.ts'

/** Where one of Microsoft's clouds answers: https://learn.microsoft.com/graph/deployments */
export interface Cloud {
  /** Origin of Microsoft Graph; nothing else is ever given a token. */
  readonly graph: string
  /** Origin that tokens come from. */
  readonly login: string
  /** What a token that vouches for an application must be made out to. */
  readonly audience: string
}

const clouds: Readonly<Record<NonNullable<EntraDirectory['cloud']>, Cloud>> = {
  global: {
    graph: 'https://graph.microsoft.com',
    login: 'https://login.microsoftonline.com',
    audience: 'api://AzureADTokenExchange',
  },
  usGovernment: {
    graph: 'https://graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    audience: 'api://AzureADTokenExchangeUSGov',
  },
  usGovernmentDod: {
    graph: 'https://dod-graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    audience: 'api://AzureADTokenExchangeUSGov',
  },
  china: {
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    login: 'https://login.partner.microsoftonline.cn',
    audience: 'api://AzureADTokenExchangeChina',
  },
}

/** The cloud that the settings name. */
export function cloudOf(name: EntraDirectory['cloud'] = 'global'): Cloud {
  return clouds[name]
}

/** What all roads of Graph begin with: `https://graph.microsoft.com/v1.0`. */
export function baseOf(cloud: Cloud): string {
  return `${cloud.graph}/v1.0`
}
