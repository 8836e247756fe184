/** Wycheproof's JSON Web vectors through our own judging of keys and reading of signatures, and what is encrypted through ours and jose's. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { compactDecrypt, compactVerify, errors, importJWK, type JWK } from 'jose'
import { encryptJwe, jweEncryptions } from '#keys/jwe.ts'
import { algorithmsOf, isBase64url, openJws } from '#keys/jws.ts'
import { readEncryptionKey, readSignatureKey, type SignatureKey, type WrittenKey } from '#keys/public-jwk.ts'

type Written = WrittenKey & { readonly keys?: readonly WrittenKey[] }
interface Vector {
  readonly tcId: number
  readonly comment: string
  readonly result: 'valid' | 'invalid'
  readonly jws?: string
  readonly jwe?: string
  readonly pt?: string
}
interface Group {
  readonly comment: string
  readonly public?: Written
  readonly private: Written
  readonly tests: readonly Vector[]
}

function groupsOf(name: 'signature' | 'key' | 'crypto' | 'encryption'): readonly Group[] {
  const file = new URL(`../../test/vectors/wycheproof/json_web_${name}_test.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly testGroups: readonly Group[] }).testGroups
}

const ofSignatures = (group: Group): boolean => group.tests.every(({ jws }) => jws !== undefined)
/** A client shows the public half; symmetric keys have none. */
const shown = (group: Group): readonly WrittenKey[] => {
  const written = group.public ?? group.private
  return written.keys ?? [written]
}

/** What is valid for Wycheproof and not here, by file and number, with the reason. */
const notHere: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  signature: {
    'HMAC: nobody shares a key with us': [1, 348, 352, 357, 358, 359, 372, 373, 376, 377],
    'RFC 7520 figure 20 is PS384 under a key that says PS256': [346, 350],
    'RFC 7520 figure 27 has a key that says ES521, which is no algorithm': [347, 351],
  },
  key: { 'HMAC: nobody shares a key with us': [2, 13, 14, 15] },
  encryption: { 'A192GCM and A192CBC-HS384: nobody uses them': [53, 56, 77, 80, 83, 86, 89, 92] },
  crypto: { 'HMAC: nobody shares a key with us': [1, 48] },
}

const excused = (file: string): ReadonlySet<number> => new Set(Object.values(notHere[file] ?? {}).flat())

function open(jws: string, keys: readonly SignatureKey[]): Buffer | undefined {
  return openJws(jws, ({ kid, alg }) => {
    // Some of the vectors name no key where there is only one.
    const found = keys.find((key) => key.kid === kid) ?? (kid === undefined ? keys[0] : undefined)
    if (found === undefined) return undefined
    const algorithm = found.algorithm ?? algorithmsOf(found.key).find((one) => one === alg)
    return algorithm && { key: found.key, algorithm }
  })?.payload
}

for (const file of ['signature', 'key', 'crypto'] as const) {
  test(`Wycheproof's verdicts on json_web_${file} are ours`, () => {
    const excluded = excused(file)
    const told: number[] = []
    for (const group of groupsOf(file).filter(ofSignatures)) {
      const keys = shown(group).flatMap((jwk) => {
        const key = readSignatureKey(jwk)
        return typeof key === 'string' ? [] : [key]
      })
      for (const { tcId, comment, result, jws = '' } of group.tests) {
        const opened = typeof jws === 'string' && open(jws, keys) !== undefined
        if (excluded.has(tcId)) {
          told.push(tcId)
          assert.equal(`${opened} ${result}`, 'false valid', `${tcId} is excused for no reason`)
        } else assert.equal(opened, result === 'valid', `${group.comment} ${tcId} ${comment}`)
      }
    }
    assert.deepEqual(new Set(told), excluded)
  })
}

