/** Requests that are nearly right: the words of the protocols in the wrong place, twice, cut short, too long, in strange characters. */
import * as fc from 'fast-check'
import { callback, secret } from '../services.ts'
import { basic, good, verifier } from '../wire.ts'
import { issuer } from '../world.ts'

/** Stands in whatever is made up, so that it is seen when an answer gives it back. */
export const marker = 'zq7fuzz'
const sharp = `${marker}<b>"'`

export interface Route {
  readonly method: string
  /** As mounted: `/login/:attempt/minid`. */
  readonly path: string
}

export interface Shot {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

const names = [
  'client_id redirect_uri response_type response_mode scope state nonce code_challenge code_challenge_method acr_values',
  'prompt max_age id_token_hint login_hint ui_locales claims_locales claims resource authorization_details onbehalfof',
  'request request_uri registration display dpop_jkt grant_type code code_verifier refresh_token client_secret',
  'client_assertion client_assertion_type token token_type_hint post_logout_redirect_uri logout_hint continue sid',
  'number password pin stamp level language pasted name page kind to since access_token __proto__ constructor toString',
  'party prefilledInput state iss',
]
  .join(' ')
  .split(' ')

const jwt = [
  'eyJhbGciOiJub25lIn0.eyJpc3MiOiJ0YXgifQ.',
  'eyJhbGciOiJFUzI1NiIsImtpZCI6InRheC0xIn0.eyJpc3MiOiJ0YXgiLCJzdWIiOiJ0YXgifQ.AAAA',
  'a.b.c',
  'a.b.c.d.e',
  '....',
]
const words = [
  ...['tax', 'health', 'spa', 'code', 'openid profile', 'S256', 'none', 'login', 'query', 'form_post.jwt', 'fragment'],
  ...['authorization_code', 'refresh_token', 'client_credentials', 'urn:idporten:', 'testid:', 'testid:13858426051_x'],
  ...['eid:minid', 'idp:minid loa:high', 'idporten-loa-high', 'loa:low Level4', '0', '-1', '1e9', '9'.repeat(400), ''],
  ...[
    '[]',
    '{}',
    '[{"type":"x"}]',
    '[{"type":"idporten:fullmakt","roles":["x"]}]',
    '[{"type":"idporten:fullmakt","altinn_rights":[{"toString":1}],"__proto__":[]}]',
    '{"id_token":{"acr":{"essential":true}}}',
    '[[[[[[[[[[',
    'null',
    '\u0000',
    '%',
    '%zz',
  ],
  ...['https://tax.example.no/callback', 'javascript:alert(1)', '//evil.no', 'http://127.0.0.1:1/', '../../etc/passwd'],
  ...['Ærlig Øystein Åse', '𐐷\ud800', '\u202e', ' '.repeat(200), 'a'.repeat(9000), "' or 1=1 --", '{"$ne":1}'],
  sharp,
  ...jwt,
]

/** Any JSON, and what breaks whoever takes it for text. */
const member = fc.oneof(
  fc.constantFrom<unknown>({ toString: 1 }, { toString: null, valueOf: null }, [], [[]], null, 0, -1, 1e300, true, ''),
  fc.constantFrom(
    'ES256',
    'RS256',
    'none',
    'JWT',
    'at+jwt',
    'dpop+jwt',
    'tax-1',
    'tax',
    issuer,
    'EC',
    'P-256',
    'RSA',
    'AQAB',
  ),
  fc.jsonValue({ maxDepth: 2 }),
)
const members = (some: string): fc.Arbitrary<Record<string, unknown>> =>
  fc.dictionary(fc.constantFrom(...some.split(' ')), member, { maxKeys: 6 })
const part = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url')
const heads: readonly object[] = [
  { alg: 'RS256', typ: 'JWT', kid: 'x' },
  { alg: 'ES256', kid: 'tax-1' },
  { alg: 'ES256', typ: 'dpop+jwt', jwk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } },
]
/** A token of the right form, nearly right in its head, of which a member or two are anything. */
const token = fc
  .tuple(
    fc.constantFrom(...heads),
    members('alg typ kid jwk x5c crit b64 cty zip'),
    fc.option(members('kty crv x y n e d alg use key_ops kid x5c')),
    members('iss sub aud exp iat nbf jti nonce htm htu ath client_id scope cnf auth_time pid acr events sid'),
  )
  .map(([head, odd, jwk, body]) => {
    const spoilt = Object.fromEntries(Object.entries(odd).slice(0, 2))
    return `${part({ ...head, ...spoilt, ...(jwk === null ? {} : { jwk }) })}.${part(body)}.${part('signature')}`
  })

/** An encrypted token of the right form: its key, its vector and its mark are of any length. */
const sealed = fc
  .tuple(
    fc.constantFrom('RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A256KW', 'dir', 'PBES2-HS256+A128KW'),
    fc.constantFrom('A256GCM', 'A128CBC-HS256', 'none'),
    members('kid cty zip crit p2c p2s apu apv'),
    fc.option(members('kty crv x y n e d')),
    fc.array(fc.constantFrom('', 'AAAA', 'A'.repeat(16), 'A'.repeat(22), 'A'.repeat(342)), {
      minLength: 4,
      maxLength: 4,
    }),
  )
  .map(([alg, enc, odd, epk, parts]) =>
    [part({ alg, enc, ...(epk === null ? {} : { epk: { kty: 'EC', crv: 'P-256', ...epk } }), ...odd }), ...parts].join(
      '.',
    ),
  )

const value = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: token },
  { weight: 1, arbitrary: sealed },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => marker + text) },
)

