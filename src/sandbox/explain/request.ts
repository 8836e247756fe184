/** An authorization request held against what its client has registered: every rule it breaks, each parameter's meaning. */
import { type JwsPayload, unverifiedPayload } from '#keys/jws.ts'
import type { Client } from '#oidc/client.ts'
import type { Fault } from '#oidc/errors.ts'
import { type ReadDeps, readRequest } from '#oidc/authorize/request.ts'
import { mayUse, notRegisteredFor, parametersOf as parametersIn } from '#oidc/authorize/request-object.ts'
import { rules } from '#oidc/authorize/rules.ts'
import { mustPush } from '#oidc/profiles.ts'
import { isRegistered } from '#oidc/redirect-uri.ts'
import { listOf, readSent, type Sent } from '#oidc/sent.ts'
import { clientFindings } from '#sandbox/explain/client-token.ts'
import { mendOf } from '#sandbox/explain/codes.ts'
import { bad, type Explained, type Finding, good, ordered, type Part } from '#sandbox/explain/explained.ts'
import { type ClientDeps, unknownClient } from '#sandbox/explain/found-client.ts'

export type RequestDeps = ReadDeps & ClientDeps

/** Of an address, what stands behind the question mark; of anything else, all of it. */
export function explainRequest(deps: RequestDeps, text: string): Explained | undefined {
  const url = URL.parse(text)
  const query = url?.search.slice(1) ?? text
  if (!/(?:^|[?&])(?:client_id|response_type|redirect_uri|request_uri)=/.test(url === null ? `&${text}` : url.search))
    return undefined
  const sent = readSent(query)
  const client = deps.clients.find(sent.values.get('client_id') ?? '')
  const elsewhere = url === null || url.origin === new URL(deps.issuer).origin ? [] : [notHere(url, deps.issuer)]
  return {
    heading: 'An authorization request',
    findings: ordered([...elsewhere, ...secrets(sent), ...faults(deps, sent)]),
    parts: [...parametersOf(sent), ...(client === undefined ? [] : registered(client))],
  }
}

const notHere = (url: URL, issuer: string): Finding =>
  bad(`It goes to ${url.origin}, not to this gateway (${new URL(issuer).origin}).`)

const secretNames = ['client_secret', 'client_assertion', 'code', 'refresh_token', 'code_verifier', 'access_token']

const secrets = (sent: Sent): readonly Finding[] =>
  secretNames
    .filter((name) => sent.values.has(name))
    .map((name) =>
      bad(
        `${name} stands in an address, where logs and browsers keep it: it is no secret any more.`,
        'Take it out of the address, and make a new one.',
      ),
    )

function faults(deps: RequestDeps, sent: Sent): readonly Finding[] {
  const given = sent.values.get('client_id')
  const client = deps.clients.find(given ?? '')
  const known = client === undefined ? [unknownClient(deps, given)] : []
  if (sent.values.has('request_uri'))
    return [
      good('The request was pushed: what is in it was checked when it came to /par, and stands for two minutes.'),
      ...known,
    ]
  if (client === undefined) return known
  if (!client.grantTypes.includes('authorization_code'))
    return [bad(`The grant authorization_code is not registered for ${client.id} (unauthorized_client).`)]
  const found = ofObject(deps, client, sent)
  return mustPush(client)
    ? [bad('This client must push its requests to /par (invalid_request).'), ...found.filter(({ good: well }) => !well)]
    : found
}

/** RFC 9101 §6.3: where the client signed its request, what stands beside the object does not count. */
function ofObject(deps: RequestDeps, client: Client, sent: Sent): readonly Finding[] {
  const request = sent.values.get('request')
  if (request === undefined) {
    const needed = client.requestObject.required
      ? [bad('For this client a signed request object is required (invalid_request).')]
      : []
    return [...needed, ...brokenRules(deps, client, sent, needed.length === 0)]
  }
  if (!mayUse(client)) return [faultOf(notRegisteredFor)]
  const payload: JwsPayload | undefined = unverifiedPayload(request)
  if (payload === undefined)
    return [good('The request object is encrypted for us, or cannot be read: it is not looked into here.')]
  const signed = clientFindings(deps, request, { ...payload, iss: client.id }, 'request')
  const { sent: inner, fault } = parametersIn(payload, sent)
  const form = fault === undefined ? [] : [faultOf(fault)]
  const doubtful = [...signed, ...form].some((one) => !one.good)
  return [...signed, ...form, ...brokenRules(deps, client, inner, !doubtful)]
}

const faultOf = ({ code, description }: Fault): Finding => bad(`${description} (${code}).`, mendOf(code))

