/** Ids become names of folders and branches: whatever is not a slug is refused here once more, also where no file was validated. */
export function checkTenant(tenant: string): string {
  if (isTenant(tenant)) return tenant
  throw new Error(
    `${JSON.stringify(tenant)} is not the id of a tenant: use [a-z0-9._-], starting with a letter or digit`,
  )
}

/** Whether a name can be the id of a tenant. */
export function isTenant(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,62}$/.test(name)
}
