/** How callers reach us: https of our own, the second listener for client certificates, proxies. */
import { choice, line, origin, path, revocationAddresses, wholeNumber } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const connections = {
  tlsCert: may(path, 'A certificate chain (PEM), to serve https ourselves instead of behind a proxy.'),
  tlsKey: may(path, 'The key (PEM) of that certificate.'),
  mtlsPort: may(
    wholeNumber(1, 65_535),
    'The port of a second listener, for clients that use certificates (RFC 8705). Empty: none are taken.',
  ),
  mtlsOrigin: may(
    origin,
    'The address that clients know the second listener by: a host of its own. It stands in `mtls_endpoint_aliases`.',
  ),
  mtlsCert: may(path, 'The certificate chain (PEM) of the second listener.'),
  mtlsKey: may(path, 'The key (PEM) of that certificate.'),
  mtlsFrom: has(
    choice('connection', 'client-cert', 'x-ssl-client-cert', 'ssl-client-cert', 'x-forwarded-client-cert'),
    'connection',
    "Where a client's certificate is read: from its connection to us, or from the header of a proxy in front of the second listener: `client-cert` (RFC 9440), `x-ssl-client-cert` and `ssl-client-cert` (PEM escaped, as nginx does), `x-forwarded-client-cert` (Envoy).",
  ),
  mtlsIssuers: may(
    path,
    "Certificates (PEM) of those who issue clients' certificates, for `tls_client_auth`, whoever stands above them. Behind a proxy what stands between is named, too: it passes on the client's own certificate alone.",
  ),
  mtlsOcsp: has(
    revocationAddresses,
    '',
    "The responders that are asked whether a client's certificate was revoked, and no others. With none here and in `INNGANG_MTLS_CRL` a certificate of `INNGANG_MTLS_ISSUERS` counts until it ends.",
  ),
  mtlsCrl: has(
    revocationAddresses,
    '',
    'The lists of revoked certificates that are fetched for the same, and no others.',
  ),
  mtlsProxySecret: may(
    line(500),
    'What that proxy shows in the header `Inngang-Proxy-Secret`: at least 43 random characters.',
    { secret: true },
  ),
  mtlsProxyIssuers: may(
    path,
    "Certificates (PEM) of those who issue the proxy's own certificate, and nothing else: without one of theirs nobody connects to the second listener.",
  ),
  mtlsProxyVerifies: has(
    choice('no', 'yes'),
    'no',
    'Whether that proxy lets nobody through whose certificate it has not verified. `yes`: its word is taken.',
  ),
  trust: may(
    path,
    'A JSON file that names the issuers of certificates for persons and enterprises that are believed here, and whom to ask whether one was revoked (operate.md, "Certificates: whom you trust"). Read again when it, or a file that it names, changes. Empty: no certificate says who anybody is.',
  ),
  trustedProxies: has(
    wholeNumber(0, 10),
    '0',
    'How many proxies stand in front of us: that many entries of `X-Forwarded-For`, counted from the right, are believed. 0: the header is ignored.',
  ),
} as const
