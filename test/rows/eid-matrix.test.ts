/**
 * Rows E2, E7, X1–X4: every eID behind an issuer × every level that is asked for × every language: who may, gets in at that level and in that
 * language; what goes wrong is told in it.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { languages, type Language } from '#i18n/text.ts'
import { chooseTexts, notices } from '#login/pages/choose-texts.ts'
import { type PresetName, presets } from '#methods/federated/presets.ts'
import { saidOf } from '#methods/federated/words.ts'
import { textOf, type Visit } from '../browser.ts'
import { service } from '../client.ts'
import { answered, byIssuer, sentTo } from '../issuers.ts'
import { owners } from '../services.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened), { INNGANG_ISSUER_PORT: '8711' })

/** The service's own floor is low, so that the level is what the request names. */
const asks = ['low', 'substantial', 'high'] as const
const ids = Object.keys(presets) as PresetName[]

async function begin(level: (typeof asks)[number], language: Language) {
  const asked = await (
    await service(world, 'library')
  ).ask({ acr_values: `idporten-loa-${level}`, ui_locales: language })
  // Its own wish is another one: the service's goes before it.
  const browser = world.browser({ language: language === 'en' ? 'nb' : 'en' })
  return { asked, browser, chooser: await browser.get(asked.url) }
}
const isIn = (visit: Visit, language: Language): void =>
  assert.match(visit.body, new RegExp(`<html lang="${language}"`))

for (const id of ids) {
  for (const level of asks) {
    for (const language of languages) {
      test(`E2 E7 X4 ${id} at ${level} in ${language}`, async () => {
        const { asked, browser, chooser } = await begin(level, language)
        isIn(chooser, language)
        for (const text of [chooseTexts.title, presets[id].eid.needs])
          assert.ok(textOf(chooser).includes(text[language]))
        const back = await byIssuer(world, browser, chooser, id, { number: world.people.at(2).number })
        const claims = (await asked.finish(back)).claims()
        // What was reached is told, and each of them reaches high.
        assert.equal(claims?.['acr'], 'idporten-loa-high')
        assert.equal(claims?.['locale'], language)
      })
    }
  }
}

for (const language of languages) {
  test(`E7 X1 X4 what BankID says no to, an eID that is away and a level that is too low, told in ${language}`, async () => {
    const { browser, chooser } = await begin('high', language)
    const failed = await byIssuer(world, browser, chooser, 'bankid', { outcome: 'fail' })
    isIn(failed, language)
    assert.ok(textOf(failed).includes(saidOf('not-there', presets.bankid.eid.name, 'C302')[language]))
    const away = await byIssuer(world, browser, failed, 'buypass', { outcome: 'away' })
    assert.ok(textOf(away).includes(notices.unavailable[language]))
    const out = sentTo(await browser.click(away, '/bankid'))
    const weak = await browser.get(
      await answered(world, 'bankid', out, { number: world.people.at(2).number, way: '1' }),
    )
    isIn(weak, language)
    assert.ok(textOf(weak).includes(notices['too-weak'][language]))
  })
}
