import type { GraphRequest as Call, Middleware } from '@microsoft/microsoft-graph-client'
import { chainOf } from './chain.ts'
import type { ChainWorld } from './chain.ts'
import type { Question } from './question.ts'
import type { GraphRequest } from './request.ts'

/** Sends one HTTP request through the chain. Throws DirectoryFault and `Lost`. */
export type Wire = (question: Question, request: Sendable) => Promise<Response>

type Sendable = Pick<GraphRequest, 'method' | 'headers' | 'body'>

/** Microsoft's client with a chain of our own; loaded with the first request, since most commands never come to one. */
export function wireOf(world: ChainWorld): Wire {
  let opened: Promise<Wire> | undefined
  return async (question, request) => {
    opened ??= open(world)
    return (await opened)(question, request)
  }
}

async function open(world: ChainWorld): Promise<Wire> {
  const { Client, GraphClientError, ResponseType } = await import('@microsoft/microsoft-graph-client')
  // The client makes one text of whatever is thrown within the chain, but for errors of this class: what happened travels in it.
  const carried = (error: unknown): Error => Object.assign(new GraphClientError(), { customError: error })
  const client = Client.initWithMiddleware({ middleware: [carrier(carried), ...chainOf(world)] })
  return async (question, request) => {
    const call = client
      .api(question.url)
      .headers({ ...request.headers })
      .middlewareOptions([question])
    try {
      return responseIn(await put(call.responseType(ResponseType.RAW), request))
    } catch (error) {
      throw error instanceof GraphClientError ? error.customError : error
    }
  }
}

function carrier(carried: (error: unknown) => Error): Middleware {
  let following: Middleware | undefined
  return {
    setNext: (next) => {
      following = next
    },
    execute: async (context) => {
      try {
        await following?.execute(context)
      } catch (error) {
        throw carried(error)
      }
    },
  }
}

async function put(call: Call, { method, body }: Sendable): Promise<unknown> {
  switch (method) {
    case 'GET':
      return call.get()
    case 'DELETE':
      return call.delete()
    case 'POST':
      return call.post(body)
    case 'PATCH':
      return call.patch(body)
    case 'PUT':
      return call.put(body)
  }
}

function responseIn(answer: unknown): Response {
  if (answer instanceof Response) return answer
  throw new Error('the client gives something else than the answer')
}
