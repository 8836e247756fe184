/** What a setting's text may be: each kind reads it, or says what is wrong as the end of a sentence ("must be …"). */
import { type Network, readNetwork } from '#base/networks.ts'

export interface Kind<T> {
  /** For the documentation: "a whole number from 1 to 65535". */
  readonly says: string
  read(text: string): { readonly value: T } | { readonly fault: string }
}

const kind = <T>(says: string, value: (text: string) => T | undefined): Kind<T> => ({
  says,
  read: (text) => {
    const read = value(text)
    return read === undefined ? { fault: `must be ${says}` } : { value: read }
  },
})

export const line = (longest: number): Kind<string> =>
  kind(`one line of text, at most ${longest} characters`, (t) =>
    t.length <= longest && !/\p{Cc}/u.test(t) ? t : undefined,
  )

export const path: Kind<string> = kind('a path', (t) => (t.includes('\0') ? undefined : t))

export const wholeNumber = (least: number, most: number): Kind<number> =>
  kind(`a whole number from ${least} to ${most}`, (t) => {
    const number = /^\d{1,9}$/.test(t) ? Number(t) : Number.NaN
    return number >= least && number <= most ? number : undefined
  })

export const choice = <const T extends string | number>(...of: readonly T[]): Kind<T> =>
  kind(`one of ${of.join(', ')}`, (t) => of.find((one) => String(one) === t))

/** Some of them, each once. */
export const choices = <const T extends string>(...of: readonly T[]): Kind<readonly T[]> =>
  kind(`one or more of ${of.join(', ')}, with commas between them`, (t) => {
    const named = t.split(',').map((one) => of.find((known) => known === one.trim()))
    const read = named.filter((one) => one !== undefined)
    return read.length === named.length && new Set(read).size === read.length ? read : undefined
  })

const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

/**
 * `https://host[:port]`, nothing after it. No path: the session cookie is `__Host-`, which belongs to a whole host, and the
 * discovery document stands at the host's root. No slash at the end: `iss` is compared letter by letter.
 */
export const origin: Kind<string> = kind(
  'an address such as https://login.example.no, with no path and no slash at the end',
  (t) => {
    const url = parsed(t)
    return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === t ? t : undefined
  },
)

export const webAddress: Kind<string> = kind('a web address (https://… or http://…)', (t) => {
  const url = parsed(t)
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
    ? t
    : undefined
})

export const postgresAddress: Kind<string> = kind('postgres://user:password@host:port/database', (t) =>
  /^postgres(ql)?:$/.test(parsed(t)?.protocol ?? '') ? t : undefined,
)

/** A cluster's address names several hosts, so it is no URL by the letter of the standard. */
const oneHost = /^rediss?:\/\/[^\s,]+$/
const cluster = /^rediss?\+cluster:\/\/(?:[^\s@/]*@)?[\w.-]+:\d{1,5}(?:,[\w.-]+:\d{1,5})*\/?$/
export const redisAddress: Kind<string> = kind(
  'redis://user:password@host:port, or redis+cluster://user:password@host:port,host:port (rediss… for TLS)',
  (t) => ((oneHost.test(t) && URL.canParse(t)) || cluster.test(t) ? t : undefined),
)

/** A folder on a server that speaks SFTP. The key to it is no part of the address. */
export const sftpAddress: Kind<string> = kind('sftp://user@host:port/folder', (t) => {
  const url = parsed(t)
  const fits = url?.protocol === 'sftp:' && url.username !== '' && url.password === '' && url.pathname.length > 1
  return fits ? t : undefined
})

/** As `ssh-keygen -l` prints it. */
export const sshFingerprint: Kind<string> = kind('SHA256: and 43 characters, as ssh-keygen -l prints it', (t) =>
  /^SHA256:[\w+/]{43}=?$/.test(t) ? t : undefined,
)

/** A host name or address to listen on. */
export const host: Kind<string> = kind('a host name or an address, such as 127.0.0.1', (t) =>
  /^[\w.:-]{1,253}$/.test(t) ? t : undefined,
)

/** Where to log in and with what: `scheme://user:password@host:port`, several with commas between them, best first. */
const logins = (schemes: readonly string[], says: string, needsUser: boolean): Kind<readonly string[]> =>
  kind(says, (t) => {
    const list = t.split(',').map((one) => one.trim())
    return list.every((one) => isLogin(one, schemes, needsUser)) ? list : undefined
  })

function isLogin(text: string, schemes: readonly string[], needsUser: boolean): boolean {
  const url = parsed(text)
  if (url === undefined || !schemes.includes(url.protocol) || url.hostname === '') return false
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') return false
  return (url.username === '') === (url.password === '') && (!needsUser || url.username !== '')
}

export const smppAddresses: Kind<readonly string[]> = logins(
  ['smpp:', 'smpps:'],
  'smpps://system-id:password@host:port (smpp: without TLS), several with commas between them',
  true,
)

export const smtpAddresses: Kind<readonly string[]> = logins(
  ['smtp:', 'smtps:'],
  'smtp://user:password@host:port (STARTTLS) or smtps://… (TLS from the first byte), several with commas between them',
  false,
)

export const mailAddress: Kind<string> = kind('an e-mail address', (t) =>
  /^[\w.+-]{1,64}@(?=.{1,190}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(t) ? t : undefined,
)

/** What a telephone shows as the sender. */
export const smsSender: Kind<string> = kind(
  'up to eleven letters, digits and spaces, or a number that begins with +',
  (t) => (/^(?!\d+$)[A-Za-z0-9 ]{1,11}$|^\+?\d{3,15}$/.test(t) ? t : undefined),
)

/** As callers dial it: digits, spaces and a leading plus. */
export const phone: Kind<string> = kind('a phone number', (t) => (/^\+?\d[\d ]{2,18}$/.test(t) ? t : undefined))

/** What telephone numbers begin with, the country's code first. */
export const phoneBeginnings: Kind<readonly string[]> = kind(
  'beginnings of numbers such as +882 or +4758, with commas between them',
  (t) => {
    const list = t === '' ? [] : t.split(',').map((one) => one.trim())
    return list.every((one) => /^\+[1-9]\d{0,13}$/.test(one)) ? list : undefined
  },
)

/** Hosts as the `Host` header writes them, with commas between them. */
export const hosts: Kind<readonly string[]> = kind(
  'hosts such as login.example.no or localhost:8700, with commas between them',
  (t) => {
    const list = t === '' ? [] : t.split(',').map((one) => one.trim().toLowerCase())
    return list.every((one) => /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/.test(one)) ? list : undefined
  },
)

/** Where it is asked whether a certificate was revoked: below a host, with a star at the end for all that begin so. */
export const revocationAddresses: Kind<readonly string[]> = kind(
  'addresses such as http://ocsp.example.no/ or http://crl.example.no/lists/*, with commas between them',
  (t) => {
    const list = t === '' ? [] : t.split(',').map((one) => one.trim())
    return list.every((one) => /^https?:\/\/[^/*?#@\s]+\/[^*\s]*\*?$/.test(one)) ? list : undefined
  },
)

export const networks: Kind<readonly Network[]> = kind(
  'addresses or networks such as 10.20.0.0/16 or fd00::/8, with commas between them',
  (t) => {
    const list = t === '' ? [] : t.split(',').map((one) => readNetwork(one.trim()))
    const read = list.filter((one) => one !== undefined)
    return read.length === list.length ? read : undefined
  },
)
