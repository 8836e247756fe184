/** Every page of a login with a card, and the twin's page with cards, for the tests that look at all pages. */
import type { Language } from '#i18n/text.ts'
import type { Browser, Visit } from './browser.ts'
import { byCard, cardFor, cardsOf } from './cards.ts'
import { service } from './client.ts'
import { issuer, type World } from './world.ts'

type Add = (kind: 'login' | 'twin', name: string, visit: Visit) => Visit

export async function cardPages(world: World, language: Language, add: Add): Promise<void> {
  const browser = world.browser({ language })
  const { url } = await (await service(world, 'health')).ask()
  const chooser = await browser.get(url)
  add('login', 'card, insert', await browser.click(chooser, '/buypass-card'))
  add('login', 'card, stick', await browser.click(chooser, '/commfides-card'))
  add('login', 'card, none was shown', await byCard(world, browser, chooser, 'buypass-card', undefined))
  const card = cardFor(world, 'buypass-card', 3)
  const whose = add('login', 'card, whose', await byCard(world, browser, chooser, 'buypass-card', card))
  add('login', 'card, somebody else’s', await browser.submit(whose, '/not-me'))
  await refusals(world, browser, chooser, add)
  add('twin', 'cards', await browser.get(`${issuer}/sandbox/cards`))
}

async function refusals(world: World, browser: Browser, chooser: Visit, add: Add): Promise<void> {
  for (const state of ['expired', 'revoked', 'signing', 'no-number'] as const) {
    const visit = await byCard(world, browser, chooser, 'buypass-card', cardFor(world, 'buypass-card', 3, state))
    add('login', `chooser, card ${state}`, visit)
  }
  const enterprise = cardsOf(world).enterprise()
  add('login', 'chooser, enterprise card', await byCard(world, browser, chooser, 'buypass-card', enterprise))
  const other = cardFor(world, 'commfides-card', 3)
  add('login', 'chooser, another card', await byCard(world, browser, chooser, 'buypass-card', other))
}
