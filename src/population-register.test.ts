import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, type TestContext } from 'node:test'
import { ConfigFaults, readConfig } from '#config/read.ts'
import { openPopulation, readSigner } from '#population-register.ts'
import { systemClock } from '#base/clock.ts'
import { NationalId } from '#base/national-id.ts'
import { serve } from '#http/serve.ts'
import { RegisterAway } from '#registers/population/population.ts'
import { population } from '#sandbox/population/population.ts'
import { apiPath, syntheticRegister, tokenPath } from '#sandbox/registers/population.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const rsa = (modulusLength: number) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return { own: privateKey.export({ format: 'jwk' }), shown: publicKey.export({ format: 'jwk' }) }
}
const { own, shown } = rsa(2048)
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })

const fileOf = (text: string): string => {
  const path = join(folder, 'register.jwk')
  writeFileSync(path, text)
  return path
}

test('a private RSA key with a kid signs', () => {
  const signer = readSigner(fileOf(JSON.stringify({ ...own, kid: 'inngang-1', use: 'sig', alg: 'RS256' })))
  assert.deepEqual([signer.kid, signer.algorithm, signer.privateKey.type], ['inngang-1', 'RS256', 'private'])
})

const refused: readonly [what: string, text: string][] = [
  ['no kid', JSON.stringify(own)],
  ['the public half', JSON.stringify({ ...shown, kid: 'a' })],
  ['a small key', JSON.stringify({ ...rsa(1024).own, kid: 'a' })],
  ['a key of another kind', JSON.stringify({ ...ec, kid: 'a' })],
  ['a damaged key', JSON.stringify({ ...own, p: 'AA', kid: 'a' })],
  ['no JSON', '-----BEGIN PRIVATE KEY-----'],
]
for (const [what, text] of refused)
  test(`refused, and nothing of the file repeated: ${what}`, () => {
    assert.throws(
      () => readSigner(fileOf(text)),
      (error: unknown) =>
        error instanceof ConfigFaults &&
        error.faults[0]?.startsWith('INNGANG_POPULATION_KEY must name a file') === true &&
        !error.faults.join().includes('BEGIN'),
    )
  })

test('a file that is not there is a fault of the settings', () =>
  assert.throws(() => readSigner(join(folder, 'none')), ConfigFaults))

/** Production's settings for a register on this machine. */
async function settings(t: TestContext): Promise<Readonly<Record<string, string>>> {
  const kid = 'inngang-1'
  const publicKey = (): ReturnType<typeof createPublicKey> => createPublicKey({ key: shown, format: 'jwk' })
  const tokens = { clock: systemClock, issuer: 'https://tokens.example/', clientId: 'us', scope: 'a:b', kid, publicKey }
  const { app } = syntheticRegister({ people: population(10), tokens, faults: {} })
  const listening = await serve(app, { host: '127.0.0.1', port: 0 })
  t.after(() => listening.close(0))
  const origin = `http://127.0.0.1:${listening.port}`
  const secret = 'Zr8hQ2vXw5tKc9LmN3pBf7sDj1gYx4aU'
  return {
    INNGANG_ISSUER: 'https://login.example.no',
    INNGANG_KEY_FILE: '/nowhere',
    INNGANG_SMS_URL: 'https://sms.example.no',
    INNGANG_SMS_SECRET: secret,
    INNGANG_POPULATION_URL: `${origin}${apiPath}`,
    INNGANG_POPULATION_TOKEN_URL: `${origin}${tokenPath}`,
    INNGANG_POPULATION_TOKEN_ISSUER: tokens.issuer,
    INNGANG_POPULATION_CLIENT_ID: tokens.clientId,
    INNGANG_POPULATION_SCOPE: tokens.scope,
    INNGANG_POPULATION_KEY: fileOf(JSON.stringify({ ...own, kid })),
  }
}

const opened = (environment: Readonly<Record<string, string>>) =>
  openPopulation(
    {
      config: readConfig(environment, 'production'),
      clock: systemClock,
      log: () => undefined,
      metrics: { count: () => undefined, watch: () => undefined },
      wait: () => Promise.resolve(),
    },
    undefined,
  )

test('production asks the register of its settings, with its own key; without settings there is none', async (t) => {
  const environment = await settings(t)
  const number = NationalId.read(population(10).at(0).number)
  assert.ok(typeof number !== 'string')
  assert.equal((await opened(environment)?.who(number))?.status, 'resident')
  for (const over of [
    { INNGANG_POPULATION_SCOPE: 'a:c' },
    { INNGANG_POPULATION_TOKEN_ISSUER: 'https://tokens.example' },
  ])
    await assert.rejects(opened({ ...environment, ...over })?.who(number) ?? Promise.resolve(), RegisterAway)
  const without = Object.entries(environment).filter(([name]) => !name.startsWith('INNGANG_POPULATION'))
  assert.equal(opened(Object.fromEntries(without)), undefined)
})
