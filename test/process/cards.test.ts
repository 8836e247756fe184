/** The twin's listener for cards, in a program of its own: there when somebody comes, and gone with the rest. */
import assert from 'node:assert/strict'
import { request } from 'node:https'
import { afterEach, test } from 'node:test'
import { answering, endAll, type Folder, folder, freePorts, start } from './started.ts'

let data: Folder | undefined
afterEach(() => {
  endAll()
  data?.remove()
})

/** Somebody with this file of a card at the listener, and where they are sent. */
const show = (port: number, card: string | undefined): Promise<{ status: number; location: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: `/buypass-card/shown?handover=att_${'x'.repeat(22)}.${'y'.repeat(43)}`,
        agent: false,
        rejectUnauthorized: false,
        ...(card === undefined ? {} : { cert: card, key: card }),
      },
      (got) => {
        got.resume()
        got.once('end', () => resolve({ status: got.statusCode ?? 0, location: got.headers.location ?? '' }))
      },
    )
    sent.once('error', reject)
    sent.end()
  })

test('X2 the twin listens for cards beside its own port, makes the same ones after a restart, and leaves in good order', async () => {
  const place = folder()
  data = place
  const [main = 0, examples = 0, , first = 0] = await freePorts(9)
  const settings = {
    INNGANG_DATA: place.path,
    INNGANG_PORT: String(main),
    INNGANG_EXAMPLE_PORT: String(examples),
    INNGANG_ISSUER_PORT: String(first),
  }
  const issuer = `http://localhost:${main}`
  const file = `${issuer}/sandbox/cards/buypass/good/3.pem`
  const cards: string[] = []
  for (let round = 0; round < 2; round++) {
    const twin = start('twin.ts', settings)
    await answering(`${issuer}/health/ready`, twin)
    const card = await (await answering(file, twin)).text()
    cards.push(card.slice(card.indexOf('-----BEGIN PRIVATE KEY-----')))
    // The hand-over is nobody's: they are sent home, with a card and without.
    for (const shown of [card, undefined])
      assert.deepEqual(await show(first + 3, shown), {
        status: 303,
        location: `${issuer}/login/att_${'x'.repeat(22)}/buypass-card`,
      })
    assert.equal(await twin.stop(), 0)
    await assert.rejects(show(first + 3, card), /ECONNREFUSED/)
  }
  assert.equal(cards[0], cards[1])
})
