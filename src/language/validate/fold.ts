/** The form under which two names are the same: NFKC and case folding. */
export function fold(name: string): string {
  if (isAscii(name)) return name.toLowerCase()
  // Upper case first: it takes apart what has several small forms (ß, final sigma).
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** The form under which two names look the same: letters of Cyrillic and Greek as their Latin look-alikes (after UTS #39). */
export function skeleton(name: string): string {
  if (isAscii(name)) return name.toLowerCase()
  return fold(name).replaceAll(/./gu, (letter) => lookalikes.get(letter) ?? letter)
}

/** Whether a name has nothing but ASCII, and so no look-alikes from other alphabets. */
export function isAscii(name: string): boolean {
  for (let at = 0; at < name.length; at++) if (name.charCodeAt(at) > 127) return false
  return true
}

const cyrillic = 'аa вb сc еe нh һh іi ӏl јj кk мm оo рp ԛq ѕs тt уy ԝw хx ԁd'
const greek = 'αa βb εe ηn ιi κk νv οo ρp τt υu χx γy μu ωw'
const lookalikes = pairs(`${cyrillic} ${greek}`)

function pairs(list: string): ReadonlyMap<string, string> {
  return new Map(list.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]))
}
