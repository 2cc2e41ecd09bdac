import type { Tenant } from '../../generated/tenant.ts'
import { nearest } from '../load/nearest.ts'
import { checkAttributes, checkTimezone } from './attributes.ts'
import { checkName } from './known-name.ts'
import { personPaths } from './person-paths.ts'
import { oneOf } from './problem.ts'
import { syncedFromOf } from './upstream.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** What tenant.yaml says beyond its form. */
export function checkTenant(world: World, findings: Findings): void {
  if (world.tenant === undefined) return
  const { file, spec } = world.tenant
  const top = { file, path: [] }
  if (spec.parent !== undefined) checkParent({ world, spot: below(top, 'parent'), parent: spec.parent, findings })
  if (spec.timezone !== undefined) checkTimezone(below(top, 'timezone'), spec.timezone, findings)
  checkNaming(top, spec, findings)
  if (spec.defaults?.attributes !== undefined) {
    checkAttributes(below(top, 'defaults', 'attributes'), spec.defaults.attributes, findings)
  }
  for (const [persona, { template, attributes }] of Object.entries(spec.defaults?.personas ?? {})) {
    const spot = below(top, 'defaults', 'personas', persona)
    if (template !== undefined) findings.refer('templates', template, spot, 'template')
    if (attributes !== undefined) checkAttributes(below(spot, 'attributes'), attributes, findings)
  }
  checkDirectories(top, spec, findings)
}

interface Parent {
  readonly world: World
  readonly spot: Spot
  readonly parent: string
  readonly findings: Findings
}

function checkParent({ world, spot, parent, findings }: Parent): void {
  if (parent === world.id) {
    findings.mistake(spot, {
      slug: 'self-reference',
      message: `\`${parent}\` is named as its own parent.`,
      fix: 'Remove the line, or name the tenant that serves this one.',
    })
  } else checkName({ findings, spot, what: 'tenant', name: parent, names: [...world.tenants] })
}

const placeholders = ['first', 'last', 'f', 'l', 'employeeId', 'id']

function checkNaming(top: Spot, { naming }: Tenant, findings: Findings): void {
  const known = { username: placeholders, upn: ['username'] }
  for (const property of ['username', 'upn'] as const) {
    for (const [, name = ''] of (naming?.[property] ?? '').matchAll(/\{([^{}]*)\}?/g)) {
      if (known[property].includes(name)) continue
      const near = nearest(name, known[property])
      findings.mistake(below(top, 'naming', property), {
        slug: 'unknown-placeholder',
        message: `\`{${name}}\` is not a placeholder of \`${property}\`.`,
        fix:
          near === undefined
            ? `Known: ${oneOf(known[property].map((one) => `{${one}}`))}.`
            : `Did you mean \`{${near}}\`?`,
      })
    }
  }
}

function checkDirectories(top: Spot, { directories = {} }: Tenant, findings: Findings): void {
  const names = Object.keys(directories)
  for (const [id, directory] of Object.entries(directories)) {
    const spot = below(top, 'directories', id)
    for (const [at, name] of (directory.dependsOn ?? []).entries()) {
      checkName({ findings, spot: below(spot, 'dependsOn', at), what: 'directory', name, names })
    }
    const from = syncedFromOf(directory)
    if (from !== undefined)
      checkName({ findings, spot: below(spot, 'syncedFrom'), what: 'directory', name: from, names })
    for (const [attribute, mapped] of Object.entries(directory.mapping ?? {})) {
      if (mapped === null) continue
      const path = typeof mapped === 'string' ? mapped : mapped.from
      const where = below(spot, 'mapping', attribute, ...(typeof mapped === 'string' ? [] : ['from']))
      if (personPaths().has(path)) continue
      findings.mistake(where, {
        slug: 'unknown-path',
        message: `\`${path}\` is not a path of users.yaml.`,
        fix: () => {
          const near = nearest(path, [...personPaths()])
          return near === undefined ? `Paths: ${[...personPaths()].join(', ')}.` : `Did you mean \`${near}\`?`
        },
      })
    }
  }
}
