/** A token taken apart: is it ours, does it still count, what does each part say. */
import { isBase64url, type JwsPayload, verifyJws } from '#keys/jws.ts'
import type { SigningKeys } from '#keys/keys.ts'
import { clientFindings, headings, madeBy } from '#sandbox/explain/client-token.ts'
import { bad, type Explained, type Finding, good, ordered, type Part } from '#sandbox/explain/explained.ts'
import type { ClientDeps } from '#sandbox/explain/found-client.ts'

export interface TokenDeps extends ClientDeps {
  readonly keys: Pick<SigningKeys, 'verifier'>
}

export function explainToken(deps: TokenDeps, text: string): Explained | undefined {
  const parts = text.split('.')
  if (parts.length === 5 && parts.every(isBase64url)) return encrypted
  if (parts.length === 2 && /^[\w-]{22}\.[\w-]{22}$/.test(text)) return authorizationCode
  if (parts.length === 2 && /^[\w-]{22}\.[\w-]{43}$/.test(text)) return handle
  const [header, payload] = parts.slice(0, 2).map(objectIn)
  if (parts.length !== 3 || header === undefined || payload === undefined) return undefined
  const made = madeBy(deps, header['typ'], payload)
  const kind = made === undefined ? kindOf(header, payload) : headings[made]
  const ours = () => [signature(deps, text, header), ...times(deps, payload, kind), ...issuerOf(deps, payload)]
  return {
    heading: `A signed token: ${kind}`,
    findings: ordered(made === undefined ? ours() : clientFindings(deps, text, payload, made)),
    parts: [...entries(header, headerMeanings, 'header'), ...entries(payload, claimMeanings, 'claim')],
  }
}

const encrypted: Explained = {
  heading: 'An encrypted token',
  findings: [good('It is encrypted to the client that asked for it: only that client’s key opens it.')],
  parts: [],
}
export const authorizationCode: Explained = {
  heading: 'An authorization code',
  findings: [
    good(
      'It stands for one login and is exchanged once, at the token endpoint, within a minute, by the client it was sent to.',
    ),
    bad(
      'A second use is refused and revokes what the first one gave.',
      'Exchange it at once, in one place, and never keep it in a log.',
    ),
  ],
  parts: [],
}
const handle: Explained = {
  heading: 'A token by reference',
  findings: [
    good('A refresh token, or an access token of a scope whose tokens are opaque. Nothing can be read from it.'),
    good('An access token of this form is asked about at the introspection endpoint, by the API it is meant for.'),
  ],
  parts: [],
}

function objectIn(part: string): JwsPayload | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JwsPayload) : undefined
  } catch {
    // No token: the caller says what else it may be.
    return undefined
  }
}

function kindOf(header: JwsPayload, payload: JwsPayload): string {
  const { typ } = header
  if (typ === 'logout+jwt') return 'a logout token'
  if (typ === 'token-introspection+jwt') return 'an answer to an introspection'
  if (typ === 'at+jwt' || 'client_id' in payload) return 'an access token'
  if ('code' in payload || 'error' in payload) return 'an answer to an authorization request (JARM)'
  if (!('exp' in payload) && 'sub' in payload) return 'an answer of userinfo'
  return 'an ID token'
}

function signature({ keys }: TokenDeps, text: string, { kid, alg }: JwsPayload): Finding {
  const known = typeof kid === 'string' ? keys.verifier(kid) : undefined
  if (known === undefined)
    return bad(
      'The key it names (kid) is none of this gateway’s, so it was signed by somebody else or its key is long gone.',
      'Compare kid with the addresses under jwks_uri of the right environment.',
    )
  const held = verifyJws(text, () => ({ key: known.publicKey, algorithm: known.algorithm })) !== undefined
  if (held) return good(`Its signature holds, with this gateway’s key and the algorithm ${known.algorithm}.`)
  return bad(
    `Its signature does not hold (alg says ${String(alg)}, the key is for ${known.algorithm}): something in it was changed.`,
    'Copy the token whole, without line breaks. If it came so from the wire, refuse it.',
  )
}

