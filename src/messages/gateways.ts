/** Production's gateways as the settings name them: HTTP and SMPP for SMS, SMTP for e-mail, each kind in order of preference. */
import type { Clock } from '#base/clock.ts'
import { isLoopback } from '#config/rules.ts'
import type { Config } from '#config/table.ts'
import type { Log } from '#http/answer.ts'
import { failover, type FailoverDeps } from '#messages/failover.ts'
import { httpGateway } from '#messages/http-gateway.ts'
import type { Gateway } from '#messages/outbox.ts'
import type { Receipt } from '#messages/receipts.ts'
import { smppGateway } from '#messages/smpp.ts'
import { smtpGateway } from '#messages/smtp.ts'

export interface GatewayDeps {
  readonly clock: Clock
  readonly log: Log
  readonly count: FailoverDeps['count']
  readonly heard: (receipt: Receipt) => Promise<void>
}

export function openGateways(config: Config, deps: GatewayDeps): Gateway {
  const http = httpGateways(config)
  const smpp = smppGateways(config, deps)
  const sms = failover('sms', config.smsFirst === 'http' ? [...http, ...smpp] : [...smpp, ...http], deps)
  const mail = failover('mail', smtpGateways(config, deps), deps)
  return {
    name: 'messages',
    send: (message, id) => (message.kind === 'sms' ? sms : mail).send(message, id),
    async close() {
      await Promise.all([sms.close?.(), mail.close?.()])
    },
    warnings: () => [...(sms.warnings?.() ?? []), ...(mail.warnings?.() ?? [])],
  }
}

function httpGateways({ smsUrl, smsSecret, smsSecondUrl, smsSecondSecret }: Config): readonly Gateway[] {
  const pairs = [
    [smsUrl, smsSecret],
    [smsSecondUrl, smsSecondSecret],
  ] as const
  return pairs.flatMap(([url, secret], index) =>
    url === undefined || secret === undefined ? [] : [httpGateway({ url, secret, name: named('http', index) })],
  )
}

function smppGateways(config: Config, deps: GatewayDeps): readonly Gateway[] {
  return (config.smppUrl ?? []).map((address, index) => {
    const { protocol, port, host, user, password } = read(address)
    return smppGateway({
      ...deps,
      name: named('smpp', index),
      host,
      port: port ?? (protocol === 'smpps:' ? 3550 : 2775),
      tls: protocol === 'smpps:',
      user,
      password,
      sender: config.smsSender,
    })
  })
}

function smtpGateways(config: Config, { clock }: GatewayDeps): readonly Gateway[] {
  const { smtpUrl, mailFrom: from, mailFromName, gatewayName, dangerousPlainMessages } = config
  if (smtpUrl === undefined || from === undefined) return []
  return smtpUrl.map((address, index) => {
    const { protocol, port, host, user, password } = read(address)
    const plain = isLoopback(host) || dangerousPlainMessages === 'yes'
    return smtpGateway({
      name: named('smtp', index),
      host,
      // RFC 8314 §3.3, RFC 6409 §3.1: submission, with TLS from the first byte and without.
      port: port ?? (protocol === 'smtps:' ? 465 : 587),
      tls: protocol === 'smtps:' ? 'first' : plain ? 'plain' : 'start',
      ...(user === '' ? {} : { user, password }),
      from,
      fromName: mailFromName ?? gatewayName,
      clock,
    })
  })
}

const named = (kind: string, index: number): string => (index === 0 ? kind : `${kind}-${index + 1}`)

function read(address: string) {
  const { protocol, hostname, port, username, password } = new URL(address)
  return {
    protocol,
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? undefined : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}