/** `whole`: nothing else is wrong. */
function brokenRules(deps: RequestDeps, client: Client, sent: Sent, whole: boolean): readonly Finding[] {
  // Nobody is sent back to an address that is not registered: the user sees a page of ours.
  const redirectUri = sent.values.get('redirect_uri')
  if (redirectUri === undefined) return [bad('redirect_uri is missing, or was sent twice.')]
  if (!isRegistered(redirectUri, client.redirectUris, client)) {
    const mend = differenceOf(redirectUri, client.redirectUris)
    return [bad(`redirect_uri is none of those that ${client.id} has registered.`, mend)]
  }
  const asked = readRequest(deps, sent, client, redirectUri)
  const broken = rules.flatMap((rule) => rule.check(asked) ?? [])
  if (broken.length > 0) return broken.map(faultOf)
  const ignored = listOf(sent.values.get('scope')).some((one) => !asked.scope.includes(one))
  return [
    ...(ignored
      ? [bad('A word in scope is known to nobody here: it is ignored.', 'Compare with registered: scopes.')]
      : []),
    ...(whole ? [good('Every rule holds: this request leads to the login.')] : []),
  ]
}

export function differenceOf(given: string, all: readonly string[]): string {
  const same = (change: (address: string) => string): string | undefined =>
    all.find((one) => change(one) === change(given))
  const differences: readonly (readonly [string, string | undefined])[] = [
    ['a slash at the end', same((address) => address.replace(/\/$/, ''))],
    ['capital letters', same((address) => address.toLowerCase())],
    ['http and https', same((address) => address.replace(/^https?:/, ''))],
    ['what stands behind the question mark', same((address) => address.replace(/\?.*$/, ''))],
    ['the port', same((address) => address.replace(/^(\w+:\/\/[^/:]+):\d+/, '$1'))],
    ['localhost and 127.0.0.1', same((address) => address.replace('//localhost', '//127.0.0.1'))],
  ]
  for (const [what, one] of differences) if (one !== undefined) return `It differs by ${what} from ${one}.`
  if (all.length === 0) return 'It has registered none.'
  return `They are compared letter by letter. Registered: ${all.join(', ')}.`
}

const parametersOf = (sent: Sent): readonly Part[] => [
  ...[...sent.values].map(([name, value]) => ({
    name,
    value: secretNames.includes(name) || name === 'id_token_hint' || name === 'request' ? '(not shown)' : value,
    means: meanings[name] ?? 'Nothing here: it is ignored.',
  })),
  ...sent.twice.map((name) => ({ name, value: '(twice)', means: 'No parameter may come twice.' })),
]

function registered(client: Client): readonly Part[] {
  const rows: readonly (readonly [string, string, string])[] = [
    ['redirect_uris', client.redirectUris.join(' '), 'Where an answer may be sent.'],
    ['scopes', client.scopes.join(' '), 'What may be asked for.'],
    ['minimum_level', client.floor, 'No login is lower than this, whatever is asked for.'],
    ['token_endpoint_auth_method', client.authMethod, 'How the client proves who it is at /par and /token.'],
    ['code_challenge_method', client.pkceRequired ? 'S256' : 'none', 'Whether the request must have a code_challenge.'],
    ['profile', client.profile, 'Which rule book the client follows.'],
  ]
  return rows.map(([name, value, means]) => ({ name: `registered: ${name}`, value, means, registered: true }))
}

const meanings: Readonly<Record<string, string>> = {
  client_id: 'Which service asks.',
  redirect_uri: 'Where the answer goes; registered, letter by letter.',
  response_type: 'Always code.',
  response_mode: 'How the answer is sent: query, form_post, or either as one signed token (.jwt).',
  scope: 'openid, and what else is wanted; names come with profile.',
  state: 'Comes back unchanged: compare it, so that nobody slips you another answer.',
  nonce: 'Comes back in the ID token: compare it.',
  code_challenge: 'SHA-256 of a secret that you show at /token (PKCE).',
  code_challenge_method: 'Always S256.',
  acr_values: 'The level that is needed at least. Several: the lowest known one counts. idp:<eID> narrows the eIDs.',
  prompt: 'none: no page may be shown. login: prove anew. consent: ask again. select_account: as login.',
  max_age: 'How many seconds old the proof may be; 0 as prompt=login.',
  login_hint: 'testid:<number>_<level> logs in without a page, in the twin alone. eid:<id> goes straight to an eID.',
  id_token_hint: 'Who is expected to be logged in: one of your own ID tokens.',
  ui_locales: 'The language of the pages, unless the user has chosen one.',
  claims_locales: 'The language of claims.',
  display: 'The pages are the same whatever is asked for.',
  resource: 'The API that the access token is for; becomes its aud.',
  request_uri: 'The handle that /par gave for a pushed request.',
  request: 'The request as one signed token.',
  claims: 'Which claims are wanted, and how much.',
  authorization_details: 'Rights in detail.',
  onbehalfof: 'For which customer a supplier asks.',
  dpop_jkt: 'The key that the code is bound to.',
}
