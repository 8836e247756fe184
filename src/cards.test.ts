import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { cardsOf, type CardsAround } from '#cards.ts'
import { checksOf } from '#certificate-checks.ts'
import { readConfig } from '#config/read.ts'
import type { ServerTls } from '#http/serve.ts'
import { readIssuers } from '#keys/certificate-issuers.ts'
import { makeCertificate } from '#keys/test-issuer.ts'
import { openIssuer, policies } from '#sandbox/ca/issuers.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-cards-'))
after(() => rmSync(folder, { recursive: true }))
const put = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const clock = fixedClock(Date.UTC(2026, 10, 22))
const makers = (['buypass', 'commfides'] as const).map((maker) => {
  const { root } = openIssuer(maker, { at: 'http://ca.example', clock }).persons
  return {
    id: `${maker}-person`,
    use: 'person',
    anchors: put(`${maker}.pem`, root.pem),
    policies: [policies[maker].person],
    ocsp: ['http://ocsp.example/'],
    number: { from: 'table', file: put('table.json', '{}') },
  }
})
const own = makeCertificate({ subject: [['CN', 'kort.example.no']] })
const ends = { INNGANG_CARD_CERT: put('cert.pem', own.cert), INNGANG_CARD_KEY: put('key.pem', own.key) }
const trust = (...issuers: readonly object[]): string => put('trust.json', JSON.stringify({ issuers }))

function opened(over: Readonly<Record<string, string>>) {
  const settings = {
    INNGANG_CARD_PORT: '8744',
    INNGANG_CARD_ORIGIN: 'https://kort.example.no',
    INNGANG_ISSUER_PORT: '0',
  }
  const config = readConfig({ ...settings, ...over, INNGANG_TRUST: trust(...makers.slice(0, 1)) }, 'twin')
  const log = (): void => undefined
  const metrics = { count: log, watch: log }
  const checks = checksOf({ config, clock, log, metrics }, undefined)
  assert.ok(checks !== undefined)
  // Nobody logs in here: what a login needs is not asked for.
  const cards = cardsOf({ config, clock, log, metrics, checks } as unknown as CardsAround, undefined)
  assert.ok(cards !== undefined)
  const heard: ServerTls[] = []
  cards.follow((tls) => void heard.push(tls))
  return { checks, cards, heard }
}
const asked = (tls: ServerTls | undefined): number => readIssuers(tls?.clients?.issuers ?? '')?.length ?? 0

test('X2 X3 browsers are asked for the cards of those who are believed, also when the trust list is another', async () => {
  const { checks, cards, heard } = opened(ends)
  assert.equal(asked(cards.listens.tls as ServerTls), 1)
  trust(...makers)
  await checks.look()
  assert.deepEqual(heard.map(asked), [2])
  assert.deepEqual([heard[0]?.cert, heard[0]?.key, heard[0]?.clients?.must], [own.cert, own.key, false])
  trust({})
  await checks.look()
  assert.equal(heard.length, 1, 'a faulty list asks nobody for anything else')
})

test('X2 where a proxy ends TLS it asks in its own way', async () => {
  const secret = 'a'.repeat(43)
  const { checks, heard } = opened({ INNGANG_CARD_FROM: 'x-ssl-client-cert', INNGANG_CARD_PROXY_SECRET: secret })
  trust(...makers)
  await checks.look()
  assert.deepEqual(heard, [])
})
