import type { Address } from '../../model/address.ts'
import { holdsName, passwordBytes } from './password.ts'
import type { Desk } from './write-desk.ts'

const draws = 5

/** A new password, as the domain takes it. One that holds the person's name by chance would be refused, and is drawn again. */
export async function drawPassword(
  address: Address,
  called: Parameters<typeof holdsName>[1],
  { initialPassword }: Pick<Desk, 'initialPassword'>,
): Promise<Buffer | undefined> {
  let password = await initialPassword(address)
  for (let drawn = 1; drawn < draws && password !== undefined; drawn++) {
    if (!holdsName(password, called)) break
    password = await initialPassword(address)
  }
  return password === undefined ? undefined : passwordBytes(password)
}
