export function validators(_read: (kind: string) => object): string {
  return ''
}
