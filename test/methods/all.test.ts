/** Every eID of the house and of the sandbox, through the same trials. */
import { readOrgNumber } from '#base/org-number.ts'
import { policies } from '#sandbox/ca/issuers.ts'
import type { Person } from '#sandbox/population/person.ts'
import type { Browser, Visit } from '../browser.ts'
import { byCard, cardFor, type CardMethod, cardsOf } from '../cards.ts'
import { codeIn } from '../client.ts'
import { answered, sentTo } from '../issuers.ts'
import { callback, owners, secret } from '../services.ts'
import { type World, worldForEach } from '../world.ts'
import { methodConformance, type Walk } from './conformance.ts'

const forOrganisations = {
  org_number: '971040238',
  name: 'Innsending',
  services: [
    {
      client_id: 'firma',
      client_name: 'Innsending',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: secret,
      redirect_uris: [callback('firma')],
      minimum_level: 'high',
      subjects: ['organisation'],
    },
  ],
}

let world: World
worldForEach(import.meta.filename, [...owners, forOrganisations], (opened) => (world = opened), {
  INNGANG_ISSUER_PORT: '8711',
})

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

/** Each person's organisation: the next number after theirs in the row that has a check digit. */
const organisationOf = ({ index }: Person): string => {
  const all = Array.from({ length: 200 }, (_, i) => String(315_000_000 + index * 200 + i))
  return all.find((number) => readOrgNumber(number) !== undefined) ?? ''
}
const withCertificate = (opened: World, browser: Browser, chooser: Visit, person: Person, policy: string) =>
  byCard(opened, browser, chooser, 'enterprise', organisationCard(opened, organisationOf(person), policy))
const organisationCard = (opened: World, organisation: string, policy: string) =>
  cardsOf(opened).enterprise({ organisation, name: `Bedrift ${organisation}`, over: { policies: [policy] } })

const enterprise: Walk = {
  id: 'enterprise',
  enough: 'firma',
  tooMuch: undefined,
  told: {
    claim: 'organisation',
    of: (person) => ({ authority: 'iso6523-actorid-upis', ID: `0192:${organisationOf(person)}` }),
  },
  async ready(opened, browser, chooser, person) {
    const page = await withCertificate(opened, browser, chooser, person, policies.buypass.enterpriseCard)
    return (sender) => sender.submit(page, '/confirm')
  },
  async weaker(opened, browser, chooser, person) {
    const page = await withCertificate(opened, browser, chooser, person, policies.buypass.enterprise)
    return (sender) => sender.submit(page, '/confirm')
  },
}
const elsewhere = [behindIssuer('bankid'), behindIssuer('buypass'), behindIssuer('commfides')]
for (const walk of [testEid, minid, ...elsewhere, withCard('buypass-card'), enterprise])
  methodConformance(walk, () => world)
