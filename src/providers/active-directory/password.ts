import { reveal } from '../../model/secret.ts'
import type { Secret } from '../../model/secret.ts'
import { foldText } from '../../ldap/fold.ts'

/** The form in which a domain takes a password: in quotes, as UTF-16 with the lowest byte first (MS-ADTS 3.1.1.3.1.5.1). */
export function passwordBytes(password: Secret): Buffer {
  return Buffer.from(`"${reveal(password)}"`, 'utf16le')
}

/**
 * Would the domain refuse a password because it holds the account's name, or a part of the person's name (MS-SAMR 3.1.1.7.2)? Parts of
 * fewer than three characters do not count.
 */
export function holdsName(
  password: Secret,
  { username, displayName }: { readonly username: string; readonly displayName: string | undefined },
): boolean {
  const parts = [username, ...(displayName ?? '').split(/[,.\-_ #\t]+/)]
  const text = foldText(reveal(password))
  return parts.some((part) => part.length >= 3 && text.includes(foldText(part)))
}
