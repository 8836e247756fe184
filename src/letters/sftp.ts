/** The printer's folder on an SFTP server, whose key is known beforehand. */
import type { Place } from '#letters/place.ts'
import { constantTimeEqual, sha256 } from '#base/secrets.ts'

export interface SftpServer {
  readonly host: string
  readonly port: number
  readonly user: string
  /** On the server. */
  readonly folder: string
  /** PEM or OpenSSH's own format. */
  readonly privateKey: string
  /** `SHA256:…`, as `ssh-keygen -l` prints it: no other server is spoken to. */
  readonly hostKey: string
}

/** Milliseconds for the connection; a printer that is away is tried again by the next look. */
const patience = 20_000

export const sftpPlace = (server: SftpServer) => async (): Promise<Place> => {
  const { default: Client } = await import('ssh2-sftp-client')
  const client = new Client()
  await client.connect({
    host: server.host,
    port: server.port,
    username: server.user,
    privateKey: server.privateKey,
    readyTimeout: patience,
    hostVerifier: (key: Buffer) => constantTimeEqual(fingerprint(key), server.hostKey.replace(/=+$/, '')),
  })
  const at = (path: string): string => `${server.folder.replace(/\/$/, '')}/${path}`
  return {
    exists: async (path) => (await client.exists(at(path))) !== false,
    makeFolder: async (path) => void (await client.mkdir(at(path))),
    write: async (path, text) => void (await client.put(Buffer.from(text), at(path))),
    read: async (path) => {
      if ((await client.exists(at(path))) === false) return undefined
      const read: unknown = await client.get(at(path))
      // What the library makes of an empty file.
      if (Array.isArray(read) && read.length === 0) return ''
      if (!Buffer.isBuffer(read)) throw new TypeError('a file came as something else')
      return read.toString('utf8')
    },
    rename: async (from, to) => void (await client.rename(at(from), at(to))),
    close: async () => void (await client.end()),
  }
}

/** OpenSSH writes it in plain base64 without the filling. */
const fingerprint = (key: Buffer): string => `SHA256:${sha256(key).replaceAll('-', '+').replaceAll('_', '/')}`