test("what we open of Wycheproof's, jose opens too and reads the same", async () => {
  let seen = 0
  for (const group of groupsOf('signature').filter(ofSignatures)) {
    const [jwk] = shown(group)
    const key = jwk && readSignatureKey(jwk)
    if (key === undefined || typeof key === 'string') continue
    for (const { tcId, jws = '' } of group.tests) {
      const opened = open(jws, [key])
      if (opened === undefined) continue
      seen += 1
      assert.deepEqual(opened, Buffer.from((await compactVerify(jws, key.key)).payload), String(tcId))
    }
  }
  assert.ok(seen > 30)
})

/** The same token as the valid 357; and a `?` within, which the verdict passes over and RFC 7515 §2 does not. */
const oddBase64 = [367, 370, 372, 373]

test("Wycheproof's verdicts on base64url are ours, although the keys are symmetric there", () => {
  const group = groupsOf('signature').find(({ comment }) => comment === 'base64')
  for (const { tcId, comment, result, jws = '' } of group?.tests ?? []) {
    const strict = jws.split('.').every(isBase64url)
    assert.equal(strict === (result === 'valid'), !oddBase64.includes(tcId), `${tcId} ${comment}`)
  }
  assert.equal(group?.tests.length, 21)
})

test('every symmetric key of the vectors is refused, and every weak or misnamed one', () => {
  const faults = new Set<string>()
  for (const group of [...groupsOf('signature'), ...groupsOf('key')]) {
    for (const jwk of shown(group)) {
      const read = readSignatureKey(jwk)
      if (jwk['kty'] === 'oct') assert.equal(typeof read, 'string')
      else if (typeof read === 'string') faults.add(read)
    }
  }
  for (const fault of [
    /2048 to 4096 bits; it has 1024/,
    /sane public exponent/,
    /ROCA/,
    /alg ES521, which does not go/,
    /alg ES224, which does not go/,
    /must say use sig/,
    /key_ops that do not go/,
    /is no public key/,
    /x of exactly 48 bytes; it has 32/,
    /must have n in base64url/,
  ]) {
    assert.ok(
      [...faults].some((says) => fault.test(says)),
      String(fault),
    )
  }
})

/** What we never encrypt with: its keys are refused at registration, so its tokens cannot come to be. */
const neverEncrypted = /^(RSA1_5|ECDH-ES\+A192KW|A\d+(GCM)?KW|A\d+GCM|dir|PBES2.*)$/
for (const file of ['encryption', 'crypto'] as const) {
  test(`json_web_${file}: what is encrypted for these keys, and what their owners can open`, async () => {
    const unwritten = excused(file)
    let written = 0
    for (const group of groupsOf(file).filter((one) => !ofSignatures(one))) {
      const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...jwk } = group.private
      const key = readEncryptionKey({ ...jwk, use: 'enc' })
      if (typeof key === 'string') {
        assert.match(String(jwk['alg']), neverEncrypted, key)
        continue
      }
      const owner = await importJWK(group.private as JWK, key.algorithm)
      const alg = key.algorithm
      assert.ok(alg !== undefined)
      const read = async (jwe: string): Promise<string | undefined> => {
        try {
          const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [...jweEncryptions] }
          return Buffer.from((await compactDecrypt(jwe, owner, options)).plaintext).toString('hex')
        } catch (error) {
          assert.ok(error instanceof errors.JOSEError)
          return undefined
        }
      }
      for (const { tcId, comment, result, jwe = '', pt } of group.tests) {
        const opened = await read(jwe)
        const wanted = result === 'valid' && !unwritten.has(tcId)
        assert.equal(opened !== undefined, wanted, `${group.comment} ${tcId} ${comment}`)
        if (opened !== undefined && pt !== undefined) assert.equal(opened, pt)
      }
      for (const enc of jweEncryptions) {
        const made = await encryptJwe({ key: key.key, alg, enc, kid: key.kid, cty: undefined }, 'æ')
        assert.equal(await read(made), Buffer.from('æ').toString('hex'))
        written += 1
      }
    }
    assert.ok(written > 0)
  })
}
