import { jsonChunks } from '../report/json.ts'

/** Where a command's words go: in a JSON run stdout holds one document and nothing else. */
export interface Output {
  readonly json: boolean
  /** A result: as a document in a JSON run, else as text; only the one that is needed is made. */
  readonly result: (result: { readonly document: () => object; readonly text: () => string }) => void
  /** People's text: stdout, or stderr in a JSON run. */
  readonly say: (text: string) => void
  /** Progress, warnings, errors: always stderr. */
  readonly note: (text: string) => void
}

/** Writes to the streams of this process, or of a test. */
export function outputOf(
  json: boolean,
  streams: { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WritableStream } = process,
): Output {
  const say = (text: string): void => void (json ? streams.stderr : streams.stdout).write(text)
  return {
    json,
    result: ({ document, text }) => {
      if (!json) say(text())
      else for (const chunk of jsonChunks(document())) streams.stdout.write(chunk)
    },
    say,
    note: (text) => void streams.stderr.write(text),
  }
}
