import { type Forge, ForgeFault } from '../forge.ts'
import type { Connection } from './connection.ts'
import type { Me } from './people.ts'
import { accountOf, commentOf } from './translate.ts'
import type { WireComment } from './wire.ts'

const here = '/repos/{owner}/{repo}'

/** GitHub refuses longer ones. */
const longest = 65_536

/** What a forge does with comments. */
export function commentsOf(
  connection: Connection,
  me: Me,
): Pick<Forge, 'comments' | 'comment' | 'editComment' | 'deleteComment'> {
  const { ask, list, make } = connection
  const comments = async (number: number): Promise<readonly WireComment[]> =>
    (await list(`read the comments of #${number}`, `GET ${here}/issues/{issue_number}/comments`, {
      issue_number: number,
    })) as readonly WireComment[]
  const fits = (body: string): string => {
    if (Array.from(body).length <= longest) return body
    throw new ForgeFault(
      `${connection.repository}: a comment may have ${longest} characters, and this one has ${Array.from(body).length}.`,
    )
  }
  return {
    comments: async (number) => (await comments(number)).map(commentOf),
    comment: async (number, body) => {
      const what = `comment on #${number}`
      const sent = { issue_number: number, body: fits(body) }
      const made = await make(what, `POST ${here}/issues/{issue_number}/comments`, sent, async () => {
        const { login } = await me()
        return (await comments(number)).findLast((one) => accountOf(one.user).login === login && one.body === body)
      })
      return commentOf(made as WireComment)
    },
    editComment: async (id, body) => {
      const sent = { comment_id: id, body: fits(body) }
      await ask('change a comment', `PATCH ${here}/issues/comments/{comment_id}`, sent)
    },
    deleteComment: async (id) => {
      const gone = ask('delete a comment', `DELETE ${here}/issues/comments/{comment_id}`, { comment_id: id })
      await gone.catch(unlessGone)
    },
  }
}

/** What somebody else deleted, or we at an attempt whose answer was lost, is gone. */
function unlessGone(fault: unknown): void {
  if (!(fault instanceof ForgeFault) || fault.status !== 404) throw fault
}
