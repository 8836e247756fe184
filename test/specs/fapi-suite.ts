/** What the modules of the FAPI 2 plans do, for the files that hold them: push, come back, redeem, ask the resource. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { ath, proof, proofKey } from '#oidc/test-proofs.ts'
import { landed } from '../browser.ts'
import { callback, owners } from '../services.ts'
import { authorize, fetchOf, type Fields, good, hint, type Reply, send, verifier } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { fapi, type FapiAlgorithm, fapiAssertion } from './fapi-client.ts'

export const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const services = [
  fapi,
  {
    ...fapi,
    client_id: 'fapi-two',
    redirect_uris: [callback('fapi-two')],
    jwks: { keys: [{ ...other.publicKey.export({ format: 'jwk' }), kid: 'rsa' }] },
  },
  { ...fapi, client_id: 'fapi-jar', redirect_uris: [callback('fapi-jar')], require_signed_request_object: true },
]
export const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export function fapiSuite(file: string) {
  let world: World
  worldForAll(file, [...owners, { org_number: '974761076', name: 'Finanstilsynet (prøve)', services }], (opened) => {
    world = opened
    world.clock.advance(20_000)
  })

  const now = (): number => Math.floor(world.clock.now() / 1000)
  const assertion = (claims: object = {}, alg: FapiAlgorithm = 'PS256', clientId = 'fapi'): Fields =>
    fapiAssertion(now(), claims, alg, clientId)
  /** The second client's, with its own key or that of the first. */
  function ofTwo(key = other.privateKey): Fields {
    const claims = {
      iss: 'fapi-two',
      sub: 'fapi-two',
      aud: issuer,
      iat: now(),
      exp: now() + 60,
      jti: crypto.randomUUID(),
    }
    const input = `${part({ alg: 'PS256', kid: 'rsa' })}.${part(claims)}`
    const signature = sign('sha256', Buffer.from(input), { key, padding: 6, saltLength: 32 }).toString('base64url')
    return { ...assertion({}, 'PS256', 'fapi-two'), client_assertion: `${input}.${signature}` }
  }
  const proofAt = (path: string, over: Partial<Parameters<typeof proof>[0]> = {}): string =>
    proof({ at: world.clock.now(), htu: issuer + path, key: proofKey, ...over })

  /** As the suite pushes: everything but what a page needs. */
  const push = (over: Fields = {}, as: Fields = assertion(), headers: Record<string, string> = {}): Promise<Reply> =>
    send(world, '/par', { ...good('fapi', { login_hint: hint(world) }), ...as, ...over }, headers)
  const uriOf = async (over: Fields = {}, headers?: Record<string, string>): Promise<string> => {
    const { status, json, text } = await push(over, assertion(), headers)
    assert.equal(status, 201, text)
    assert.ok(Number(json['expires_in']) < 600)
    return String(json['request_uri'])
  }
  const go = (request_uri: string, over: Fields = {}) => authorize(world, { client_id: 'fapi', request_uri, ...over })
  const answerTo = async (over: Fields = {}, headers?: Record<string, string>): Promise<URLSearchParams> =>
    landed(await go(await uriOf(over, headers))).searchParams
  const codeFor = async (over: Fields = {}, headers?: Record<string, string>): Promise<string> =>
    (await answerTo(over, headers)).get('code') ?? ''
  const redeem = (
    code: string,
    over: Fields = {},
    dpop: string | undefined = proofAt('/token'),
    as = assertion(),
  ): Promise<Reply> =>
    send(
      world,
      '/token',
      {
        grant_type: 'authorization_code',
        code,
        redirect_uri: callback('fapi'),
        code_verifier: verifier,
        ...as,
        ...over,
      },
      dpop === '' ? {} : { dpop },
    )
  const tokensFor = async (over: Fields = {}): Promise<Reply> => {
    const reply = await redeem(await codeFor(over))
    assert.equal(reply.status, 200, reply.text)
    return reply
  }
  const resource = (token: string, dpop: string | undefined, scheme = 'DPoP'): Promise<Reply> =>
    fetchOf(world, '/userinfo', { authorization: `${scheme} ${token}`, ...(dpop === undefined ? {} : { dpop }) })
  const shown = (token: string, over: Partial<Parameters<typeof proof>[0]> = {}): string =>
    proofAt('/userinfo', { htm: 'GET', ...over, claims: { ath: ath(token), ...over.claims } })
  return {
    world: (): World => world,
    now,
    assertion,
    ofTwo,
    proofAt,
    push,
    uriOf,
    go,
    answerTo,
    codeFor,
    redeem,
    tokensFor,
    resource,
    shown,
  }
}
