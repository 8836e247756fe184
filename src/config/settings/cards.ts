/** Logins with a certificate on a card or a USB stick: a listener of its own, since whoever comes there is asked for one. */
import { choice, choices, line, origin, path, wholeNumber } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const cards = {
  cardPort: may(
    wholeNumber(1, 65_535),
    'The port of the listener for logins with a smart card. Empty: there are none, and the twin brings its own.',
  ),
  cardOrigin: may(
    origin,
    'The address that browsers know that listener by: a host or a port of its own, where they are asked for a certificate.',
  ),
  cardCert: may(path, "The certificate chain (PEM) of the cards' listener."),
  cardKey: may(path, 'The key (PEM) of that certificate.'),
  cardFrom: has(
    choice('connection', 'client-cert', 'x-ssl-client-cert', 'ssl-client-cert', 'x-forwarded-client-cert'),
    'connection',
    "Where a card's certificate is read: from the connection to us, or from the header of a proxy in front, as `INNGANG_MTLS_FROM` has it.",
  ),
  cardProxySecret: may(
    line(500),
    'What that proxy shows in the header `Inngang-Proxy-Secret`: at least 43 random characters.',
    { secret: true },
  ),
  cardProxyIssuers: may(
    path,
    "Certificates (PEM) of those who issue that proxy's own certificate, and nothing else: without one of theirs nobody connects to the cards' listener.",
  ),
  cards: has(
    choices('buypass', 'commfides', 'enterprise'),
    { production: 'buypass,commfides', twin: 'buypass,commfides,enterprise' },
    'Whose cards are offered; `enterprise`: certificates of organisations, to services that take those. Which certificates count, and for what, is in the trust list.',
  ),
} as const
