/** For whom do you log in? A button each: oneself first, then those who gave a power of attorney. */
import { draft, type Language, type Text, type TextOf } from '#i18n/text.ts'
import { chooseTexts } from '#login/pages/choose-texts.ts'
import type { PartyProps } from '#login/pages/props.ts'
import { form, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

const texts = {
  title: {
    nb: 'Hvem logger du inn for?',
    nn: 'Kven loggar du inn for?',
    se: draft('Gean ovddas čálihat iežat sisa?'),
    en: 'For whom do you log in?',
  },
  why: {
    nb: 'Du har fullmakt fra noen andre. Velg om du logger inn for deg selv eller for en av dem. Tjenesten får vite hvem du er, og hvem du logger inn for.',
    nn: 'Du har fullmakt frå nokon andre. Vel om du loggar inn for deg sjølv eller for ein av dei. Tenesta får vite kven du er, og kven du loggar inn for.',
    se: draft(
      'Dus lea fápmudus earáin. Vállje čálihatgo iežat sisa iežat ovddas vai muhtun sin ovddas. Bálvalus oažžu diehtit gii don leat ja gean ovddas čálihat iežat sisa.',
    ),
    en: 'Others have given you a power of attorney. Choose whether you log in for yourself or for one of them. The service learns who you are, and for whom you log in.',
  },
  self: { nb: 'For meg selv', nn: 'For meg sjølv', se: draft('Iežan ovddas'), en: 'For myself' },
  noneTitle: {
    nb: 'Du har ingen slik fullmakt',
    nn: 'Du har inga slik fullmakt',
    se: draft('Dus ii leat dakkár fápmudus'),
    en: 'You have no such power of attorney',
  },
  none: {
    nb: 'Ingen har gitt deg den fullmakten som trengs. Be den du skal hjelpe, om å gi deg den, eller gå tilbake til tjenesten og logg inn på vanlig måte.',
    nn: 'Ingen har gitt deg den fullmakta som trengst. Be den du skal hjelpe, om å gi deg ho, eller gå tilbake til tenesta og logg inn på vanleg måte.',
    se: draft(
      'Ii oktage leat addán dutnje dan fápmudusa mii dárbbašuvvo. Bivdde su gean galggat veahkehit addit dan dutnje, dahje mana ruovttoluotta bálvalussii ja čálit iežat sisa dábálaš vuogi mielde.',
    ),
    en: 'Nobody has given you the power that is needed. Ask the person whom you want to help to give it to you, or go back to the service and log in as usual.',
  },
} as const satisfies Record<string, Text>

const asked: TextOf<[string]> = {
  nb: (service) => `${service} lar deg logge inn med fullmakt.`,
  nn: (service) => `${service} lèt deg logge inn med fullmakt.`,
  se: draft((service: string) => `${service} diktá du čálihit iežat sisa fápmudusain.`),
  en: (service) => `${service} lets you log in with a power of attorney.`,
}

const forOther: TextOf<[string]> = {
  nb: (name) => `For ${name}`,
  nn: (name) => `For ${name}`,
  se: draft((name: string) => `${name} ovddas`),
  en: (name) => `On behalf of ${name}`,
}

interface Page {
  readonly title: Text
  readonly body: Html
}

export function partyPage(p: PartyProps, l: Language): Page {
  const others = p.parties.map(({ id, name }) => ({ id, name: forOther[l](name) }))
  const choices = [{ id: p.self, name: texts.self[l] }, ...others]
  const body = html`<p class="ds-paragraph">${asked[l](p.service ?? chooseTexts.theService[l])} ${texts.why[l]}</p>
${form(p.action, p.stamp, html`<ul class="i-plain">${choices.map(({ id, name }) => html`<li>${secondaryButton(name, { name: 'party', value: id })}</li>`)}</ul>`)}`
  return { title: texts.title, body }
}

export const noPartyPage = (l: Language, service: string | undefined): Page => ({
  title: texts.noneTitle,
  body: html`<p class="ds-paragraph">${asked[l](service ?? chooseTexts.theService[l])} ${texts.none[l]}</p>`,
})
