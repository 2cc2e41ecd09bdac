import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The other versions of Node that roster has to run on, besides the one that runs the tests. */
export const majors = ['22', '24'].filter((major) => process.versions.node.split('.')[0] !== major)

const cache = fileURLToPath(new URL('../.cache/nodes/', import.meta.url))
const packageName = `node-${process.platform}-${process.arch}`

function binary(major: string): string {
  return `${cache}${major}/node_modules/${packageName}/bin/node`
}

/** Why the tests of a version did not run; undefined where it is here. */
export function whyNot(major: string): string | undefined {
  return existsSync(binary(major)) ? undefined : `npm has no ${packageName}@${major} for this machine now`
}

/** The versions that are here, or that npm can bring: each once, into a folder that git does not see. */
export async function nodesToHand(): Promise<readonly { readonly major: string; readonly program: string }[]> {
  for (const major of majors) if (!existsSync(binary(major))) await fetchNode(major)
  return majors.filter((major) => existsSync(binary(major))).map((major) => ({ major, program: binary(major) }))
}

async function fetchNode(major: string): Promise<void> {
  const folder = `${cache}${major}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/package.json`, '{}')
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  try {
    await promisify(execFile)('npm', ['install', '--prefix', folder, ...flags, `${packageName}@${major}`])
  } catch {
    // Not to be had: the reporter says so.
  }
}
