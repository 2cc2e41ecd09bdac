import type { Comment, Forge, PullWish } from '../../../src/forge/forge.ts'
import type { ForgeAccount, PullRequest } from '../../../src/model/forge.ts'

interface Kept {
  pull: PullRequest
  title: string
  body: string
}

const at = '2026-12-01T09:00:00Z'

/** A forge that only remembers requests and comments; what drift does not ask for is refused. */
export class MemoryForge implements Forge {
  readonly repository = 'acme/workspace'
  readonly requests: Kept[] = []
  readonly said: { readonly number: number; readonly body: string }[] = []
  edits = 0

  me(): Promise<ForgeAccount> {
    return Promise.resolve({ login: 'roster[bot]', isBot: true })
  }

  pull(number: number): Promise<PullRequest> {
    return Promise.resolve(this.kept(number).pull)
  }

  openFrom(branch: string): Promise<PullRequest | undefined> {
    return Promise.resolve(this.requests.find(({ pull }) => pull.head.ref === branch && pull.state === 'open')?.pull)
  }

  plannedElsewhere(): Promise<number | undefined> {
    return Promise.resolve(undefined)
  }

  openPull({ title, body, head, base }: PullWish, author = 'roster[bot]'): Promise<PullRequest> {
    const pull: PullRequest = {
      number: this.requests.length + 1,
      state: 'open',
      author: { login: author, isBot: true },
      base: { ref: base, commit: '' },
      head: { ref: head, commit: '' },
      isFork: false,
      updatedAt: at,
    }
    this.requests.push({ pull, title, body })
    return Promise.resolve(pull)
  }

  editPull(
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'closed' },
  ): Promise<void> {
    const kept = this.kept(number)
    this.edits += 1
    kept.title = change.title ?? kept.title
    kept.body = change.body ?? kept.body
    if (change.state !== undefined) kept.pull = { ...kept.pull, state: change.state }
    return Promise.resolve()
  }

  bodyOf(number: number): Promise<string> {
    return Promise.resolve(this.kept(number).body)
  }

  comment(number: number, body: string): Promise<Comment> {
    this.said.push({ number, body })
    return Promise.resolve({ id: this.said.length, by: { login: 'roster[bot]', isBot: true }, body, at })
  }

  /** Ticks one box of the thing whose text has these words, as somebody does with the mouse, and takes the others away. */
  tick(words: string, way: string): void {
    const kept = this.kept(this.requests.length)
    const parts = kept.body.split(/^(?=### )/m)
    kept.body = parts
      .map((part) => {
        if (!part.startsWith('###') || !part.includes(words)) return part
        return part.replaceAll('- [x] ', '- [ ] ').replace(`- [ ] **${way}**`, `- [x] **${way}**`)
      })
      .join('')
  }

  kept(number: number): Kept {
    const found = this.requests[number - 1]
    if (found === undefined) throw new Error(`there is no request ${number}`)
    return found
  }

  mergedSince = refused
  reviews = refused
  commits = refused
  files = refused
  membersOf = refused
  mayWrite = refused
  comments = refused
  editComment = refused
  deleteComment = refused
  check = refused
  issues = refused
  openIssue = refused
  editIssue = refused
  protections = refused
}

function refused(): Promise<never> {
  return Promise.reject(new Error('drift does not ask for that'))
}
