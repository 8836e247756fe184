/** Every eID of the house and of the sandbox, through the same trials. */
import { byCard, cardFor, type CardMethod } from '../cards.ts'
import { codeIn } from '../client.ts'
import { answered, sentTo } from '../issuers.ts'
import { owners } from '../services.ts'
import { type World, worldForEach } from '../world.ts'
import { methodConformance, type Walk } from './conformance.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened), { INNGANG_ISSUER_PORT: '8711' })

const testEid: Walk = {
  id: 'test',
  enough: 'health',
  tooMuch: undefined,
  async ready(_world, browser, chooser, { number }) {
    const page = await browser.click(chooser, '/test')
    return (sender) => sender.submit(page, '/test', { number, level: 'high' })
  },
  async weaker(_world, browser, chooser, { number }) {
    const page = await browser.click(chooser, '/test')
    return (sender) => sender.submit(page, '/test', { number, level: 'substantial' })
  },
}

const minid: Walk = {
  id: 'minid',
  enough: 'tax',
  tooMuch: 'health',
  async ready({ sms }, browser, chooser, { number, minid: account, mobile = '' }) {
    const password = await browser.click(chooser, '/minid')
    const page = await browser.submit(password, '/minid', { number, password: account?.password ?? '' })
    const code = codeIn(await sms(mobile))
    return (sender) => sender.submit(page, '/minid/code', { code })
  },
}

const atIssuer =
  (id: 'bankid' | 'buypass' | 'commfides', way: string): Walk['ready'] =>
  async (opened, browser, chooser, { number }) => {
    const address = await answered(opened, id, sentTo(await browser.click(chooser, `/${id}`)), { number, way })
    return (sender) => sender.get(address)
  }

const behindIssuer = (id: 'bankid' | 'buypass' | 'commfides'): Walk => ({
  id,
  enough: 'health',
  tooMuch: undefined,
  ready: atIssuer(id, '0'),
  // Of the three only BankID has a weaker way.
  ...(id === 'bankid' ? { weaker: atIssuer(id, '1') } : {}),
})

const withCard = (id: CardMethod): Walk => ({
  id,
  enough: 'health',
  tooMuch: undefined,
  async ready(opened, browser, chooser, { index }) {
    const page = await byCard(opened, browser, chooser, id, cardFor(opened, id, index))
    return (sender) => sender.submit(page, '/confirm')
  },
})

const elsewhere = [behindIssuer('bankid'), behindIssuer('buypass'), behindIssuer('commfides')]
for (const walk of [testEid, minid, ...elsewhere, withCard('buypass-card')]) methodConformance(walk, () => world)
