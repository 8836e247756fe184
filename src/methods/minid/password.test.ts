import assert from 'node:assert/strict'
import test from 'node:test'
import { parseOptions } from '@node-rs/argon2'
import { stopwatch } from '#base/clock.ts'
import { secretKey } from '#base/secrets.ts'
import { boundedQueue, decoyHash, openPasswords, PasswordsBusy } from '#methods/minid/password.ts'

const pepper = secretKey(new Uint8Array(32).fill(7))
const passwords = openPasswords({ pepper })

test('a password is right for its own hash, however its letters were composed, and for no other', async () => {
  const hash = await passwords.hash('Blåbær på fjellet 12')
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal(await passwords.verify(hash, 'Blåbær på fjellet 12'.normalize('NFD')), true)
  assert.equal(await passwords.verify(hash, 'Blåbær på fjellet 13'), false)
  assert.equal(await passwords.verify(hash, ''), false)
})

test('two hashes of one password differ', async () => {
  assert.notEqual(await passwords.hash('same'), await passwords.hash('same'))
})

test('a hash is worth nothing without the pepper', async () => {
  const hash = await passwords.hash('Granskog 77')
  const elsewhere = openPasswords({ pepper: secretKey(new Uint8Array(32).fill(8)) })
  assert.equal(await elsewhere.verify(hash, 'Granskog 77'), false)
})

test('the decoy is never right, and asks for exactly the work of a real hash', async () => {
  assert.deepEqual(parseOptions(decoyHash()), parseOptions(await passwords.hash('Granskog 77')))
  assert.equal(await passwords.verify(undefined, 'Granskog 77'), false)
})

test('the queue runs so many at once, lets so many wait, and turns the next away', async () => {
  const queue = boundedQueue(2, 1)
  const finish: (() => void)[] = []
  let running = 0
  let most = 0
  const work = async (): Promise<number> => {
    running += 1
    most = Math.max(most, running)
    await new Promise<void>((done) => finish.push(done))
    running -= 1
    return most
  }
  const three = [queue.run(work), queue.run(work), queue.run(work)]
  assert.equal(queue.full(), true)
  await assert.rejects(queue.run(work), PasswordsBusy)
  finish.shift()?.()
  await three[0]
  while (finish.length > 0) finish.shift()?.()
  await three[1]
  while (finish.length > 0) finish.shift()?.()
  await three[2]
  assert.equal(most, 2)
  assert.equal(queue.full(), false)
})

test('where checks have become slow fewer may wait: the line is as long as its end is near', async () => {
  const slow = (): Promise<void> => {
    for (const took = stopwatch(); took() < 20;);
    return Promise.resolve()
  }
  for (const [longest, full] of [
    [2, true],
    [60_000, false],
  ] as const) {
    const queue = boundedQueue(1, 100, longest)
    await queue.run(slow)
    const finish: (() => void)[] = []
    const held = (): Promise<void> => new Promise((done) => finish.push(done))
    const both = [queue.run(held), queue.run(held)]
    assert.equal(queue.full(), full)
    finish.shift()?.()
    await both[0]
    finish.shift()?.()
    await both[1]
  }
})

test('work that fails gives its place back', async () => {
  const queue = boundedQueue(1, 0)
  await assert.rejects(
    queue.run(() => Promise.reject(new Error('broken'))),
    /broken/,
  )
  assert.equal(await queue.run(() => Promise.resolve('on we go')), 'on we go')
})
