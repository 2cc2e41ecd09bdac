import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Person, Source } from '../../model/desired.ts'
import type { ObservedPolicies } from '../../model/observed.ts'
import type { PersonSecurity, Topic } from '../../model/policy.ts'
import type { Finding } from '../../model/plan.ts'
import { peopleCount } from '../guard/words.ts'
import type { PolicyDialect } from '../../providers/provider.ts'
import type { Coverage } from './coverage.ts'
import { asksOf } from './coverage.ts'
import { spokenRules } from './words-of-rules.ts'
import type { World } from './world.ts'

const byHand: readonly (readonly [Topic, string])[] = [
  ['authentication', 'Ways to sign in'],
  ['mfa', 'Second factor'],
  ['sso', 'Single sign-on'],
  ['session', 'Sessions'],
  ['ipAllow', 'Networks'],
]

/** What is asked of whom, by topic. */
const objects: Readonly<Record<Topic, string>> = {
  password: 'passwords',
  authentication: 'ways to sign in',
  mfa: 'second factors',
  sso: 'single sign-on',
  session: 'sessions',
  ipAllow: 'networks',
}

/** Rules that no directory of a person's can enforce: said, so that nobody takes them for done. */
export function tenantAdvice(desired: DesiredTenant, worlds: readonly World[]): readonly Finding[] {
  const people = [...desired.people.values()].filter(
    ({ state, security }) => state === 'active' && security !== undefined,
  )
  const holders = worlds.filter(({ directory }) => directory.mode !== 'observe')
  return byHand.flatMap(([topic, title]) => {
    const holding = new Set(holders.filter((world) => holdsTopic(world, topic)).map(({ directory }) => directory.id))
    const left = people.filter(({ directories }) => !directories.some((id) => holding.has(id)))
    return gathered(left, topic).map(({ words, number, source }) =>
      advisory(
        desired.id,
        `${title}: ${words} (${peopleCount(number)}, ${placeOf(source)}). No directory of ${desired.id} enforces this: whoever runs the place where people sign in has to set it there by hand.`,
      ),
    )
  })
}

function holdsTopic({ snapshot }: World, topic: Topic): boolean {
  return snapshot.dialect.policies?.some(({ topics }) => topics.includes(topic)) === true
}

/** A directory that nothing is planned for, though people or groups are declared: else «nothing to change» would be taken for «all is as declared». */
export function onlyObserved({ desired, directory }: World): readonly Finding[] {
  if (directory.mode !== 'observe' || desired.people.size + desired.groups.size === 0) return []
  const message = `${directory.id} is in mode observe: it was read, and nothing is planned for it. Set mode: additive or authoritative in tenant.yaml to see what would change.`
  return [{ slug: 'only-observed', scope: `${desired.id}/${directory.id}`, result: 'warn', message }]
}

/** Rules for passwords in a directory that cannot hold any. */
export function notEnforced(world: World): readonly Finding[] {
  const people = peopleHere(world).filter((person) => asksOf(person, ['password']))
  return gathered(people, 'password').map(({ words, number, source }) =>
    advisory(
      scopeOf(world),
      `Passwords: ${words} (${peopleCount(number)}, ${placeOf(source)}). ${world.directory.id} is no directory in which roster can set this: whoever runs it has to do so by hand.`,
    ),
  )
}

/** What the directory enforces already, what it cannot, and what somebody else's policy stands before. */
export function toldOfPolicies(world: World, coverage: Coverage, sight: ObservedPolicies): readonly Finding[] {
  const { id } = world.directory
  const findings: Finding[] = []
  const { held, fallShort, overruled, dialect } = coverage
  const enforced = held.filter(({ expressed }) => expressed.beyond.length === 0)
  const assured = enforced.map(({ person }) => person)
  for (const topic of dialect.topics)
    for (const { words, number } of gathered(assured, topic)) {
      const message = `${id} enforces already what is asked of ${objects[topic]}: ${words} (${peopleCount(number)}).`
      findings.push({ slug: 'policy-verified', scope: scopeOf(world), result: 'pass', message })
    }
  const beyond = new Map<string, number>()
  for (const { expressed } of [...held, ...fallShort])
    for (const phrase of expressed.beyond) beyond.set(phrase, (beyond.get(phrase) ?? 0) + 1)
  for (const [phrase, number] of [...beyond].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    findings.push(
      advisory(
        scopeOf(world),
        `${id} cannot enforce ${phrase} (${peopleCount(number)}): tell people, and see to it by hand where they sign in.`,
      ),
    )
  const asked = peopleCount(fallShort.length)
  if ('unreadable' in sight.policies && fallShort.length > 0)
    findings.push(
      advisory(
        scopeOf(world),
        `${unsure(dialect, asked)} is not known: ${sight.policies.unreadable} Nothing about policies is changed.`,
      ),
    )
  if (sight.doubt !== undefined && fallShort.length > 0) findings.push(advisory(scopeOf(world), sight.doubt))
  const notYet = fallShort.find(({ expressed }) => expressed.notYet !== undefined)?.expressed.notYet
  if (notYet !== undefined)
    findings.push(advisory(scopeOf(world), `${id}, ${spokenTopics(dialect)} of ${asked}: ${notYet}`))
  const { goesBefore } = dialect
  for (const { person, by } of overruled)
    findings.push(
      advisory(
        `${scopeOf(world)}/user/${person.id}`,
        `the policy ${by}, which is not roster's, names ${person.id} and goes before any that roster could set. ${goesBefore === undefined ? 'Take' : `${goesBefore}, or take`} ${person.id} out of it.`,
      ),
    )
  return findings
}

function unsure({ topics }: PolicyDialect, people: string): string {
  if (topics.includes('password')) return `whether the passwords of ${people} are held to the rules`
  return `whether ${people} are held to what is asked of ${topics.map((topic) => objects[topic]).join(' and ')}`
}

function spokenTopics({ topics }: PolicyDialect): string {
  return topics.map((topic) => objects[topic]).join(', ')
}

function advisory(scope: string, message: string): Finding {
  return { slug: 'policy-advisory', scope, result: 'warn', message }
}

function scopeOf({ desired, directory }: World): string {
  return `${desired.id}/${directory.id}`
}

function peopleHere({ desired, directory }: World): readonly Person[] {
  return [...desired.people.values()].filter(
    ({ state, directories }) => state === 'active' && directories.includes(directory.id),
  )
}

interface Gathered {
  readonly words: string
  readonly number: number
  readonly source: Source | undefined
}

/** People of whom the same is asked, told once. */
function gathered(people: readonly Person[], topic: Topic): readonly Gathered[] {
  const wordsOf = new Map<PersonSecurity, string>()
  const found = new Map<string, { number: number; source: Source | undefined }>()
  for (const { security } of people) {
    if (security === undefined) continue
    const words = wordsOf.get(security) ?? spokenRules(security.rules, topic)
    wordsOf.set(security, words)
    if (words === '') continue
    const same = found.get(words)
    if (same === undefined) found.set(words, { number: 1, source: sourceOf(security, topic) })
    else same.number += 1
  }
  return [...found].map(([words, each]) => ({ words, ...each })).toSorted((a, b) => (a.words < b.words ? -1 : 1))
}

/** Where the first rule of a topic comes from. */
function sourceOf({ from }: PersonSecurity, topic: Topic): Source | undefined {
  return Object.entries(from).find(([name]) => name === topic || name.startsWith(`${topic}.`))?.[1]
}

function placeOf(source: Source | undefined): string {
  return source === undefined ? 'policies.yaml' : `${source.file}:${source.line}`
}
