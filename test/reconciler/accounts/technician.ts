import type { ObservedAccount } from '../../../src/model/platform.ts'

/** Somebody at work on the platform, with a second factor. */
export function technician(id: string, role = 'beginner', more: Partial<ObservedAccount> = {}): ObservedAccount {
  return {
    state: 'active',
    type: 'technician',
    login: `${id}@acme.example`,
    roles: [role],
    accessGroups: [],
    firstLoginAt: '2026-11-02T08:00:00Z',
    mfaMethods: ['totp'],
    ...more,
  }
}
