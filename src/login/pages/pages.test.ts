import assert from 'node:assert/strict'
import test from 'node:test'
import { languages, type Text } from '#i18n/text.ts'
import { markup } from '#ui/html.ts'
import { choosePage } from '#login/pages/choose.ts'
import { consentPage } from '#login/pages/consent.ts'
import { confirmPersonPage } from '#login/pages/confirm-person.ts'
import { loggedOutPage } from '#login/pages/logged-out.ts'
import type { ChooseProps, ConsentProps, LogoutProps } from '#login/pages/props.ts'

const name = (text: string): Text => ({ nb: text, nn: text, se: text, en: text })
const eid = (id: string, last = false): ChooseProps['offered'][number] => ({
  id,
  troubled: false,
  name: name(id),
  needs: name(`needs ${id}`),
  mark: 'XX',
  href: `/login/att_x/${id}`,
  last,
})
const choice: ChooseProps = {
  asked: 'substantial',
  offered: [eid('minid', true), eid('bankid')],
  off: [],
  missing: [],
  stepUpFrom: undefined,
  notice: undefined,
  said: undefined,
}

test('choose: E2 each eID is one large link with its name and what it needs; the last one used says so', () => {
  const { title, body } = choosePage(choice, 'nb', 'Skatt')
  const text = markup(body)
  assert.equal(title.nb, 'Velg hvordan du vil logge inn')
  assert.match(text, /href="\/login\/att_x\/minid".*<b>minid<\/b>.*Brukt sist.*needs minid/)
  assert.equal(text.match(/Brukt sist/g)?.length, 1)
  assert.match(text, /betydelig nivå/)
})

test('choose: E2 an eID is shown with its issuer’s logo where there is one, and with its letters else', () => {
  const offered = [
    { ...eid('minid'), mark: 'MI' },
    { ...eid('bankid'), logo: '/assets/logo-bankid.0000000000000000.svg' },
  ]
  const text = markup(choosePage({ ...choice, offered }, 'en').body)
  assert.match(text, /aria-hidden="true">MI</)
  assert.match(
    text,
    /<img class="[^"]*" src="\/assets\/logo-bankid\.0{16}\.svg" alt="" width="48" height="48"><span><b>bankid/,
  )
  assert.doesNotMatch(text, />XX</)
})

test('choose: E4 who is logged in too weakly is told what they have, what is needed, and why MinID is missing', () => {
  const props: ChooseProps = {
    ...choice,
    asked: 'high',
    offered: [eid('bankid')],
    missing: [name('MinID')],
    stepUpFrom: 'substantial',
  }
  const { title, body } = choosePage(props, 'en', 'My <health>')
  const text = markup(body)
  assert.equal(title.en, 'You need a stronger login')
  assert.match(
    text,
    /You are logged in at substantial level\. What you are about to do at My &lt;health&gt; requires high level/,
  )
  assert.match(text, /MinID is not shown, because it is not strong enough/)
})

test('choose: several that are too weak stand in one sentence', () => {
  const { body } = choosePage({ ...choice, missing: [name('MinID'), name('Annen')] }, 'nb')
  assert.match(markup(body), /MinID og Annen er ikke med, fordi de ikke er sterke nok/)
})

test('choose: I3 where nothing is strong enough there is a sentence and no empty list', () => {
  const { title, body } = choosePage({ ...choice, offered: [] }, 'nb')
  const text = markup(body)
  assert.match(title.nb, /Ingen innloggingsmåte/)
  assert.match(text, /Gå tilbake til tjenesten/)
  assert.doesNotMatch(text, /<ul/)
  assert.match(text, /href="\/no-eid"/)
})

test('choose: what went wrong before is said in every language', () => {
  for (const language of languages)
    for (const notice of ['refused', 'expired', 'unavailable', 'began-again', 'too-weak', 'too-old'] as const)
      assert.match(markup(choosePage({ ...choice, notice }, language).body), /role="alert">[^<]{20,}/)
})

test('choose: E11 "no eID" knows the way back to this login', () => {
  assert.match(markup(choosePage(choice, 'nb').body), /href="\/no-eid\?back=%2Flogin%2Fatt_x"/)
})

test('confirm person: E4 another person is never let in silently: one button says what ends', () => {
  const { title, body } = confirmPersonPage({ action: '/login/att_x/person', stamp: 'abc' }, 'en')
  const text = markup(body)
  assert.equal(title.en, 'You are about to log in as somebody else')
  assert.match(text, /the first login ends/)
  assert.match(text, /action="\/login\/att_x\/person".*name="stamp" value="abc".*name="go-on" value="yes"/s)
})

