/** OpenSSL's own responder, and lists that OpenSSL made, over HTTP: what nobody here wrote. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { systemClock } from '#base/clock.ts'
import { readNetwork } from '#base/networks.ts'
import { type Issuer, openIssuer, trustIn } from '#sandbox/ca/issuers.ts'
import { type MadeCertificate, newKeyPair } from '#sandbox/ca/certificate.ts'
import { type Checked, openChecker } from '#x509/checker.ts'
import { fetchOverNetwork } from '#x509/fetch.ts'
import type { TrustEntry } from '#x509/trust.ts'
import { freePorts } from '../process/started.ts'
import { agency, checkedWorld, someone } from './issuers.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-openssl-'))
const path = (name: string): string => join(folder, name)
const minute = 60_000

interface Outside {
  readonly issuer: Issuer
  readonly good: MadeCertificate
  readonly revoked: MadeCertificate
  readonly unheardOf: MadeCertificate
  readonly ocsp: string
  readonly lists: string
}
let outside: Outside
let responder: ChildProcess
let listServer: Server

const time = (ms: number): string =>
  `${new Date(ms)
    .toISOString()
    .replaceAll(/[-:T]|\..*/g, '')
    .slice(2)}Z`
const upper = ({ serial }: MadeCertificate): string => serial.toString('hex').toUpperCase()

before(async () => {
  const issuer = openIssuer('commfides', { at: 'http://ca.sandbox', clock: systemClock })
  const { persons } = issuer
  const [good, revoked, unheardOf] = [issuer.person(someone), issuer.person(someone), issuer.person(someone)]
  const now = systemClock.now()
  const row = (one: MadeCertificate, kind: 'V' | 'R'): string =>
    [
      kind,
      time(now + 900 * 24 * 60 * minute),
      kind === 'R' ? time(now - minute) : '',
      upper(one),
      'unknown',
      '/CN=x',
    ].join('\t')
  writeFileSync(path('index.txt'), `${row(good, 'V')}\n${row(revoked, 'R')}\n`)
  const files = {
    'ca.pem': persons.issuing.pem,
    'ca.key': persons.issuing.keyPem,
    'signer.pem': persons.responder.pem,
    'signer.key': persons.responder.keyPem,
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(path(name), content)
  const [port = 0] = await freePorts(1)
  responder = await startResponder(port)
  listServer = await serveLists(persons.list('top.crl'))
  const lists = `http://127.0.0.1:${(listServer.address() as AddressInfo).port}`
  outside = { issuer, good, revoked, unheardOf, ocsp: `http://127.0.0.1:${port}/`, lists }
})

after(() => {
  responder.kill()
  listServer.close()
  rmSync(folder, { recursive: true })
})

async function startResponder(port: number): Promise<ChildProcess> {
  const words = ['ocsp', '-port', String(port), '-index', path('index.txt'), '-CA', path('ca.pem')]
  const signer = ['-rsigner', path('signer.pem'), '-rkey', path('signer.key'), '-nmin', '5']
  const child = spawn('openssl', [...words, ...signer], { stdio: ['ignore', 'pipe', 'pipe'] })
  await new Promise<void>((resolve, reject) => {
    const heard = (text: Buffer): void => {
      if (text.includes('waiting for OCSP client connections')) resolve()
    }
    child.stdout.on('data', heard)
    child.stderr.on('data', heard)
    child.once('exit', (code) => reject(new Error(`openssl ocsp ended: ${code}`)))
  })
  return child
}

/** `openssl ca` with as little around it as it takes. */
function listByOpenssl(): Buffer {
  writeFileSync(
    path('ca.cnf'),
    `[ca]\ndefault_ca=d\n[d]\ndatabase=${path('index.txt')}\ncrlnumber=${path('number')}\ndefault_md=sha256\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n`,
  )
  writeFileSync(path('number'), '01\n')
  const by = ['-config', path('ca.cnf'), '-cert', path('ca.pem'), '-keyfile', path('ca.key')]
  execFileSync('openssl', ['ca', '-gencrl', ...by, '-crlhours', '1', '-out', path('list.pem')], { stdio: 'ignore' })
  execFileSync('openssl', ['crl', '-in', path('list.pem'), '-outform', 'DER', '-out', path('list.crl')])
  return readFileSync(path('list.crl'))
}

