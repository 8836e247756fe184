/** The rules for new passwords as the operator's settings open them. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { startRangeService } from '#sandbox/breached.ts'
import { openWorld } from '../world.ts'

const stolen = 'solskinn over fjorden'

test('settings: how long a new password is at least, and who is asked about stolen ones', async (t) => {
  const service = await startRangeService([stolen])
  t.after(() => service.close())
  const world = await openWorld([], {
    INNGANG_MINID_PASSWORD_SHORTEST: '16',
    INNGANG_MINID_BREACHED_PASSWORDS: service.url,
    INNGANG_OUTBOUND_ALLOW: '127.0.0.1',
  })
  t.after(() => world.close())
  const { passwordRules: rules, metrics } = world.parts
  assert.equal(rules.shortest, 16)
  assert.equal(await rules.fault('x7Kq2-pl9Zt4', {}), 'short')
  assert.equal(await rules.fault(stolen, {}), 'breached')
  assert.equal(await rules.fault('koffert lampe rev', {}), undefined)
  assert.equal(service.asked.length, 2)
  assert.match(await metrics.page(), /inngang_password_range_total\{outcome="found"\} 1/)
})

test('settings: nobody is asked where there is nobody', async (t) => {
  const world = await openWorld([])
  t.after(() => world.close())
  assert.equal(await world.parts.passwordRules.fault(stolen, {}), undefined)
  assert.equal(world.parts.passwordRules.shortest, 12)
})

test('settings: a service that is away stops nobody, and the log says so without a word of the password', async (t) => {
  const service = await startRangeService([stolen])
  await service.close()
  const world = await openWorld([], {
    INNGANG_MINID_BREACHED_PASSWORDS: service.url,
    INNGANG_OUTBOUND_ALLOW: '127.0.0.1',
  })
  t.after(() => world.close())
  assert.equal(await world.parts.passwordRules.fault(stolen, {}), undefined)
  const line = world.log.find((one) => one.includes('held against breached'))
  assert.match(line ?? '', /"level":"warn".*unreachable/)
  assert.doesNotMatch(world.log.join('\n'), /solskinn/)
})
