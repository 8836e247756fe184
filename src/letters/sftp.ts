/** The printer's folder on an SFTP server, whose key is known beforehand. */
import { connect, type Socket } from 'node:net'
import { inTime } from '#base/deadline.ts'
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
  /** Milliseconds that the server has for each answer. */
  readonly patience?: number
}

/** Milliseconds for the connection, and for each thing that is asked on it: a letter is small. */
const usualPatience = 20_000

/** The server is connected and does not answer. A printer that is away is tried again by the next look. */
export class SftpSilent extends Error {
  override readonly name = 'SftpSilent'
}

export const sftpPlace = (server: SftpServer) => async (): Promise<Place> => {
  const patience = server.patience ?? usualPatience
  const { socket, client } = await sftpClient(server)
  const answered = <T>(work: Promise<T>): Promise<T> =>
    inTime(patience, work, () => {
      socket.destroy()
      return new SftpSilent("the printer's server does not answer")
    })
  await answered(client.connect(connection(server, socket, patience)))
  const at = (path: string): string => `${server.folder.replace(/\/$/, '')}/${path}`
  const exists = async (path: string): Promise<boolean> => (await answered(client.exists(at(path)))) !== false
  return {
    exists,
    makeFolder: async (path) => void (await answered(client.mkdir(at(path)))),
    write: async (path, text) => void (await answered(client.put(Buffer.from(text), at(path)))),
    read: async (path) => ((await exists(path)) ? asText(await answered(client.get(at(path)))) : undefined),
    size: async (path) => ((await exists(path)) ? (await answered(client.stat(at(path)))).size : undefined),
    rename: async (from, to) => void (await answered(client.rename(at(from), at(to)))),
    close: async () => {
      // A server that does not even take leave was told of by what was asked of it before.
      if (!socket.destroyed) await answered(client.end())
      socket.destroy()
    },
  }
}

async function sftpClient({ port, host }: SftpServer) {
  const { default: Client } = await import('ssh2-sftp-client')
  // Whatever goes wrong between two questions: the next one fails. Left to itself the library writes it to the console.
  const socket = connect(port, host).on('error', () => undefined)
  const client = new Client('', { error: () => socket.destroy(), end: () => undefined, close: () => undefined })
  return { socket, client }
}

const connection = ({ host, port, user, privateKey, hostKey }: SftpServer, sock: Socket, readyTimeout: number) => ({
  host,
  port,
  username: user,
  privateKey,
  sock,
  readyTimeout,
  hostVerifier: (key: Buffer) => constantTimeEqual(fingerprint(key), hostKey.replace(/=+$/, '')),
})

function asText(read: unknown): string {
  // What the library makes of an empty file.
  if (Array.isArray(read) && read.length === 0) return ''
  if (!Buffer.isBuffer(read)) throw new TypeError('a file came as something else')
  return read.toString('utf8')
}

/** OpenSSH writes it in plain base64 without the filling. */
const fingerprint = (key: Buffer): string => `SHA256:${sha256(key).replaceAll('-', '+').replaceAll('_', '/')}`
