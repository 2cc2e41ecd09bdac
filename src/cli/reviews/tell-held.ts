import type { Session } from '../session.ts'

/** Tells why nothing was begun, or closed. */
export function tellHeld(
  { output, ink }: Session,
  { campaign, held, exitCode }: { readonly campaign: string; readonly held: string; readonly exitCode: number },
): number {
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'review', campaign, held, exitCode }),
    text: () => `${ink.strong(campaign)}${ink.plain(`: ${held}`)}\n`,
  })
  return exitCode
}
