import { SaxesParser } from 'saxes'
import { damaged } from './zip.ts'

/** What is called while an XML text is read; names come without prefixes, as `t` for `x:t`. */
export interface XmlReader {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/** Reads an XML text from start to end. Entities of its own are an error, as everything is that is not well-formed. */
export function readXml(xml: string, { open, text, close }: XmlReader): void {
  const parser = new SaxesParser({ position: false, xmlns: false as const })
  parser.on('opentag', ({ name, attributes }) => open(withoutPrefix(name), attributes))
  if (close !== undefined) parser.on('closetag', ({ name }) => close(withoutPrefix(name)))
  if (text !== undefined) {
    parser.on('text', text)
    parser.on('cdata', text)
  }
  parser.on('error', (cause) => {
    throw damaged({ cause })
  })
  parser.write(xml).close()
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