function times({ clock }: TokenDeps, { exp, nbf, iat }: JwsPayload, kind: string): readonly Finding[] {
  const seconds = Math.floor(clock.now() / 1000)
  const findings: Finding[] = []
  if (typeof exp === 'number')
    findings.push(
      exp > seconds
        ? good(`It is valid for ${exp - seconds} seconds more.`)
        : bad(
            `It expired ${seconds - exp} seconds ago.`,
            kind === 'an ID token'
              ? 'ID tokens live two minutes: they are read once, when they come.'
              : 'It is good for a few minutes, from when it was made.',
          ),
    )
  if (typeof nbf === 'number' && nbf > seconds)
    findings.push(bad(`It is not valid for another ${nbf - seconds} seconds.`))
  if (typeof iat === 'number' && iat > seconds + 10)
    findings.push(bad('It was made in the future.', 'Set the clock of the machine that made it.'))
  return findings
}

const issuerOf = ({ issuer }: TokenDeps, { iss }: JwsPayload): readonly Finding[] =>
  iss === undefined || iss === issuer ? [] : [bad(`Its iss is not this gateway’s, which is ${issuer}.`)]

const timeNames = new Set(['exp', 'iat', 'nbf', 'auth_time'])

function entries(object: JwsPayload, meanings: ReadonlyMap<string, string>, kind: string): readonly Part[] {
  return Object.entries(object).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value) + readable(name, value),
    means: meanings.get(name) ?? `A ${kind} that this gateway has no words for.`,
  }))
}

const readable = (name: string, value: unknown): string =>
  timeNames.has(name) && typeof value === 'number' ? ` (${new Date(value * 1000).toISOString()})` : ''

const headerMeanings: ReadonlyMap<string, string> = new Map([
  ['alg', 'How it is signed. Must be the one you registered; never let the token decide.'],
  ['kid', 'Which key of jwks_uri it was signed with.'],
  ['typ', 'What kind of token it is.'],
  ['x5c', 'The certificate of the key.'],
  ['jwk', 'The public key of the client that made the proof.'],
])

const claimMeanings: ReadonlyMap<string, string> = new Map([
  ['iss', 'Who issued it. Compare character by character with the issuer you are configured for.'],
  ['aud', 'For whom it is. In an ID token that is your client_id; refuse any other.'],
  ['sub', 'The person, under a name that only your client gets. The same at each login.'],
  ['pid', 'The person’s national identity number or D number.'],
  ['acr', 'The level the login reached. Check that it is the one you need, or higher.'],
  ['amr', 'Which eID was used. To be looked at, not to be decided by.'],
  ['auth_time', 'When the person proved themself; earlier than iat when single sign-on answered.'],
  ['iat', 'When it was made.'],
  ['exp', 'From then on it does not count.'],
  ['nbf', 'Until then it does not count.'],
  ['jti', 'Its own name, never used twice.'],
  ['nonce', 'What you sent with the request. Compare, or somebody may hand you another login’s token.'],
  ['sid', 'The session, for logout by the front or back channel.'],
  ['locale', 'The language the person used.'],
  ['given_name', 'Given name, where the eID tells it and profile was asked for.'],
  ['family_name', 'Family name, where the eID tells it and profile was asked for.'],
  ['name', 'The name, where the eID tells it and profile was asked for.'],
  ['nin', 'The person’s national identity number or D number.'],
  ['nin_type', 'BIRTH or D_NUMBER.'],
  ['nin_issuing_country', 'Always NO.'],
  ['idp', 'Always idporten, which stands for all eIDs of the gateway; amr says which one it was.'],
  ['organisation', 'The organisation that logged in, where no person did.'],
  ['client_onbehalfof', 'The customer for whom the supplier’s client asked.'],
  ['aud_onbehalfof', 'The same, by the other name that ID-porten has for it.'],
  ['client_id', 'The client it was issued to.'],
  ['client_amr', 'How that client proved who it is.'],
  ['scope', 'What it may be used for.'],
  ['consumer', 'The organisation behind the client; for a supplier its customer.'],
  ['supplier', 'The organisation that acts for the consumer.'],
  ['delegation_source', 'Where the consumer handed on the scope.'],
  ['token_type', 'How it is shown to an API.'],
  ['code', 'The authorization code, to be exchanged once.'],
  ['state', 'What you sent with the request: compare it.'],
  ['error', 'Why there is no code.'],
  ['error_description', 'The same in a sentence, for developers.'],
  ['permissions', 'The powers of attorney that were used.'],
  ['cnf', 'The key its bearer must prove to hold (DPoP or a certificate).'],
  ['events', 'That this is a logout token.'],
  ['authorization_details', 'The rights that were granted in detail (RFC 9396).'],
  ['azp', 'The client it was issued to.'],
  ['htm', 'The method of the request that the proof is for.'],
  ['htu', 'The address of the request that the proof is for.'],
  ['ath', 'The hash of the access token that the proof goes with.'],
])
