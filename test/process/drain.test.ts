/** Told to stop under load, the program leaves without dropping anyone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { population } from '#sandbox/population/population.ts'
import { landed } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { exchange, good, query } from '../wire.ts'
import { type Program, program } from './program.ts'

const many = 50

/** Answered only after what was sent on other connections before it. */
async function allArrived({ issuer }: Program): Promise<void> {
  for (let i = 0; i < 3; i++) assert.equal((await fetch(`${issuer}/health/live`)).status, 200)
}

test('P1 SIGTERM with fifty requests under way: each gets its whole answer, and its login goes on after a restart', async () => {
  const gateway = await program()
  const first = await gateway.start()
  const ready = await Promise.all(
    population()
      .withMinid(many)
      .map(async (person) => {
        const browser = gateway.wire.browser()
        const chooser = await browser.get(`/authorize?${query(good('library'))}`)
        return { person, browser, page: await browser.click(chooser, '/minid') }
      }),
  )
  // Passwords are answered after 300 ms at the least: none is done when the signal comes.
  const answers = ready.map(async ({ person, browser, page }) => {
    const action = /<form[^>]*action="([^"]+\/minid)"/.exec(page.body)?.[1] ?? ''
    const stamp = /name="(\w+)" value="([^"]*)"/.exec(page.body.slice(page.body.indexOf(action)))
    const fields = {
      [stamp?.[1] ?? '']: stamp?.[2] ?? '',
      number: person.number,
      password: person.minid?.password ?? '',
    }
    return browser.once('POST', action, new URLSearchParams(fields).toString())
  })
  await allArrived(gateway)
  const ended = first.stop('SIGTERM')
  for (const { status, headers } of await Promise.all(answers)) {
    assert.equal(status, 303)
    assert.match(headers.get('location') ?? '', /\/minid\/code$/)
  }
  assert.equal(await ended, 0, first.printed())

  const second = await gateway.start()
  for (const { browser, page } of ready) {
    const code = await browser.get(page.url.replace(/\/minid$/, ''))
    assert.equal(code.status, 200, 'its attempt is there')
  }
  assert.equal(await second.stop(), 0)
  assert.equal((await gateway.cli('audit', 'verify')).code, 0)
  gateway.remove()
})

test('P1 SIGTERM under fifty logins behind a load balancer: it says not ready first, and no connection breaks', async () => {
  const gateway = await program()
  const twin = await gateway.start({ INNGANG_DRAIN_NOTICE_SECONDS: '3' })
  const balancer = { sends: true }
  let done = 0
  const user = async (index: number): Promise<void> => {
    while (balancer.sends) {
      const browser = gateway.wire.browser()
      const chooser = await browser.get(`/authorize?${query(good('library'))}`)
      assert.equal(chooser.status, 200)
      if (!balancer.sends) return
      const back = landed(await byTestEid(browser, chooser, gateway.wire.people.at(index).number, 'high'))
      assert.equal((await exchange(gateway.wire, 'library', back.searchParams.get('code') ?? '')).status, 200)
      done++
    }
  }
  const users = Array.from({ length: many }, (_, index) => user(index))
  while (done < many) await new Promise((resolve) => setTimeout(resolve, 10))
  const ended = twin.stop('SIGTERM')
  // As a load balancer does: asks again and again, and sends nobody there who is not on the way already.
  let status = 200
  while (status === 200) status = (await fetch(`${gateway.issuer}/health/ready`)).status
  assert.equal(status, 503)
  assert.equal((await fetch(`${gateway.issuer}/health/live`)).status, 200, 'it is not ill')
  balancer.sends = false
  await Promise.all(users)
  assert.equal(await ended, 0, twin.printed())
  await assert.rejects(fetch(`${gateway.issuer}/health/live`))
  gateway.remove()
})
