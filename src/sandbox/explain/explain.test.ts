/** What is said of requests, tokens and codes: the fault that matters first, and how to mend it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { signJws } from '#keys/jws.ts'
import { callback, house, houseRsa, issuer, start } from '#oidc/test-clients.ts'
import { good } from '#oidc/test-requests.ts'
import { explain } from '#sandbox/explain/explain.ts'
import { explainDeps } from '#sandbox/explain/test-deps.ts'

const address = (over: Record<string, string> = {}, from = issuer): string =>
  `${from}/authorize?${new URLSearchParams({ ...good('post'), ...over })}`
const without = (name: string): string => address().replace(new RegExp(`([?&])${name}=[^&]*&?`), '$1')

const requests: readonly (readonly [string, string, RegExp, RegExp?])[] = [
  ['nothing wrong', address(), /Every rule holds/],
  ['a client that is not known', address({ client_id: 'pots' }), /client_id is not known/, /Did you mean post\?/],
  ['no client', without('client_id'), /client_id is missing/],
  ['a slash too many', address({ redirect_uri: `${callback}/` }), /redirect_uri is none/, /a slash at the end/],
  [
    'another scheme',
    address({ redirect_uri: callback.replace('https', 'http') }),
    /redirect_uri is none/,
    /http and https/,
  ],
  ['another address', address({ redirect_uri: 'https://evil.no/' }), /redirect_uri is none/, /letter by letter/],
  ['no PKCE', without('code_challenge'), /code_challenge/],
  [
    'a scope that is not registered',
    address({ scope: 'openid acme:things' }),
    /scope is not registered/,
    /registered scopes/,
  ],
  ['a level of elsewhere', address({ acr_values: 'loa3' }), /acr_values/, /acr_values_supported/],
  [
    'a secret in the address',
    address({ client_secret: 'hemmelig' }),
    /client_secret stands in an address/,
    /make a new one/,
  ],
  ['another gateway', address({}, 'https://idporten.example.no'), /not to this gateway/],
]

for (const [what, text, says, mend] of requests) {
  test(`a request with ${what} is explained`, () => {
    const { findings } = explain(explainDeps, text)
    const found = findings.find((one) => says.test(one.says))
    assert.ok(found, JSON.stringify(findings))
    assert.equal(found.good, what === 'nothing wrong')
    if (mend !== undefined) assert.match(found.mend ?? '', mend)
  })
}

test('what was registered stands beside what was asked, and no secret is shown again', () => {
  const { parts } = explain(explainDeps, address({ client_secret: 'hemmelig', id_token_hint: 'a.b.c' }))
  assert.equal(parts.find(({ name }) => name === 'registered: redirect_uris')?.value, callback)
  assert.doesNotMatch(JSON.stringify(parts), /hemmelig|a\.b\.c/)
})

const seconds = start / 1000
const signer = { kid: 'es', algorithm: 'ES256', privateKey: house.privateKey } as const
const token = signJws(signer, { iss: issuer, aud: 'post', sub: 's', acr: 'loa:high', iat: seconds, exp: seconds + 120 })

const tokens: readonly (readonly [string, string, RegExp])[] = [
  ['of ours', token, /signature holds/],
  ['after Bearer', `Bearer ${token}`, /valid for 120 seconds/],
  ['changed on its way', `${token.slice(0, -8)}AAAAAAAA`, /signature does not hold/],
  [
    'by another key',
    signJws({ kid: 'elsewhere', algorithm: 'RS256', privateKey: houseRsa.privateKey }, { iss: issuer }),
    /signed by somebody else/,
  ],
  ['that is over', signJws(signer, { iss: issuer, exp: seconds - 5 }), /expired 5 seconds ago/],
  ['of the future', signJws(signer, { iss: issuer, iat: seconds + 60 }), /made in the future/],
  ['of another issuer', signJws(signer, { iss: 'https://elsewhere.no' }), /iss is not this gateway/],
  ['that is a code', `${'a'.repeat(22)}.${'b'.repeat(22)}`, /exchanged once/],
  ['by reference', `${'a'.repeat(22)}.${'b'.repeat(43)}`, /introspection/],
]

for (const [what, text, says] of tokens) {
  test(`a token ${what} is explained`, () => {
    const { findings } = explain(explainDeps, text)
    assert.ok(
      findings.some((one) => says.test(one.says)),
      JSON.stringify(findings),
    )
  })
}

test('each claim has its meaning', () => {
  const { heading, parts } = explain(explainDeps, token)
  assert.match(heading, /an ID token/)
  assert.match(parts.find(({ name }) => name === 'acr')?.means ?? '', /level/)
  assert.match(parts.find(({ name }) => name === 'exp')?.value ?? '', /2026-11-21T12:02:00/)
})

test('a code, a reference, and an address with an error in it are explained from docs/errors.md', () => {
  for (const text of ['invalid_grant', 'IN-04', 'in-04 · A7K2-9QWX', `${callback}?error=login_required&state=1`]) {
    const { heading, parts } = explain(explainDeps, text)
    assert.match(heading, /The code/, text)
    assert.ok(parts.length > 1, text)
  }
})

test('what nobody knows is said to be that', () => {
  for (const text of ['', 'hello', 'a.b.c', 'x'.repeat(30_000), 'https://example.no/'])
    assert.match(explain(explainDeps, text).heading, /Nothing that is known/)
})
