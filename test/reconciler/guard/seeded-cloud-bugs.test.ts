import { test } from 'vitest'
import * as laws from './cloud-laws.ts'
import type { SeededBug } from './seeding.ts'
import { isNoticed } from './seeding.ts'

const bugs: readonly SeededBug[] = [
  {
    what: 'nobody looks into the bin',
    module: '../bin',
    name: 'binOf',
    instead: () => async () => [],
    law: laws.comesBack,
  },
  {
    what: 'what lies in the bin is taken for what is switched off',
    module: '../diff/restoring',
    name: 'isInBin',
    instead: () => () => false,
    law: laws.deletedElsewhere,
  },
  {
    what: 'a deleted account of somebody else is theirs by its address',
    module: '../match/keys',
    name: 'findDeleted',
    instead: () => (_: unknown, index: { readonly mail: ReadonlyMap<string, readonly unknown[]> }) => ({
      user: [...index.mail.values()][0]?.[0],
      by: 'mail',
    }),
    law: laws.nobodyElsesAccount,
  },
  {
    what: 'who comes by synchronisation is made',
    module: '../diff/synchronised',
    name: 'awaitedSync',
    instead: () => () => undefined,
    law: laws.comesBySynchronisation,
  },
  {
    what: 'what another directory holds is changed here',
    module: '../diff/synchronised',
    name: 'isSynchronised',
    instead: () => () => false,
    law: laws.heldElsewhere,
  },
  {
    what: 'lastHolder says nothing',
    module: 'last-holder',
    name: 'lastHolder',
    instead: () => () => [],
    law: laws.neverWithoutHolder,
  },
  {
    what: 'whoever is switched off does not wait for a successor',
    module: '../posts',
    name: 'givesTo',
    instead: () => () => false,
    law: laws.successorFirst,
  },
  {
    what: 'a unit is made into a group',
    module: '../match/groups',
    name: 'refuseOtherKinds',
    instead: () => () => undefined,
    law: laws.kindsStay,
  },
  {
    what: 'only what the files call privileged is so',
    module: '../match/privileged',
    name: 'privilegedReferences',
    instead: () => () => new Set(),
    law: laws.privilegedWithin,
  },
  {
    what: 'every directory goes ahead by itself',
    module: '../across',
    name: 'acrossDirectories',
    instead: () => (_: unknown, drafts: unknown) => drafts,
    law: laws.oneAfterTheOther,
  },
]

test.each(bugs)('$what: noticed', (bug) => isNoticed(bug))
