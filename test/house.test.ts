import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { moduleOf, modulesBelow } from './house/imports.ts'
import type { Module } from './house/imports.ts'
import { doors, packageOf, roomOf, rooms, trespasses, typeDoors } from './house/walls.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const modules = modulesBelow(join(root, 'src'))
const written = modules.filter(({ path }) => roomOf(path) !== 'generated')

/** Production packages that may come with roster. It rises only with a decision record. */
const packagesAtMost = 72

describe('walls', () => {
  test('every file lies in a room and takes in only what that room may see', () => {
    expect(modules.length).toBeGreaterThan(200)
    expect(modules.flatMap(trespasses)).toEqual([])
  })

  test('every room and every door is in use', () => {
    const taken = new Set(modules.flatMap(({ imports }) => imports.filter((name) => !name.startsWith('.'))))
    const names = new Set([...taken].map(packageOf))
    expect(Object.keys({ ...doors, ...typeDoors }).filter((name) => !names.has(name))).toEqual([])
    expect(Object.keys(rooms).filter((room) => !modules.some(({ path }) => roomOf(path) === room))).toEqual([])
  })

  test('src has no room that the table does not know', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const known = new Set(Object.keys(rooms).map((room) => room.split('/')[0]))
    expect(folders.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([])
  })

  test.each([
    ['model/address.ts', `import { readFileSync } from 'node:fs'`, 'model has no hands'],
    ['model/plan.ts', `import type { Person } from '../language/compile/people.ts'`, 'model does not see'],
    ['language/load/parse.ts', `import { thing } from '../validate/rules.ts'`, 'language/load does not see'],
    ['language/compile/people.ts', `const fs = await import('node:fs')`, 'language/compile has no hands'],
    ['language/validate/rules.ts', `import { parse } from 'yaml'`, 'yaml comes in through language/load'],
    ['providers/local/read.ts', `export { bind } from '../ldap/connect.ts'`, 'providers/local does not see'],
    ['providers/ldap/read.ts', `import { plan } from '../../reconciler/reconcile.ts'`, 'providers/ldap does not see'],
    ['providers/registry.ts', `import { bind } from './ldap/connect.ts'`, 'providers does not see'],
    ['reconciler/apply.ts', `const it = await import('../providers/local/write.ts')`, 'reconciler does not see'],
    ['reconciler/apply.ts', `import { openFileLedger } from '../ledger/file-store.ts'`, 'reconciler does not see'],
    ['reconciler/diff/diff.ts', `type Store = import('../../git/git.ts').Git`, 'reconciler does not see'],
    ['report/text.ts', `import { plan } from '../reconciler/reconcile.ts'`, 'report does not see'],
    ['report/text.ts', `import { writeFileSync } from 'node:fs'`, 'report has no hands'],
    ['ledger/lease.ts', `export * from '../cli/main.ts'`, 'ledger does not see'],
    ['secrets/delivery.ts', `const open = createRequire(import.meta.url)('commander')`, 'comes in through cli'],
    ['cli/main.ts', `import lodash from 'lodash'`, 'no door for lodash'],
    ['utils/strings.ts', `export const a = 1`, 'lies in no room'],
  ])('a trespass is noticed: %s: %s', (path, text, why) => {
    expect(trespasses(moduleOf(path, text))).toEqual([expect.stringContaining(why)])
  })
})

