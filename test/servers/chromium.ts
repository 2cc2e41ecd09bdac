import { launch, type Browser } from 'puppeteer-core'
import { needPackages } from './packages.ts'

const program = '/usr/bin/chromium'

/** A browser without a window. Debian's package is installed where it is missing and the tests run as root; else they say what they need. */
export async function openChromium(): Promise<Browser> {
  needPackages([program], ['chromium'])
  return launch({ executablePath: program, headless: true, args: ['--no-sandbox', '--disable-gpu'] })
}
