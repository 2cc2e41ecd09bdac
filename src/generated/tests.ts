/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * A key of the platform: `category/name`.
 */
export type Permission = string
/**
 * How much: none, listed, masked, view, edit or full; none or allow for what is done rather than seen.
 */
export type Level = 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'

/**
 * tests.yaml: id -> what must be true of somebody's access, judged on every plan and before every apply.
 */
export interface AccessTests {
  readonly [k: string]: AccessTest
}
/**
 * What must be true of somebody's access; exactly one of is, atMost and atLeast.
 */
export interface AccessTest {
  readonly user: Id
  readonly platform: Id
  readonly permission: Permission
  readonly entity?: Id
  readonly is?: Level
  readonly atMost?: Level
  readonly atLeast?: Level
}