const fields = (of: object): [string, string][] => Object.entries(of) as [string, string][]
const library = { client_id: 'library', client_secret: secret }
/** What every rule lets through, to be spoilt by what is added: else all garbage ends at the first rule. */
const nearlyRight: readonly [string, string][][] = [
  fields(good('tax')),
  fields({ ...good('library'), ...library }),
  fields({ ...library, grant_type: 'authorization_code', redirect_uri: callback('library'), code_verifier: verifier }),
  fields({ ...library, grant_type: 'refresh_token', refresh_token: `${'a'.repeat(22)}.${'b'.repeat(43)}` }),
  fields({ ...library, token: `${'a'.repeat(22)}.${'b'.repeat(43)}` }),
]

const withToken = fc.tuple(
  fc.constantFrom('id_token_hint', 'client_assertion', 'request', 'token'),
  fc.oneof(token, sealed),
)
const pairs = fc
  .tuple(fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 8 }), fc.option(withToken, { freq: 4 }))
  .chain(([made, last]) =>
    fc.constantFrom(...[[], ...nearlyRight].map((base) => [...base, ...made, ...(last === null ? [] : [last])])),
  )

/** Not every text can be encoded: a lone surrogate becomes what a browser makes of it. */
const urlencoded = (made: readonly (readonly [string, string])[]): string =>
  new URLSearchParams(made.map(([name, text]) => [name, text.toWellFormed()])).toString()

const query = fc.oneof(
  pairs.map(urlencoded),
  fc.constantFrom('', '?', '&&&=', '%', 'client_id=%zz', 'client_id[]=tax', `${'a=1&'.repeat(3000)}b=2`),
)

const json = fc.oneof(
  pairs.map((made) => JSON.stringify(Object.fromEntries(made))),
  fc.constantFrom(
    ...['{', '[]', 'null', '"x"', '{"__proto__":{"a":1}}', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`,
  ),
  members(
    'flow requestedAttributes callbackUrls allowedProviders requestedLoa language encryptionPublicKey tags prefilledInput',
  ).map((made) => JSON.stringify(made)),
)

const content = fc.oneof(
  { weight: 5, arbitrary: query.map((body) => ({ body, type: 'application/x-www-form-urlencoded' })) },
  { weight: 2, arbitrary: json.map((body) => ({ body, type: 'application/json' })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { body: sharp, type: 'text/plain' },
      {
        body: `--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n${sharp}\r\n--x--`,
        type: 'multipart/form-data; boundary=x',
      },
      { body: 'a=1', type: ';;;' },
    ),
  },
)

/** What a header may hold at all. */
const knownHeader = fc.constantFrom(
  ...[
    'Basic',
    'Basic %%%',
    basic('health', secret)['authorization'] ?? '',
    'Bearer',
    `Bearer ${jwt[1]}`,
    'DPoP a.b.c',
    'Negotiate x',
    marker,
  ],
  ...['s=1', 's=1; s=2', '__Host-s=x', `a-x=${'1.'.repeat(40)}`, 'a=b; ; =; %=%', `${marker}=1`],
  ...[
    'nb;q=x,se',
    '*',
    'a'.repeat(3000),
    issuer,
    'null',
    'https://evil.no',
    'cross-site',
    'application/json',
    jwt[1] ?? '',
  ],
)
const headerValue = fc.oneof({ weight: 4, arbitrary: knownHeader }, { weight: 1, arbitrary: token })
const shown = fc.tuple(fc.constantFrom('Bearer', 'DPoP'), token).map((both) => both.join(' '))
const anyHeaders = fc.dictionary(
  fc.constantFrom(
    ...['authorization', 'cookie', 'dpop', 'origin', 'referer', 'accept', 'accept-language', 'sec-fetch-site'],
    ...['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'client-cert', 'range', 'if-none-match', 'user-agent'],
  ),
  headerValue,
  { maxKeys: 4 },
)
const headers = fc
  .tuple(anyHeaders, fc.option(shown, { freq: 3 }))
  .map(([some, authorization]) => (authorization === null ? some : { ...some, authorization }))

const segment = fc.constantFrom('x', 'att_aaaaaaaaaaaaaaaaaaaaaa', '0', '-1', '%00', '..', marker, 'a'.repeat(500))

/** A login that has begun: its id for the path, and the cookies of the browser that began it. */
export interface Live {
  readonly attempt: string
  readonly cookie: string
  /** A machine's token for our own APIs. */
  readonly bearer: string
}

/** A request for one of the routes; half of those within a login come from the browser that began it. */
export const shots = (routes: readonly Route[], live: Live): fc.Arbitrary<Shot> =>
  fc
    .record({
      route: fc.constantFrom(...routes),
      method: fc.option(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'), { freq: 6 }),
      segment,
      inside: fc.boolean(),
      query,
      headers,
      content,
    })
    .map(({ route, method, segment: made, query: asked, headers: others, content: { body, type }, inside }) => {
      const filling = inside ? live.attempt : made
      const own = route.path.startsWith('/auth/rest') ? { authorization: `Bearer ${live.bearer}` } : {}
      const sent = inside ? { ...others, ...own, cookie: live.cookie, origin: issuer } : others
      const verb = method ?? (route.method === 'ALL' ? 'GET' : route.method)
      const withBody = !['GET', 'HEAD', 'OPTIONS'].includes(verb)
      const path = route.path.replaceAll(/:\w+(?:\{[^}]*\})?/g, filling).replaceAll('*', filling)
      return {
        method: verb,
        path: asked === '' || withBody ? path : `${path}?${asked}`,
        headers: withBody ? { ...sent, 'content-type': type } : sent,
        body: withBody ? body : undefined,
      }
    })
