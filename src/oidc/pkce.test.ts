import assert from 'node:assert/strict'
import test from 'node:test'
import { isChallenge, verifierFits } from '#oidc/pkce.ts'

// The pair of RFC 7636 appendix B, and one that ID-porten's documentation shows.
const pairs = [
  ['dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
  ['xyo94uhy3zKvgB0NJwLms86SwcjtWviEOpkBnGgaLlo', 'b7elB7ZyxIXgFyvBznKvxl7wOB-H17Pz0a3B62NIMFI'],
] as const

test('RFC 7636 known pairs fit, crossed ones do not', () => {
  for (const [verifier, challenge] of pairs) assert.ok(isChallenge(challenge) && verifierFits(verifier, challenge))
  assert.equal(verifierFits(pairs[0][0], pairs[1][1]), false)
  assert.equal(verifierFits(pairs[0][1], pairs[0][1]), false)
})

test('RFC 7636 §4.1, §4.2 lengths and characters', () => {
  for (const bad of ['', 'short', `${pairs[0][1]}=`, pairs[0][1].slice(1), `${pairs[0][1].slice(1)}+`])
    assert.equal(isChallenge(bad), false)
  assert.equal(verifierFits('short', 'RBNvo1WzZ4oRRq0W9-hkzXyzwaG0ZGXHVC4RGBfVgdk'), false)
})
