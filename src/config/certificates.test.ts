import assert from 'node:assert/strict'
import test from 'node:test'
import { ConfigFaults, readConfig } from '#config/read.ts'

const secret = 'aB3dE6gH9jK2mN5pQ8rT1uW4xY7zC0eF3hJ6lM9oP2s'
const door = { INNGANG_MTLS_PORT: '8743', INNGANG_MTLS_ORIGIN: 'https://mtls.localhost' }
const ends = { INNGANG_MTLS_CERT: 'cert.pem', INNGANG_MTLS_KEY: 'key.pem' }
const forwarded = { ...door, INNGANG_MTLS_FROM: 'client-cert' }

function faults(settings: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig({ INNGANG_HOSTS: 'other.localhost', ...settings }, 'twin')
    return []
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults
    throw error
  }
}

for (const [what, settings] of [
  ['none', {}],
  ['TLS ended here', { ...door, ...ends }],
  ['trusted issuers', { ...door, ...ends, INNGANG_MTLS_ISSUERS: 'issuers.pem' }],
  ['a proxy with a secret', { ...forwarded, INNGANG_MTLS_PROXY_SECRET: secret }],
  ['a proxy with a certificate', { ...forwarded, ...ends, INNGANG_MTLS_PROXY_ISSUERS: 'proxies.pem' }],
  [
    'a proxy with both, that verifies',
    {
      ...forwarded,
      ...ends,
      INNGANG_MTLS_PROXY_ISSUERS: 'proxies.pem',
      INNGANG_MTLS_PROXY_SECRET: secret,
      INNGANG_MTLS_PROXY_VERIFIES: 'yes',
    },
  ],
] as const)
  test(`the second listener: ${what}`, () => assert.deepEqual(faults(settings), []))

for (const [what, says, settings] of [
  ['no port', /INNGANG_MTLS_CERT is for the second listener: set INNGANG_MTLS_PORT/, ends],
  ['the port of the first', /must be another than INNGANG_PORT/, { ...door, ...ends, INNGANG_MTLS_PORT: '8700' }],
  ['no address', /INNGANG_MTLS_ORIGIN is needed/, { ...ends, INNGANG_MTLS_PORT: '8743' }],
  [
    'an address without TLS',
    /must begin with https/,
    { ...door, ...ends, INNGANG_MTLS_ORIGIN: 'http://mtls.localhost' },
  ],
  ['the host of the first', /a host of its own/, { ...door, ...ends, INNGANG_MTLS_ORIGIN: 'https://other.localhost' }],
  ['no certificate', /INNGANG_MTLS_CERT is needed/, door],
  ['a certificate without key', /belong together/, { ...door, INNGANG_MTLS_CERT: 'cert.pem' }],
  ['a proxy that anybody can be', /a header that anybody can write/, forwarded],
  [
    'a proxy’s certificate, and none of ours',
    /INNGANG_MTLS_CERT is needed/,
    { ...forwarded, INNGANG_MTLS_PROXY_ISSUERS: 'proxies.pem' },
  ],
  ['a short secret', /at least 43/, { ...forwarded, INNGANG_MTLS_PROXY_SECRET: secret.slice(1) }],
  ['a secret, and no proxy', /there is no proxy/, { ...door, ...ends, INNGANG_MTLS_PROXY_SECRET: secret }],
  [
    'a proxy that verifies, and no proxy',
    /there is no proxy/,
    { ...door, ...ends, INNGANG_MTLS_PROXY_VERIFIES: 'yes' },
  ],
] as const)
  test(`the second listener is refused: ${what}`, () => {
    const found = faults(settings)
    assert.ok(
      found.some((one) => says.test(one)),
      found.join('\n'),
    )
  })

const cards = {
  INNGANG_CARD_PORT: '8744',
  INNGANG_CARD_ORIGIN: 'https://card.localhost',
  INNGANG_CARD_CERT: 'cert.pem',
  INNGANG_CARD_KEY: 'key.pem',
}
const forwardedCards = {
  INNGANG_CARD_PORT: '8744',
  INNGANG_CARD_ORIGIN: 'https://card.localhost',
  INNGANG_CARD_FROM: 'x-ssl-client-cert',
}

for (const [what, settings] of [
  ['TLS ended here', cards],
  ['another port of the same host', { ...cards, INNGANG_CARD_ORIGIN: 'https://localhost:8744' }],
  ['a proxy with a secret', { ...forwardedCards, INNGANG_CARD_PROXY_SECRET: secret }],
  ['beside clients', { ...door, ...ends, ...cards }],
  ['one issuer’s alone', { ...cards, INNGANG_CARDS: 'commfides' }],
  ['trusted issuers where there is no sandbox', { ...cards, INNGANG_ISSUER_PORT: '0', INNGANG_TRUST: 'trust.json' }],
] as const)
  test(`the listener for cards: ${what}`, () => assert.deepEqual(faults(settings), []))

for (const [what, says, settings] of [
  ['no port', /INNGANG_CARD_ORIGIN is for the listener for cards/, { ...cards, INNGANG_CARD_PORT: '' }],
  ['the login’s port', /must be another than INNGANG_PORT/, { ...cards, INNGANG_CARD_PORT: '8700' }],
  ['the clients’ port', /another than INNGANG_MTLS_PORT/, { ...door, ...ends, ...cards, INNGANG_CARD_PORT: '8743' }],
  ['the login’s host', /a host of its own/, { ...cards, INNGANG_CARD_ORIGIN: 'https://other.localhost' }],
  [
    'the clients’ host',
    /a host of its own/,
    { ...door, ...ends, ...cards, INNGANG_CARD_ORIGIN: 'https://mtls.localhost' },
  ],
  ['an address without TLS', /begin with https/, { ...cards, INNGANG_CARD_ORIGIN: 'http://card.localhost' }],
  ['no certificate', /INNGANG_CARD_CERT is needed/, { ...cards, INNGANG_CARD_CERT: '', INNGANG_CARD_KEY: '' }],
  ['a proxy that anybody can be', /a header that anybody can write/, forwardedCards],
  ['a secret, and no proxy', /there is no proxy/, { ...cards, INNGANG_CARD_PROXY_SECRET: secret }],
  ['a short secret', /at least 43/, { ...forwardedCards, INNGANG_CARD_PROXY_SECRET: secret.slice(1) }],
  ['nobody who is trusted', /INNGANG_TRUST is needed/, { ...cards, INNGANG_ISSUER_PORT: '0' }],
  ['cards of nobody', /must be one or more of buypass, commfides/, { ...cards, INNGANG_CARDS: 'bankid' }],
  ['the same cards twice', /must be one or more of/, { ...cards, INNGANG_CARDS: 'buypass,buypass' }],
] as const)
  test(`the listener for cards is refused: ${what}`, () => {
    const found = faults(settings)
    assert.ok(
      found.some((one) => says.test(one)),
      found.join('\n'),
    )
  })