describe('the hand', () => {
  test('no any, and no compiler told to look away', () => {
    expect(modules.filter(({ anys }) => anys > 0).map(({ path }) => path)).toEqual([])
    expect(linesWith(/@ts-(ignore|expect-error|nocheck)/)).toEqual([])
    expect(moduleOf('model/x.ts', 'export const x = (y: Record<string, any>[]) => y as any').anys).toBe(2)
  })

  test('there is no switch that makes a write pretend', () => {
    expect(linesWith(/dry.?run/i)).toEqual([])
  })

  test('the engine knows no product by name', () => {
    const products = /\b(atera|atria|atlar|ontra|msp-portal)\b/i
    expect(linesWith(products)).toEqual([])
  })

  test('no default exports', () => {
    expect(linesWith(/^export default\b/)).toEqual([])
  })

  test('tests are neither skipped nor alone', () => {
    const silenced = new RegExp(String.raw`\b(it|test|describe)(\.\w+)*\.(skip|only|todo|fails)\b`)
    const tests = modulesBelow(join(root, 'test'))
    expect(tests.filter(({ text }) => silenced.test(text)).map(({ path }) => path)).toEqual([])
  })

  test('no file names a folder of the machine it was written on, nor looks outside the repository', () => {
    const elsewhere = /(?<![\w.])\/(work|root|Users)\/[\w.-]/
    const found = tracked().filter(({ text }) => elsewhere.test(text))
    expect(found.map(({ path }) => path)).toEqual([])
    expect(linesWith(/\.\.\/shared\b/)).toEqual([])
  })

  test('only the door to the environment reads it, and only the exit ends the process', () => {
    expect(linesWith(/process\.env\b/).map(fileOf)).toEqual(['cli/environment.ts'])
    expect(new Set(linesWith(/process\.exit\(/).map((line) => roomOf(fileOf(line))))).toEqual(new Set(['cli']))
  })
})

describe('packages', () => {
  test('SEC-39 production packages are few and run nothing when they are installed', () => {
    const production = Object.entries(lock().packages).filter(([path, { dev }]) => path !== '' && dev !== true)
    expect(production.length).toBeGreaterThan(0)
    expect(production.length).toBeLessThanOrEqual(packagesAtMost)
    expect(production.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([])
  })

  test('SEC-39 the lock file pins every package by hash and names no host', () => {
    const packages = Object.entries(lock().packages).filter(([path]) => path !== '')
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
    expect(packages.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([])
  })

  test('every production package has a door, and every door is a production package', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>
    }
    // ajv is what ajv-formats stands on; the compiled validators take no more of it.
    expect(Object.keys(dependencies).filter((name) => name !== 'ajv')).toEqual(Object.keys(doors).sort())
  })

  test('of a package of types nothing but types comes in, and it is no production package', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly devDependencies: Readonly<Record<string, string>>
    }
    expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(Object.keys(typeDoors)))
    expect(modules.flatMap(valuesFrom(Object.keys(typeDoors)))).toEqual([])
    const trespass = moduleOf('providers/entra/read.ts', `import { User } from '@microsoft/microsoft-graph-types'`)
    expect(valuesFrom(Object.keys(typeDoors))(trespass)).toEqual([
      'providers/entra/read.ts takes values from @microsoft/microsoft-graph-types',
    ])
  })
})

function valuesFrom(packages: readonly string[]): (module: Module) => readonly string[] {
  return ({ path, text, imports }) =>
    imports
      .filter((name) => packages.includes(packageOf(name)))
      .filter((name) => {
        const all = text.split(`'${name}'`).length - 1
        return (
          [...text.matchAll(/^import type \{[^}]*\} from '([^']+)'/gm)].filter(([, from]) => from === name).length < all
        )
      })
      .map((name) => `${path} takes values from ${name}`)
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { dev?: boolean; hasInstallScript?: boolean; resolved?: string; integrity?: string }>
  >
}

function lock(): Lock {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
}

/** `path: line` for every line of the written source that says this. */
function linesWith(pattern: RegExp): readonly string[] {
  return written.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line) => (pattern.test(line) ? [`${path}: ${line.trim()}`] : [])),
  )
}

function fileOf(found: string): string {
  return found.slice(0, found.indexOf(': '))
}

function tracked(): readonly { readonly path: string; readonly text: string }[] {
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
  return names
    .filter((path) => path !== '' && path !== 'test/house.test.ts' && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}
