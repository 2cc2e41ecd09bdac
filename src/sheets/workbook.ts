import { posix } from 'node:path'
import { Unreadable } from './problem.ts'
import { readXml } from './xml.ts'
import { damaged, type Zip } from './zip.ts'

/** The parts of a workbook that are needed to read one sheet (ECMA-376 part 1, 18.2). */
export interface Workbook {
  /** The sheet as XML. */
  readonly sheet: string
  readonly sharedStrings: readonly string[]
  /** Format code by the number of a cell's style. */
  readonly formats: readonly string[]
  /** Whether days are counted from 1904. */
  readonly from1904: boolean
  /** The names of the other sheets that people can see. */
  readonly others: readonly string[]
}

/** Finds the first visible sheet, and what it refers to. */
export function workbookOf(zip: Zip): Workbook {
  const path = workbookPath(zip)
  const links = linksOf(zip, path)
  const sheets: { name: string; link: string }[] = []
  let from1904 = false
  readXml(zip.text(path) ?? '', {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = isTrue(attributes['date1904'])
      if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return
      const link = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      sheets.push({ name: attributes['name'] ?? '', link: link ?? '' })
    },
  })
  const [first, ...others] = sheets
  const sheet = first === undefined ? undefined : zip.text(links.byId.get(first.link) ?? '')
  if (sheet === undefined) throw damaged()
  return {
    sheet,
    sharedStrings: sharedStringsOf(zip.text(links.byType.get('sharedStrings') ?? '')),
    formats: formatsOf(zip.text(links.byType.get('styles') ?? '')),
    from1904,
    others: others.map(({ name }) => name),
  }
}

function workbookPath(zip: Zip): string {
  const path = zip.has('_rels/.rels') ? linksOf(zip, '').byType.get('officeDocument') : undefined
  if (path !== undefined && path.endsWith('.xml') && zip.has(path)) return path
  throw new Unreadable('This is not an XLSX workbook.', 'Save it as .xlsx.')
}

interface Links {
  readonly byId: ReadonlyMap<string, string>
  readonly byType: ReadonlyMap<string, string>
}

/** What a part refers to: paths in the file, by id and by the last word of their type. */
function linksOf(zip: Zip, part: string): Links {
  const folder = posix.dirname(part)
  const byId = new Map<string, string>()
  const byType = new Map<string, string>()
  const xml = zip.text(posix.join(folder, '_rels', `${posix.basename(part)}.rels`))
  if (xml === undefined) return { byId, byType }
  readXml(xml, {
    open: (name, { Id = '', Type = '', Target = '' }) => {
      if (name !== 'Relationship') return
      const path = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
      byId.set(Id, path)
      byType.set(Type.slice(Type.lastIndexOf('/') + 1), path)
    },
  })
  return { byId, byType }
}

/** Shared texts in their order; how to pronounce them is left out. */
function sharedStringsOf(xml: string | undefined): readonly string[] {
  const strings: string[] = []
  if (xml === undefined) return strings
  let said: string | undefined
  let aside = false
  readXml(xml, {
    open: (name) => {
      if (name === 'si') strings.push('')
      else if (name === 'rPh') aside = true
      else if (name === 't' && !aside) said = ''
    },
    text: (text) => {
      if (said !== undefined) said += text
    },
    close: (name) => {
      if (name === 'rPh') aside = false
      if (name !== 't' || said === undefined) return
      strings[strings.length - 1] += said
      said = undefined
    },
  })
  return strings
}

function formatsOf(xml: string | undefined): readonly string[] {
  const formats: string[] = []
  if (xml === undefined) return formats
  const own = new Map<string, string>()
  let inCells = false
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'numFmt') own.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const id = attributes['numFmtId'] ?? '0'
        formats.push(own.get(id) ?? builtIn(Number(id)))
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return formats
}

/** The formats that need not be written down (ECMA-376 part 1, 18.8.30); of numbers only what they are matters here. */
function builtIn(id: number): string {
  if (id === 22) return 'yyyy-mm-dd hh:mm'
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'yyyy-mm-dd'
  if (id >= 18 && id <= 21) return 'hh:mm:ss'
  if (id >= 45 && id <= 47) return '[h]:mm:ss'
  return id === 49 ? '@' : 'General'
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