const out: LogoutProps = { frames: [], sent: [], told: [], untold: [], onward: undefined, nothing: false }

test('logged out: E9 a frame is "sent", a call of ours is "told", and who could not be told is shown with what to do', () => {
  const text = markup(loggedOutPage({ ...out, sent: ['Skatt'], told: ['Lån'], untold: ['Helse'] }, 'nb').body)
  assert.match(
    text,
    /Vi har sendt beskjed til.*Skatt.*Vi gir beskjed direkte til.*Lån.*Disse kunne vi ikke gi beskjed.*Helse.*Logg ut av dem selv/s,
  )
})

test('logged out: without a session the page says so', () => {
  assert.equal(loggedOutPage({ ...out, nothing: true }, 'nb').title.nb, 'Du var ikke logget inn')
})

const onward = { href: 'https://tax.example.no/', name: 'Skatt' }
const automatic: readonly [Partial<LogoutProps>, boolean][] = [
  [{ frames: ['https://a.example/out'], onward }, true],
  [{ frames: ['https://a.example/out'], untold: ['Helse'], onward }, false],
  [{ frames: [], onward }, false],
]

test('logged out: goes on by itself only when frames are told and nothing is left to read', () => {
  for (const [part, expected] of automatic) {
    const text = markup(loggedOutPage({ ...out, ...part }, 'nb').body)
    assert.equal(text.includes('data-after-frames'), expected)
    assert.match(text, /href="https:\/\/tax\.example\.no\/"/)
  }
})

test('logged out: a frame cannot take the window away, and its address is escaped', () => {
  const text = markup(loggedOutPage({ ...out, frames: ['https://a.example/out?iss=x&sid="y'] }, 'nb').body)
  assert.match(text, /<iframe src="https:\/\/a\.example\/out\?iss=x&amp;sid=&quot;y"/)
  assert.doesNotMatch(text, /allow-top-navigation/)
})

const consent = (over: Partial<ConsentProps> = {}): ConsentProps => ({
  action: '/login/att_x/consent',
  stamp: 's',
  service: 'Lån & <b>',
  items: [{ id: 'scope:a', text: name('See <income>'), lines: [] }],
  tells: undefined,
  faulty: false,
  ...over,
})
const second = { id: 'detail:0', text: name('Pay'), lines: [{ label: name('Amount'), value: '<5>' }] }

test('consent: one thing has a yes and a no, and no box', () => {
  const text = markup(consentPage(consent(), 'en').body)
  assert.match(text, /Lån &amp; &lt;b&gt; asks for access to this:.*<b>See &lt;income&gt;<\/b>/s)
  assert.doesNotMatch(text, /checkbox/)
  assert.match(
    text,
    /name="consent" value="yes">Give access<.*name="consent" value="no">Continue without giving access</s,
  )
})

test('consent: several have a box each that nobody has ticked, with what stands in it', () => {
  const text = markup(consentPage(consent({ items: [...consent().items, second] }), 'en').body)
  assert.equal(text.match(/type="checkbox"/g)?.length, 2)
  assert.doesNotMatch(text, /\schecked|aria-invalid/)
  assert.match(text, /<label class="ds-label" for="item-2">Pay<\/label>.*<dt>Amount<\/dt><dd>&lt;5&gt;<\/dd>/s)
})

test('consent: who agrees to nothing is told so at the first box', () => {
  const text = markup(consentPage(consent({ items: [...consent().items, second], faulty: true }), 'en').body)
  assert.match(text, /href="#item-1">Tick at least one thing/)
  assert.equal(text.match(/aria-invalid="true" aria-describedby="nothing"/g)?.length, 1)
})

test('consent: where nothing is asked for, what the service is told anyway and one button', () => {
  for (const [tells, words] of [
    [{ number: true, name: true }, /your national identity number or D number, and your name/],
    [{ number: true, name: false }, /your national identity number or D number\./],
    [{ number: false, name: true }, /does not learn your national identity number/],
  ] as const) {
    const { title, body } = consentPage(consent({ items: [], tells }), 'en')
    assert.equal(title.en, 'Do you want to log in?')
    assert.match(markup(body), words)
    assert.equal(markup(body).match(/<button/g)?.length, 1)
  }
})
