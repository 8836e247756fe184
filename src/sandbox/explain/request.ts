/** An authorization request held against what its client has registered: every rule it breaks, each parameter's meaning. */
import { nearest } from '#base/near.ts'
import type { Client } from '#oidc/client.ts'
import type { Clients } from '#oidc/ports.ts'
import { type ReadDeps, readRequest } from '#oidc/authorize/request.ts'
import { rules } from '#oidc/authorize/rules.ts'
import { isRegistered } from '#oidc/redirect-uri.ts'
import { readSent, type Sent } from '#oidc/sent.ts'
import { mendOf } from '#sandbox/explain/codes.ts'
import { bad, type Explained, type Finding, good, ordered, type Part } from '#sandbox/explain/explained.ts'

export interface RequestDeps extends ReadDeps {
  readonly clients: Pick<Clients, 'find'>
  readonly clientIds: () => readonly string[]
}

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
  if (sent.values.has('request_uri'))
    return [
      good('The request was pushed: what is in it was checked when it came to /par, and stands for two minutes.'),
      ...(deps.clients.find(sent.values.get('client_id') ?? '') === undefined ? [unknownClient(deps, sent)] : []),
    ]
  const client = deps.clients.find(sent.values.get('client_id') ?? '')
  if (client === undefined) return [unknownClient(deps, sent)]
  // Nobody is sent back to an address that is not registered: the user sees a page of ours.
  const redirectUri = sent.values.get('redirect_uri')
  if (redirectUri === undefined) return [bad('redirect_uri is missing, or was sent twice.')]
  if (!isRegistered(redirectUri, client.redirectUris, client)) {
    const mend = differenceOf(redirectUri, client.redirectUris)
    return [bad(`redirect_uri is none of those that ${client.id} has registered.`, mend)]
  }
  const asked = readRequest(deps, sent, client, redirectUri)
  const broken = rules.flatMap((rule) => rule.check(asked) ?? [])
  if (broken.length === 0) return [good('Every rule holds: this request leads to the login.')]
  return broken.map(({ code, description }) => bad(`${description} (${code}).`, mendOf(code)))
}

function unknownClient({ clientIds }: RequestDeps, sent: Sent): Finding {
  const given = sent.values.get('client_id')
  if (given === undefined) return bad('client_id is missing, or was sent twice.')
  const near = nearest(given, clientIds())
  return bad(
    'client_id is not known here, or its service is switched off.',
    near === undefined ? 'Declare the service in the file that INNGANG_CLIENTS names.' : `Did you mean ${near}?`,
  )
}

function differenceOf(given: string, all: readonly string[]): string {
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
  acr_values: 'The level that is needed at least. Several: the lowest known one counts.',
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
