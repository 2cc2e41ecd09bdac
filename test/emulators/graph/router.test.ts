import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { done } from './call.ts'
import { Router, route, segmentsOf } from './router.ts'

const routes = [
  '/users',
  '/users/{id}',
  '/users/delta',
  '/users/{id}/manager/$ref',
  '/users/{id}/revokeSignInSessions',
].map((pattern) => route('GET', pattern, [], () => done))
const router = new Router([...routes, route('GET', '/directory/deletedItems/microsoft.graph.user', [], () => done)])

function matched(path: string): string {
  const found = router.match('GET', path)
  return typeof found === 'string' ? found : `${found.route.pattern} ${Object.values(found.params).join()}`.trim()
}

test.each([
  ['/users', '/users'],
  ['/USERS/', '/users'],
  ['/users/1', '/users/{id} 1'],
  ["/users('o''brien@x')", "/users/{id} o'brien@x"],
  ['/users/delta', '/users/delta'],
  ['/users/delta()', '/users/delta'],
  ['/users/microsoft.graph.delta()', '/users/delta'],
  ['/users/a%2Fb%25c', '/users/{id} a/b%c'],
  ['/USERS/1/Manager/$REF', '/users/{id}/manager/$ref 1'],
  ['/users/1/microsoft.graph.revokeSignInSessions', '/users/{id}/revokeSignInSessions 1'],
  ['/users/1/revokesigninsessions()', '/users/{id}/revokeSignInSessions 1'],
  ['/directory/deletedItems/microsoft.graph.user', '/directory/deletedItems/microsoft.graph.user'],
  ['/users/1/nothing', 'path'],
  ['/', 'path'],
])('%s leads to %s', (path, to) => {
  expect(matched(path)).toBe(to)
})

test('a path that is known with another method says so', () => {
  expect(router.match('DELETE', '/users/1')).toBe('method')
})

test('two routes for one path are a mistake', () => {
  expect(() => new Router([...routes, route('GET', '/USERS/{key}', [], () => done)])).toThrow('routed twice')
})

test('whatever is encoded as one segment, or as a key, arrives as one', () => {
  const key = string({ minLength: 1, unit: 'binary' }).filter((text) => !/[()]/.test(text))
  assert(
    property(key, (text) => {
      expect(segmentsOf(`/users/${encodeURIComponent(text)}`)).toEqual(['users', text])
      expect(segmentsOf(`/users('${encodeURIComponent(text.replaceAll("'", "''"))}')`)).toEqual(['users', text])
    }),
  )
})
