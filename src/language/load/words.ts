const reserved: ReadonlySet<string> = new Set([
  '__proto__',
  'prototype',
  ...Object.getOwnPropertyNames(Object.prototype),
])
const shortestReserved = 'valueOf'.length
const ambiguous = /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/

/** Whether a word has a meaning of its own on the objects of JavaScript, and so is refused as a key. */
export function isReserved(word: string): boolean {
  return word.length >= shortestReserved && reserved.has(word)
}

/** Whether YAML 1.1 readers take a plain word for a boolean where YAML 1.2 reads text. */
export function isAmbiguous(word: string): boolean {
  return word.length <= 3 && ambiguous.test(word)
}
