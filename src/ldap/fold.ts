const plain = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/
const lower = /^[^A-Z]*$/

/** The form under which two texts are equal by caseIgnoreMatch (RFC 4518): case folded, NFKC, outer spaces gone, inner ones single. */
export function foldText(text: string): string {
  if (plain.test(text)) return lower.test(text) ? text : text.toLowerCase()
  return squeeze(lowerEach(text.normalize('NFKC')).normalize('NFKC'))
}

/** The same by caseExactMatch: only spaces and the ways to write one character are evened out. */
export function foldExact(text: string): string {
  return plain.test(text) ? text : squeeze(text.normalize('NFKC'))
}

/** Character by character: a whole word in capitals would get another Greek sigma at its end than servers give it. */
function lowerEach(text: string): string {
  let lowered = ''
  for (const character of text) lowered += character.toLowerCase()
  return lowered
}

function squeeze(text: string): string {
  const squeezed = text.replace(/^ +| +$/g, '').replace(/ {2,}/g, ' ')
  return squeezed === '' && text !== '' ? ' ' : squeezed
}
