import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds, stageOn } from './every-kind.ts'
import type { Kind } from './every-kind.ts'
import { cast, documentOf, ends, settle } from './cast.ts'
import type { Behind, Picture, Stage } from './stage.ts'

/** One thing that somebody does behind roster's back, and how it is told. */
interface Case {
  readonly what: string
  /** Gives words that the drift must show. */
  readonly happens: (behind: Behind) => readonly string[]
  /** `back`: an apply undoes it; `kept`: nobody declared the value, so it stays, and is known from then on. */
  readonly stays?: true
  /** Where it cannot happen: a domain takes one title, and no member that does not exist. */
  readonly neverOn?: Kind
}

const cases: readonly Case[] = [
  {
    what: 'an attribute changed',
    happens: (behind) => {
      behind.set('ana.li', 'title', ['Boss'])
      return ['Ana Li: title was changed from Lead to Boss']
    },
  },
  {
    what: 'an attribute removed',
    happens: (behind) => {
      behind.set('ana.li', 'phone', [])
      return [`Ana Li: ${behind.nameOf('phone')} was removed (was +31 20 555)`]
    },
  },
  {
    what: 'an attribute added that must be empty',
    happens: (behind) => {
      behind.set('ana.li', 'city', ['Rome'])
      return [`Ana Li: ${behind.nameOf('city')} was added: Rome`]
    },
  },
  {
    what: 'an attribute added that nobody declared',
    happens: (behind) => {
      behind.set('eva.lo', 'city', ['Oslo'])
      return [`Eva Lo: ${behind.nameOf('city')} was added: Oslo`]
    },
    stays: true,
  },
  {
    what: 'an attribute that nobody declared, beside one that somebody did',
    happens: (behind) => {
      behind.set('eva.lo', 'title', ['Boss'])
      behind.set('eva.lo', 'city', ['Bergen'])
      return ['title was changed from Clerk to Boss', `${behind.nameOf('city')} was changed from Oslo to Bergen`]
    },
    stays: true,
  },
  {
    what: 'a second value',
    neverOn: 'active-directory',
    happens: (behind) => {
      behind.set('ana.li', 'title', ['Lead', 'Boss'])
      return ['Ana Li: title was given a second value: Boss']
    },
  },
  {
    what: 'several things at once on one person',
    happens: (behind) => {
      behind.set('ana.li', 'title', [])
      behind.set('ana.li', 'phone', ['+1'])
      return ['title was removed (was Lead)', `${behind.nameOf('phone')} was changed from +31 20 555 to +1`]
    },
  },
  {
    what: 'a member taken out',
    happens: (behind) => {
      behind.leave('Staff', 'eva.lo')
      return ['Eva Lo was taken out of Staff']
    },
  },
  {
    what: 'a member put in',
    happens: (behind) => {
      behind.join('VPN', 'tom.berg')
      return ['Tom Berg was put into VPN']
    },
  },
  {
    what: 'a member that does not exist',
    neverOn: 'active-directory',
    happens: (behind) => [`${behind.joinNobody('VPN')}, which does not exist, was put into VPN`],
  },
  {
    what: 'a member from outside the managed containers',
    happens: (behind) => [`${behind.joinOutsider('VPN')}, from outside the managed containers, was put into VPN`],
  },
  {
    what: 'a member that nobody declared',
    happens: (behind) => {
      behind.addPerson('stranger')
      behind.join('VPN', 'stranger')
      return [', which is not declared, was put into VPN']
    },
    stays: true,
  },
  {
    what: 'a person renamed',
    happens: (behind) => {
      behind.rename('eva.lo', 'eva.x')
      return ['Eva Lo was renamed from eva.lo to eva.x']
    },
  },
  {
    what: 'a person moved',
    happens: (behind) => {
      behind.move('ana.li', 'Attic')
      return [`Ana Li was moved from ${behind.place('Sales')} to ${behind.place('Attic')}`]
    },
  },
  {
    what: 'a person renamed and moved',
    happens: (behind) => {
      behind.rename('ana.li', 'ana.x')
      behind.move('ana.x', 'Attic')
      return [
        `Ana Li was renamed from ana.li to ana.x and was moved from ${behind.place('Sales')} to ${behind.place('Attic')}`,
      ]
    },
  },
  {
    what: 'the description of a group',
    happens: (behind) => {
      behind.describe('Staff', 'Some')
      return ['the group Staff: description was changed from Everybody to Some']
    },
  },
  {
    what: 'the description of a group taken away',
    happens: (behind) => {
      behind.describe('Staff', undefined)
      return ['the group Staff: description was removed (was Everybody)']
    },
  },
  {
    what: 'the owner of a group',
    happens: (behind) => {
      behind.own('Staff', 'tom.berg')
      return [`the group Staff: ${behind.nameOf('owner')} was changed from Ben Osei to Tom Berg`]
    },
  },
]