async function serveLists(root: Buffer): Promise<Server> {
  const lists: Readonly<Record<string, Buffer>> = { '/issuing.crl': listByOpenssl(), '/top.crl': root }
  const server = createServer((request, response) => {
    const found = lists[request.url ?? '']
    response.writeHead(found === undefined ? 404 : 200).end(found)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const loopback = readNetwork('127.0.0.0/8')

/** Their certificates name addresses of the sandbox, which the operator here does not allow: it names its own. */
async function check(certificate: MadeCertificate, over: Partial<TrustEntry> = {}): Promise<string> {
  const { issuer, ocsp, lists } = outside
  const trust = {
    entries: trustIn([issuer], { ocsp: [ocsp], crl: [`${lists}/issuing.crl`, `${lists}/top.crl`], ...over }),
  }
  const checker = openChecker({
    trust: () => trust,
    clock: systemClock,
    fetch: fetchOverNetwork(loopback === undefined ? [] : [loopback]),
    log: () => undefined,
    count: () => undefined,
  })
  return said(await checker.check([certificate.der], { use: 'person' }))
}
const said = (checked: Checked): string => (checked.ok ? `good by ${checked.by}` : checked.why)

test('X5 openssl ocsp, in a process of its own: good, revoked, unknown; by SHA-1 and by SHA-256', async () => {
  const { good, revoked, unheardOf } = outside
  for (const certIdHash of ['sha1', 'sha256'] as const) {
    assert.equal(await check(good, { certIdHash }), 'good by ocsp')
    assert.equal(await check(revoked, { certIdHash }), 'revoked')
    assert.equal(await check(unheardOf, { certIdHash }), 'unknown-to-issuer')
  }
})

test('X5 a list that openssl made, over HTTP, where no responder answers', async () => {
  const { good, revoked, lists } = outside
  const silent = { ocsp: [`${lists}/nobody`] }
  assert.equal(await check(good, silent), 'good by crl')
  assert.equal(await check(revoked, silent), 'revoked')
  assert.equal(
    await check(good, { ...silent, crl: [`${lists}/nothing.crl`, `${lists}/top.crl`] }),
    'revocation-unknown',
  )
})

test('X5 OpenSSL reads our questions, and their signatures hold: by an EC key and by RSA', async () => {
  for (const pair of [newKeyPair(), newKeyPair('rsa')]) {
    const world = checkedWorld()
    const asker = world.issuer.enterprise({ ...agency, over: { pair } })
    const [first] = world.trust.entries
    assert.ok(first?.number?.from === 'ocsp')
    const requester = { key: asker.keyPem, certificates: asker.pem + world.issuer.enterprises.issuing.pem }
    world.trust = { entries: [{ ...first, number: { ...first.number, requester } }] }
    const certificate = world.issuer.person(someone)
    world.issuer.persons.tell(certificate, '15819010029')
    world.intercept = ({ question }) => {
      if (question !== undefined) writeFileSync(path('question.der'), question)
      return undefined
    }
    const checked = await world.checker.check([certificate.der], { use: 'person', number: true })
    assert.equal(checked.ok && checked.number.kind, 'found')
    const read = execFileSync('openssl', ['ocsp', '-reqin', path('question.der'), '-req_text'], { encoding: 'utf8' })
    assert.match(read, new RegExp(`Serial Number: ${upper(certificate)}`))
    assert.match(read, /Requestor Name: DirName: ?C ?= ?NO/)
    assert.match(read, /OCSP Nonce:[\s\S]+OCSP Service Locator|OCSP Service Locator[\s\S]+OCSP Nonce:/)
    assert.match(read, /2\.16\.578\.1\.16\.3\.2/)
    assert.equal(read.match(/Subject: /g)?.length, 2, 'with its chain')
  }
})

test('X5 our own network is not asked where the operator does not allow it', async () => {
  const { issuer, good, ocsp, lists } = outside
  const trust = { entries: trustIn([issuer], { ocsp: [ocsp], crl: [`${lists}/issuing.crl`] }) }
  const deps = { clock: systemClock, log: () => undefined, count: () => undefined, trust: () => trust }
  const checked = await openChecker({ ...deps, fetch: fetchOverNetwork([]) }).check([good.der], { use: 'person' })
  assert.ok(!checked.ok)
  assert.ok(checked.tried.includes('crl:inside') || checked.tried.includes('ocsp:inside'), checked.tried.join(' '))
})
