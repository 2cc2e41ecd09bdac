import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { retry } from '@octokit/plugin-retry'
import { expect, test } from 'vitest'
import { reveal } from '../../src/model/secret.ts'
import { closeStages, commenting, forgeAs, stageWithPull } from './open.ts'
import type { Stage } from './stage.ts'

closeStages()

const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }

function nothing(): void {
  // What octokit prints is not looked at.
}

/** The plugins as they come, without what roster adds to them: the mistakes that the tests of the forge have to notice. */
function plain(stage: Stage): InstanceType<typeof Plain> {
  const auth = reveal(stage.workflow(commenting).token)
  return new Plain({ baseUrl: stage.api, auth, log: silent, retry: { retryAfterBaseValue: 2, doNotRetry: [409] } })
}

const Plain = Octokit.plugin(paginateRest, retry)
const route = '/repos/{owner}/{repo}/issues/{issue_number}/comments'
const place = { owner: 'msp', repo: 'directory' }

test('a comment that is repeated blindly after a lost answer stands there twice', async () => {
  const { stage, number } = await stageWithPull()
  stage.troubles.push({ method: 'POST', path: /comments$/, when: 'after', answer: { status: 502 } })
  await plain(stage).request(`POST ${route}`, { ...place, issue_number: number, body: 'once' })
  expect(await forgeAs(stage).comments(number)).toHaveLength(2)
})

test.each([
  ['a conflict', { status: 409, body: { message: 'busy' } }],
  ['an empty body', { status: 204 }],
])('%s in place of a page is taken for the end of the list', async (_name, answer) => {
  const { stage, number } = await stageWithPull()
  await forgeAs(stage).comment(number, 'there')
  stage.troubles.push({ path: /comments$/, when: 'before', answer })
  expect(await plain(stage).paginate(`GET ${route}`, { ...place, issue_number: number })).toEqual([])
})
