import type { Operation } from './subset.ts'

const ofListings = [
  '$select',
  '$filter',
  '$top',
  '$skip',
  '$skiptoken',
  '$deltatoken',
  '$count',
  '$orderby',
  '$expand',
  '$search',
  '$format',
]
const ofObjects = ['$select', '$expand', '$format']

/** What is wrong with the options of a request: those of OData by their names, once each, and pages of 1 to 999. */
export function unknownOptions({ method, given, template, options = [] }: Operation, query: string): readonly string[] {
  const known = [
    ...options,
    ...(method !== 'GET' ? ['$select'] : isListing(given) || template.endsWith('/$count') ? ofListings : ofObjects),
  ]
  const asked = [...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value] as const)
  const names = asked.map(([name]) => name)
  return [
    ...names
      .filter((name) => !known.includes(name) && !known.includes(`$${name}`))
      .map((name) => `has the option ${name}, which is not known here`),
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `has the option ${name} twice`),
    ...asked
      .filter(([name, value]) => name === '$top' && !/^[1-9]\d{0,2}$/.test(value))
      .map(([, value]) => `asks for pages of ${value}; 1 to 999 can be had`),
  ]
}

function isListing(given: Operation['given']): boolean {
  return given['200']?.properties?.['value']?.type === 'array'
}
