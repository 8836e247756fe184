// No provider: the work of one login that cannot be left out, in as many requests, with as many signatures and as many reads
// and writes on the same stores as ours: 14 of short life, 6 statements. No rules, no pages to speak of, no seals, no audit trail.
// PORT, DATABASE_URL and REDIS_URL (absent: a Map), BENCH_CLIENT_KEY
import * as crypto from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const port = Number(process.env.PORT ?? 4120)
const issuer = `http://127.0.0.1:${port}`
const { privateKey, publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' })
const client = JSON.parse(readFileSync(process.env.BENCH_CLIENT_KEY, 'utf8'))
const clientKey = { key: crypto.createPublicKey({ key: client, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }
const signing = { key: privateKey, dsaEncoding: 'ieee-p1363' }
const random = (bytes) => crypto.randomBytes(bytes).toString('base64url')
const hash = (text) => crypto.hash('sha256', text, 'base64url')

const hot = await (process.env.REDIS_URL === undefined ? mapStore() : redisStore())
const rows = await (process.env.DATABASE_URL === undefined ? mapRows() : postgresRows())

function mapStore() {
  const kept = new Map()
  return {
    put: (key, value) => void kept.set(key, value),
    get: (key) => kept.get(key),
    once: (key) => !kept.has(key) && kept.set(key, 1) !== undefined,
    swap: (key, value) => void kept.set(key, value),
  }
}

async function redisStore() {
  const { Redis } = await import('ioredis')
  const redis = new Redis(process.env.REDIS_URL)
  await redis.flushdb()
  redis.defineCommand('swap', {
    numberOfKeys: 1,
    lua: "if redis.call('get', KEYS[1]) then redis.call('set', KEYS[1], ARGV[1], 'EX', 1800) return 1 end return 0",
  })
  return {
    put: (key, value) => redis.set(key, JSON.stringify(value), 'EX', 1800),
    get: async (key) => JSON.parse(await redis.get(key)),
    once: async (key) => (await redis.set(key, '1', 'EX', 190, 'NX')) === 'OK',
    swap: (key, value) => redis.swap(key, JSON.stringify(value)),
  }
}

function mapRows() {
  const kept = new Map()
  return { write: (id, data) => void kept.set(id, data), read: (id) => kept.get(id) ?? {} }
}

async function postgresRows() {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
  await pool.query('drop table if exists bare; create table bare (id text primary key, data text not null)')
  const write = { name: 'w', text: 'insert into bare values ($1, $2) on conflict (id) do update set data = $2' }
  return {
    write: (id, data) => pool.query({ ...write, values: [id, JSON.stringify(data)] }),
    read: async (id) => (await pool.query({ name: 'r', text: 'select data from bare where id = $1', values: [id] })).rows[0],
  }
}

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const head = `${encode({ alg: 'ES256', typ: 'JWT', kid: 'bare' })}.`
function signed(payload) {
  const input = head + encode(payload)
  return `${input}.${crypto.sign('sha256', Buffer.from(input), signing).toString('base64url')}`
}

async function authenticated(form) {
  const [header, payload, signature] = form.get('client_assertion').split('.')
  const input = Buffer.from(`${header}.${payload}`)
  if (!crypto.verify('sha256', input, clientKey, Buffer.from(signature, 'base64url'))) throw new Error('signature')
  const { jti } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  if (!(await hot.once(`jti:${hash(jti)}`))) throw new Error('jti')
}

const page = (id) => `<!doctype html><title>bare</title><form method="post" action="/login/${id}/test"><button>go</button></form>`
const send = (response, status, body, headers = {}) =>
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', ...headers }).end(body)
const json = (response, status, body) => send(response, status, JSON.stringify(body), { 'content-type': 'application/json' })
const html = (response, body) => send(response, 200, body, { 'content-type': 'text/html; charset=utf-8' })

const cookieOf = (request) => /(?:^|; )k=([\w-]{43})/.exec(request.headers.cookie ?? '')?.[1]
async function opened(request, id) {
  const attempt = await hot.get(`att:${id}`)
  if (attempt.key !== hash(cookieOf(request))) throw new Error('cookie')
  return attempt
}

const routes = {
  'POST /par': async (_request, response, form) => {
    await authenticated(form)
    const handle = random(32)
    await hot.put(`par:${hash(handle)}`, Object.fromEntries(form))
    json(response, 201, { request_uri: `urn:bare:${handle}`, expires_in: 120 })
  },
  'GET /authorize': async (_request, response, query) => {
    const asked = await hot.get(`par:${hash(query.get('request_uri').slice(9))}`)
    const [id, key] = [random(16), random(32)]
    await hot.put(`att:${id}`, { asked, key: hash(key) })
    send(response, 303, '', { location: `/login/${id}`, 'set-cookie': `k=${key}; Path=/; HttpOnly` })
  },
  'GET /login': async (request, response, _query, id) => {
    await opened(request, id)
    html(response, page(id))
  },
  'POST /login': async (request, response, _form, id) => {
    const attempt = await opened(request, id)
    await rows.read('person')
    await hot.swap(`att:${id}`, { ...attempt, proved: 'somebody' })
    const [grant, secret] = [random(16), random(16)]
    await hot.put(`code:${grant}`, { asked: attempt.asked, secret: hash(secret) })
    await rows.write(grant, { client: 'bench', person: 'somebody' })
    await Promise.all([hot.put(`s:${random(32)}`, { person: 'somebody' }), hot.swap(`att:${id}`, { answered: grant })])
    const answer = new URLSearchParams({ code: `${grant}.${secret}`, state: attempt.asked.state, iss: issuer })
    send(response, 303, '', { location: `${attempt.asked.redirect_uri}?${answer}` })
  },
  'POST /token': async (_request, response, form) => {
    const [grant, secret] = form.get('code').split('.')
    const [code] = await Promise.all([hot.get(`code:${grant}`), authenticated(form)])
    const { asked } = code
    if (code.secret !== hash(secret) || asked.code_challenge !== hash(form.get('code_verifier'))) throw new Error('code')
    await Promise.all([hot.swap(`code:${grant}`, { spent: true }), rows.read('person')])
    await rows.write(`${grant}.token`, { issued: Date.now() })
    const iat = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, sub: 'somebody', iat, exp: iat + 120 }
    json(response, 200, {
      access_token: signed({ ...claims, jti: grant }),
      id_token: signed({ ...claims, aud: 'bench', nonce: asked.nonce }),
      token_type: 'Bearer',
      expires_in: 120,
    })
  },
  'GET /userinfo': async (request, response) => {
    const [, payload] = request.headers.authorization.slice(7).split('.')
    const { sub, jti } = JSON.parse(Buffer.from(payload, 'base64url').toString())
    await Promise.all([rows.read(jti), rows.read(`${jti}.end`)])
    json(response, 200, { sub })
  },
  'GET /jwks': (_request, response) =>
    json(response, 200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bare', alg: 'ES256', use: 'sig' }] }),
  'GET /.well-known': (_request, response) =>
    json(response, 200, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/userinfo`,
      pushed_authorization_request_endpoint: `${issuer}/par`,
    }),
}

async function bodyOf(request) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return new URLSearchParams(text)
}

async function handle(request, response) {
  const [path, query = ''] = request.url.split('?')
  const [, first, id] = path.split('/')
  const sent = request.method === 'POST' ? await bodyOf(request) : new URLSearchParams(query)
  await routes[`${request.method} /${first}`](request, response, sent, id)
}

createServer((request, response) => {
  handle(request, response).catch((error) => {
    console.error(error)
    response.writeHead(500).end()
  })
}).listen(port, '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
