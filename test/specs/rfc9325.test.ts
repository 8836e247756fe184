/** RFC 9325 (BCP 195), as the FAPI 2.0 Security Profile §5.2 asks for it: what our own listeners speak, with certificates and without. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect, type ConnectionOptions } from 'node:tls'
import { generateKeyPairSync } from 'node:crypto'
import { type Listening, serve } from '#http/serve.ts'
import { makeCertificate } from '#keys/test-issuer.ts'

const pairs = {
  ECDSA: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}
const recommended = (kind: string): readonly string[] => [
  `ECDHE-${kind}-AES128-GCM-SHA256`,
  `ECDHE-${kind}-AES256-GCM-SHA384`,
]

async function listening(kind: keyof typeof pairs, asks: boolean): Promise<Listening> {
  const { cert, key } = makeCertificate({ subject: [['CN', 'localhost']], pair: pairs[kind] })
  const clients = asks ? { clients: { issuers: undefined, must: false } } : {}
  return serve({ fetch: () => new Response('') }, { port: 0, host: '127.0.0.1', tls: { cert, key, ...clients } })
}

/** What was agreed on; undefined: nothing. */
const agreed = (port: number, offer: ConnectionOptions): Promise<readonly [string | null, string] | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...offer }, () => {
      resolve([socket.getProtocol(), socket.getCipher().name])
      socket.destroy()
    })
    socket.once('error', () => resolve(undefined))
  })

for (const kind of ['ECDSA', 'RSA'] as const) {
  for (const asks of [false, true]) {
    test(`RFC 9325 §3.1.1, §4.2 ${kind}, ${asks ? 'asking for certificates' : 'plainly'}: TLS 1.3 first, 1.2 with the ciphers that are recommended, nothing else`, async (t) => {
      const server = await listening(kind, asks)
      t.after(() => server.close(1))
      assert.equal((await agreed(server.port, {}))?.[0], 'TLSv1.3')
      for (const cipher of recommended(kind))
        assert.deepEqual(await agreed(server.port, { maxVersion: 'TLSv1.2', ciphers: cipher }), ['TLSv1.2', cipher])
      const others = ['ALL', 'COMPLEMENTOFALL', ...recommended(kind).map((one) => `!${one}`), '@SECLEVEL=0'].join(':')
      assert.equal(await agreed(server.port, { maxVersion: 'TLSv1.2', ciphers: others }), undefined)
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const
      assert.equal(await agreed(server.port, old), undefined)
    })
  }
}
