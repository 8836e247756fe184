/** Handing over: the same protocol to a folder here and to a real OpenSSH server. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import test, { after, before, suite } from 'node:test'
import { folderPlace } from '#letters/folder.ts'
import { type Place, placePrinter } from '#letters/place.ts'
import type { Batch } from '#letters/printer.ts'
import { type SftpServer, sftpPlace } from '#letters/sftp.ts'

const sshd = '/usr/sbin/sshd'
const missing = existsSync(sshd) ? undefined : 'OpenSSH (sshd) is not installed'
if (missing !== undefined && process.env['INNGANG_TEST_PEERS'] === 'required')
  test('openssh-server', () => assert.fail(`${missing}, and all peers are required`))
const withSshd = missing === undefined ? {} : { skip: `${missing} (INNGANG_TEST_PEERS=required asks for it)` }

const own = mkdtempSync(join(tmpdir(), 'inngang-letters-'))
let server: SftpServer
let stop: () => Promise<void> = async () => undefined

/** A server of our own, on a port of its own, for this user alone; its folder is `own/out`. */
async function startSshd(): Promise<{ server: SftpServer; stop: () => Promise<void> }> {
  const at = (name: string): string => join(own, name)
  const newKey = (name: string): void =>
    void execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)])
  newKey('host')
  newKey('user')
  writeFileSync(at('authorized'), readFileSync(at('user.pub')), { mode: 0o600 })
  const port = await freePort()
  // Needed by sshd where it runs as root; elsewhere it is not asked for.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const lines = [
    'Port ' + port,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('authorized')}`,
  ]
  const strict = ['PasswordAuthentication no', 'StrictModes no', 'UsePAM no', 'PermitRootLogin prohibit-password']
  const rest = [`PidFile ${at('pid')}`, 'Subsystem sftp internal-sftp']
  writeFileSync(at('config'), [...lines, ...strict, ...rest].join('\n') + '\n')
  const child = spawn(sshd, ['-D', '-e', '-f', at('config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  await new Promise<void>((listening, failed) => {
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString()
      if (said.includes('Server listening')) listening()
    })
    child.on('exit', () => failed(new Error(`sshd ended: ${said}`)))
  })
  const [, hostKey = ''] = execFileSync('ssh-keygen', ['-l', '-f', at('host.pub')])
    .toString()
    .split(' ')
  mkdirSync(at('out'))
  const settings = { host: '127.0.0.1', port, user: userInfo().username, folder: at('out'), hostKey }
  return {
    server: { ...settings, privateKey: readFileSync(at('user'), 'utf8') },
    stop: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}

/** Stands between a client and the server, and at a word passes nothing on any more. */
async function startSilencer(to: number) {
  const open = new Set<Socket>()
  const between = createServer((client) => {
    const there = connect(to, '127.0.0.1')
    for (const [from, into] of [
      [client, there],
      [there, client],
    ] as const)
      from
        .on('data', (part: Buffer) => !fallen && into.write(part))
        .on('error', () => into.destroy())
        .on('close', () => into.destroy())
    open.add(client)
    client.once('close', () => open.delete(client))
  }).listen(0, '127.0.0.1')
  let fallen = false
  await once(between, 'listening')
  return {
    port: (between.address() as AddressInfo).port,
    fall: () => {
      fallen = true
    },
    /** Connections that the client has not let go of. */
    open: async (): Promise<number> => {
      await Promise.all([...open].map((one) => once(one, 'close')))
      return open.size
    },
    close: () => between.close(),
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

const batch = (run: string, read: Batch['read'] = async (file) => `sealed ${file}`): Batch => ({
  run,
  files: ['22222-33333.pdf.jwe', '44444-55555.pdf.jwe'],
  read,
  manifest: '{"letters":2}\n',
})

const kinds: readonly [name: string, open: () => () => Promise<Place>, folder: string, options: { skip?: string }][] = [
  ['a folder', () => folderPlace(join(own, 'here')), join(own, 'here'), {}],
  ['an SFTP server', () => sftpPlace(server), join(own, 'out'), withSshd],
]
// Its hooks are its own: files share a process.
suite('handing over to the printer', () => {
  before(async () => {
    if (missing === undefined) ({ server, stop } = await startSshd())
  })
  after(async () => {
    await stop()
    rmSync(own, { recursive: true })
  })

  for (const [name, open, folder, options] of kinds) {
    test(`${name}: a batch is there whole, and once`, options, async () => {
      const printer = placePrinter(open())
      await printer.hand(batch('run_a'))
      assert.deepEqual(readdirSync(join(folder, 'run_a')).toSorted(), [
        '22222-33333.pdf.jwe',
        '44444-55555.pdf.jwe',
        'manifest.json',
      ])
      assert.equal(readFileSync(join(folder, 'run_a', '44444-55555.pdf.jwe'), 'utf8'), 'sealed 44444-55555.pdf.jwe')
      assert.equal(readFileSync(join(folder, 'run_a', 'manifest.json'), 'utf8'), '{"letters":2}\n')
      const again = batch('run_a', () => assert.fail('nothing is read again'))
      await printer.hand(again)
    })

    test(`${name}: what broke off is not a batch, and is made whole by the next try`, options, async () => {
      const printer = placePrinter(open())
      const broken = batch('run_b', async (file) => {
        if (file.startsWith('4')) throw new Error('died')
        return 'half'
      })
      await assert.rejects(printer.hand(broken), /died/)
      assert.equal(existsSync(join(folder, 'run_b')), false)
      await printer.hand(batch('run_b'))
      assert.equal(readFileSync(join(folder, 'run_b', '22222-33333.pdf.jwe'), 'utf8'), 'sealed 22222-33333.pdf.jwe')
      assert.equal(existsSync(join(folder, 'run_b.part')), false)
    })

    test(`${name}: a batch that was printed and taken away is not handed over again`, options, async () => {
      const printer = placePrinter(open())
      await printer.hand(batch('run_c'))
      assert.equal(await printer.receipt('run_c'), undefined)
      const receipt = { run: 'run_c', manifest: 'a'.repeat(64), sent: '2026-11-24T15:00:00+01:00' }
      writeFileSync(join(folder, 'receipts', 'run_c.json'), JSON.stringify(receipt))
      rmSync(join(folder, 'run_c'), { recursive: true })
      await printer.hand(batch('run_c'))
      assert.equal(existsSync(join(folder, 'run_c')), false)
      const sent = Date.UTC(2026, 10, 24, 14)
      assert.deepEqual(await printer.receipt('run_c'), { run: 'run_c', manifest: 'a'.repeat(64), sent })
    })

    test(`${name}: a receipt that is none is an error, not a receipt`, options, async () => {
      const printer = placePrinter(open())
      await printer.hand(batch('run_d'))
      for (const text of ['{"run":"run_d"}', '{"run":"run_d","mani', '']) {
        writeFileSync(join(folder, 'receipts', 'run_d.json'), text)
        await assert.rejects(printer.receipt('run_d'), { name: 'ReceiptFault' })
      }
    })
  }

  test('an SFTP server that falls silent in the middle is left, and told of', withSshd, async () => {
    const silent = await startSilencer(server.port)
    const printer = placePrinter(sftpPlace({ ...server, port: silent.port, patience: 400 }))
    const falls = batch('run_e', async (file) => {
      silent.fall()
      return `sealed ${file}`
    })
    await assert.rejects(printer.hand(falls), { name: 'SftpSilent' })
    assert.equal(await silent.open(), 0)
    await placePrinter(sftpPlace(server)).hand(batch('run_e'))
    assert.equal(readdirSync(join(own, 'out', 'run_e')).length, 3)
    silent.close()
  })

  for (const [lie, lying] of [
    [
      'keeps less than it was given',
      (place: Place): Place => ({ ...place, write: (path, text) => place.write(path, text.slice(1)) }),
    ],
    ['keeps nothing', (place: Place): Place => ({ ...place, write: async () => undefined })],
    ['says that it renamed', (place: Place): Place => ({ ...place, rename: async () => undefined })],
  ] as const)
    test(`a place that ${lie}: the batch is not handed over`, async () => {
      const open = folderPlace(join(own, 'lies'))
      const lies = async (): Promise<Place> => lying(await open())
      await assert.rejects(placePrinter(lies).hand(batch('run_f')), { name: 'BatchNotThere' })
      assert.equal(existsSync(join(own, 'lies', 'run_f')), false)
    })

  test('an SFTP server with another key is not spoken to', withSshd, async () => {
    const hostKey = `SHA256:${'A'.repeat(43)}`
    await assert.rejects(sftpPlace({ ...server, hostKey })(), /[Hh]ost/)
  })

  test('an SFTP server that is not there is an error', async () => {
    const settings = { host: '127.0.0.1', port: await freePort(), user: 'x', folder: '/', hostKey: '' }
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    })
    await assert.rejects(sftpPlace({ ...settings, privateKey })(), /ECONNREFUSED/)
  })

  test('an SFTP server does not take a stranger', withSshd, async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(own, 'stranger')])
    const privateKey = readFileSync(join(own, 'stranger'), 'utf8')
    await assert.rejects(sftpPlace({ ...server, privateKey })(), /authentication/i)
  })
})
