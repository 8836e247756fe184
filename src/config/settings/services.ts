/** What services may ask for, and what the gateway does for them. Who they are is declared in a file of its own. */
import { choice, networks, path, wholeNumber } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const declared = {
  clients: may(
    path,
    'A JSON file that declares the service owners and their services; applied at start, the difference printed.',
  ),
  eids: may(
    path,
    'A JSON file that declares eIDs behind issuers elsewhere (BankID, Buypass, Commfides, others that speak OpenID Connect). Empty: MinID alone.',
  ),
  plugins: may(
    path,
    'A JSON file that names eIDs from outside, whose code is loaded at the start. Empty: none. Read what you name: it runs in our process.',
  ),
} as const

export const services = {
  outboundAllow: has(
    networks,
    { production: '', twin: '127.0.0.0/8,::1' },
    'What of your own network the gateway may call when a service names an address there (logout, keys). Everything else that is not the internet is refused.',
  ),
  logoutAttempts: has(
    wholeNumber(1, 10),
    '1',
    'How many times a service is called to be told of a logout. ID-porten calls once.',
  ),
  logoutReportDays: has(
    wholeNumber(1, 400),
    '30',
    'How long it is kept which service was told of which logout, and how it answered.',
  ),
  dynamicRegistration: has(
    choice('no', 'yes'),
    'no',
    'Whether clients may register themselves at `/register` (RFC 7591), each with an initial access token that `client token` makes.',
  ),
} as const
