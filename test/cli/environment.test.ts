import { expect, test } from 'vitest'
import { environmentOf } from '../../src/cli/environment.ts'
import { reveal, type Secret } from '../../src/model/secret.ts'

function said(secret: Secret | undefined): string | undefined {
  return secret === undefined ? undefined : reveal(secret)
}

test('one secret holds the credentials of many directories, a line each; a variable of its own comes first', () => {
  const bundle = 'ACME_READ=se=cret \r\nEMPTY=\n=nobody\nnonsense\nOTHER=o\n'
  const { secret } = environmentOf({ ROSTER_CREDENTIALS: bundle, OTHER: 'own' })
  expect(said(secret('ACME_READ'))).toBe('se=cret ')
  expect(said(secret('OTHER'))).toBe('own')
  expect([secret('EMPTY'), secret(''), secret('nonsense'), secret('PATH')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  expect(JSON.stringify(secret('ACME_READ'))).not.toContain('cret')
})

test('in a workflow git reaches the forge with the token of the run, and nowhere else', () => {
  const run = { GITHUB_ACTIONS: 'true', GITHUB_TOKEN: 'ghs_1', GITHUB_SERVER_URL: 'https://ghe.example' }
  expect(environmentOf(run).forGit).toMatchObject({
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.https://ghe.example/.extraheader',
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from('x-access-token:ghs_1').toString('base64')}`,
  })
  expect(environmentOf({ ...run, GITHUB_ACTIONS: '' }).forGit).not.toHaveProperty('GIT_CONFIG_COUNT')
  expect(environmentOf({ ...run, GIT_CONFIG_COUNT: '0' }).forGit).not.toHaveProperty('GIT_CONFIG_VALUE_0')
})