/** Things that are no drift at all. */
const quiet: readonly Pick<Case, 'what' | 'happens'>[] = [
  {
    what: 'members spelled otherwise',
    happens: (behind) => {
      behind.respell('Staff')
      return []
    },
  },
  {
    what: 'a value in other case, where the directory does not mind',
    happens: (behind) => {
      behind.ignoreCase()
      behind.set('ana.li', 'title', ['LEAD'])
      return []
    },
  },
]

describe.each(kinds)('drift is told apart and mended (%s)', (kind: Kind) => {
  let stage: Stage
  let declared: Picture
  beforeAll(async () => {
    stage = stageOn(kind)
    stage.declare(cast)
    await settle(stage)
    declared = stage.setting.picture()
  })

  for (const { what, happens, stays } of cases.filter(({ neverOn }) => neverOn !== kind)) {
    test(what, async () => {
      const words = happens(stage.behind)
      const changed = stage.setting.picture()
      const drift = await ends(2, stage, 'drift')
      for (const word of words) expect(drift.stdout).toContain(word)
      expect(stage.setting.picture(), 'a drift writes nothing').toEqual(changed)
      await settle(stage)
      const mended = stage.setting.picture()
      if (stays === true) declared = mended
      // Containers that others made stay: they belong to nobody's plan.
      else expect({ ...mended, containers: [] }).toEqual({ ...declared, containers: [] })
    })
  }

  test('a person and a group that nobody declared are listed, and are no drift', async () => {
    stage.behind.addGroup('Skunkworks')
    stage.behind.addPerson('newcomer')
    const { unmanaged, operations } = documentOf(await ends(0, stage, 'drift', '--json'))
    expect(operations).toEqual([])
    expect(unmanaged.filter((address) => address.startsWith('acme/hq/group/~'))).toHaveLength(1)
    expect(unmanaged.filter((address) => address.startsWith('acme/hq/user/~')).length).toBeGreaterThan(0)
  })

  afterAll(() => stage.close())
})

describe.each(kinds)('no drift (%s)', (kind: Kind) => {
  for (const { what, happens } of quiet) {
    test(what, async () => {
      const stage = stageOn(kind)
      stage.declare(cast)
      await settle(stage)
      happens(stage.behind)
      await ends(0, stage, 'drift')
      await ends(0, stage, 'plan', '--detailed-exitcode')
      const before = stage.setting.picture()
      await ends(0, stage, 'apply', '--auto-approve')
      expect(stage.setting.picture()).toEqual(before)
    })
  }

  test('an edit of the workspace that is not applied yet', async () => {
    const stage = stageOn(kind)
    stage.declare(cast)
    await settle(stage)
    stage.declare({ users: cast.users.replace('title: Lead', 'title: Chief') })
    await ends(2, stage, 'plan', '--detailed-exitcode')
    await ends(0, stage, 'drift')
  })
})
