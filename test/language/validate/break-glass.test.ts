import { expect, test } from 'vitest'
import { diagnosed } from './access/asks.ts'

const tenantId = '6c1e0000-0000-4000-8000-000000000001'
const naming = (account: string): readonly object[] =>
  diagnosed({
    'tenant.yaml': `name: Acme\ndirectories:\n  cloud: { provider: entra, tenantId: ${tenantId}, breakGlass: [${account}] }\n`,
  })

test.each(['breakglass1@northwind.onmicrosoft.com', "O'Hara@northwind.example", tenantId])(
  'an emergency account is %s',
  (account) => expect(naming(`"${account}"`)).toEqual([]),
)

test.each(['Break Glass', 'breakglass1', '..', 'a@b/../c', '*@northwind.example/'])(
  'an emergency account that would never be met is told: %s',
  (account) => expect(naming(`"${account}"`)).toMatchObject([{ slug: 'wrong-form', line: 3 }]),
)
