import type { GraphReply } from '../call.ts'

/** What the sign-in service answers where it gives no token: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export class SignInRefusal extends Error {
  readonly status: number
  readonly error: string
  readonly code: number

  constructor(status: number, error: string, code: number, message: string) {
    super(message)
    this.status = status
    this.error = error
    this.code = code
  }
}

/** The same as it goes out. */
export function signInReply({ status, error, code, message }: SignInRefusal, requestId: string, now: Date): GraphReply {
  const timestamp = now.toISOString().slice(0, 19).replace('T', ' ')
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${message} Trace ID: ${requestId} Correlation ID: ${requestId} Timestamp: ${timestamp}Z`,
      error_codes: [code],
      timestamp: `${timestamp}Z`,
      trace_id: requestId,
      correlation_id: requestId,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  }
}
