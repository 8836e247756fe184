/** A logout request: where it leads back to, held against what its client has registered. */
import { unverifiedPayload } from '#keys/jws.ts'
import { isRegistered } from '#oidc/redirect-uri.ts'
import type { Client } from '#oidc/client.ts'
import { readSent, type Sent } from '#oidc/sent.ts'
import { bad, type Explained, type Finding, good, type Part } from '#sandbox/explain/explained.ts'
import { unknownClient } from '#sandbox/explain/found-client.ts'
import { differenceOf, type RequestDeps } from '#sandbox/explain/request.ts'

export function explainLogout(deps: RequestDeps, text: string): Explained | undefined {
  const url = URL.parse(text)
  const named =
    /(?:^|[?&])post_logout_redirect_uri=/.test(text) && !/(?:^|[?&])(?:response_type|redirect_uri)=/.test(text)
  if (url?.pathname.endsWith('/logout') !== true && !named) return undefined
  const sent = readSent(url?.search.slice(1) ?? text)
  const clientId = sent.values.get('client_id') ?? audienceOf(sent.values.get('id_token_hint'))
  const client = deps.clients.find(clientId ?? '')
  const findings =
    clientId === undefined ? [nobody(sent)] : client ? wayBack(sent, client) : [unknownClient(deps, clientId)]
  return {
    heading: 'A logout request',
    findings,
    parts: [...parametersOf(sent), ...(client === undefined ? [] : [registered(client)])],
  }
}

function audienceOf(hint: string | undefined): string | undefined {
  const audience = hint === undefined ? undefined : unverifiedPayload(hint)?.['aud']
  return typeof audience === 'string' ? audience : undefined
}

const nobody = ({ values }: Sent): Finding =>
  values.has('post_logout_redirect_uri')
    ? bad('post_logout_redirect_uri needs id_token_hint or client_id beside it: the user stays on our page.')
    : good('It names no service: the user is logged out and stays on our page.')

function wayBack({ values }: Sent, client: Client): readonly Finding[] {
  const back = values.get('post_logout_redirect_uri')
  if (back === undefined) return [good('It names no address to lead back to: the user stays on our page.')]
  if (!isRegistered(back, client.postLogoutRedirectUris, client))
    return [
      bad(
        `post_logout_redirect_uri is none of those that ${client.id} has registered: the user stays on our page.`,
        differenceOf(back, client.postLogoutRedirectUris),
      ),
    ]
  if (!/^[\x20-\x7e]{0,4096}$/.test(values.get('state') ?? ''))
    return [bad('state holds what is not ASCII, or is too long: the user stays on our page.')]
  return [good(`It leads back to ${client.id} when the user is logged out.`)]
}

const parametersOf = ({ values, twice }: Sent): readonly Part[] => [
  ...[...values].map(([name, value]) => ({
    name,
    value: name === 'id_token_hint' ? '(not shown)' : value,
    means: meanings[name] ?? 'Nothing here: it is ignored.',
  })),
  ...twice.map((name) => ({ name, value: '(twice)', means: 'No parameter may come twice.' })),
]

const registered = ({ postLogoutRedirectUris }: Client): Part => ({
  name: 'registered: post_logout_redirect_uris',
  value: postLogoutRedirectUris.join(' '),
  means: 'Where a logout may lead back to.',
  registered: true,
})

const meanings: Readonly<Record<string, string>> = {
  client_id: 'Which service asks.',
  id_token_hint: 'An ID token of the session, expired or not: which service asks, and for whom.',
  post_logout_redirect_uri: 'Where the user is led when it is done; registered, letter by letter.',
  state: 'Comes back unchanged with the user.',
  ui_locales: 'The language of the pages, unless the user has chosen one.',
}
