/** Where the gateway stands: the port, the name it is known by, the hosts it answers under. */
import { host, hosts, origin, wholeNumber } from '#config/kinds.ts'
import { has } from '#config/setting.ts'

export const addresses = {
  port: has(wholeNumber(1, 65_535), '8700', 'The port to listen on.'),
  issuer: has(
    origin,
    { twin: 'http://localhost:{port}' },
    'The address that users and services know the gateway by: the `iss` of every token. https in production.',
    {
      neededBy: ['production'],
    },
  ),
  host: has(
    host,
    { production: '0.0.0.0', twin: '127.0.0.1' },
    'The address to listen on. The twin listens on this machine alone.',
  ),
  hosts: has(
    hosts,
    '',
    'Other hosts that requests may come in under, besides the one of the issuer. Links and tokens always carry the issuer.',
  ),
} as const
