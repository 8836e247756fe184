import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The target's signing key as a private JWK, made once per algorithm and kept in results/ (ignored by git). */
export function signingJwk(alg, bits = 2048) {
  const file = resolve(process.env.KEY_DIR ?? resolve(import.meta.dirname, '../results'), `op-${alg}-${bits}.json`)
  if (!existsSync(file)) {
    const { privateKey } =
      alg === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: bits })
        : alg === 'ES256'
          ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
          : generateKeyPairSync('ed25519')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify({ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg, kid: `op-${alg}` }))
  }
  return JSON.parse(readFileSync(file, 'utf8'))
}
