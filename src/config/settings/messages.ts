/** SMS and e-mail: who takes them, and whom they are from. */
import { choice, line, mailAddress, smppAddresses, smsSender, smtpAddresses, webAddress } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const messages = {
  smsUrl: may(
    webAddress,
    'Where one-time codes are handed over for sending: an HTTP gateway that takes `{ id, to, text }`. This or `INNGANG_SMPP_URL` is needed.',
    { entries: ['production'] },
  ),
  smsSecret: may(line(500), 'The bearer token for that gateway.', { secret: true, entries: ['production'] }),
  smsSecondUrl: may(webAddress, 'A second HTTP gateway for SMS, asked when those before it fail.', {
    entries: ['production'],
  }),
  smsSecondSecret: may(line(500), 'The bearer token for the second gateway.', {
    secret: true,
    entries: ['production'],
  }),
  smppUrl: may(smppAddresses, 'SMS centres to send by SMPP 3.4, the best first; every process binds to each of them.', {
    secret: true,
    entries: ['production'],
  }),
  smsFirst: has(
    choice('http', 'smpp'),
    'http',
    'Which are asked first where there are both: the HTTP gateways or the SMPP centres.',
    { entries: ['production'] },
  ),
  smsSender: has(smsSender, 'Inngang', 'Whom SMS by SMPP are from.', { entries: ['production'] }),
  smtpUrl: may(
    smtpAddresses,
    'Mail servers that take e-mail from us, the best first. On this machine without TLS. Empty: no e-mail is sent.',
    { secret: true, entries: ['production'] },
  ),
  mailFrom: may(mailAddress, 'The address that e-mail is from.', { entries: ['production'] }),
  mailFromName: may(line(60), 'The name that e-mail is from. Empty: that of the gateway.', { entries: ['production'] }),
  dangerousPlainMessages: has(
    choice('no', 'yes'),
    'no',
    'Whether `smpp:` and `smtp:` addresses of other machines are spoken to without TLS, so that whoever is on the way reads codes and passwords.',
    { entries: ['production'] },
  ),
} as const
