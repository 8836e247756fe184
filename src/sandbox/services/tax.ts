/** The tax page: substantial for most things, high to change where money is paid. */
import { draft, type Text } from '#i18n/text.ts'
import type { SiteContent } from '#sandbox/services/site.ts'
import type { Task, TaskField } from '#sandbox/services/task.ts'

const percent = 27
/** Kroner a year below which nothing is withheld. */
const free = 100_000

const address: Task = {
  path: '/address',
  title: { nb: 'Meld flytting', nn: 'Meld flytting', se: draft('Dieđit fárrema'), en: 'Report a move' },
  lead: {
    nb: 'Fortell oss hvor du bor nå.',
    nn: 'Fortel oss kvar du bur no.',
    se: draft('Muital midjiide gos orut dál.'),
    en: 'Tell us where you live now.',
  },
  fields: [
    field('street', {
      label: { nb: 'Gate og nummer', nn: 'Gate og nummer', se: draft('Geaidnu ja nummir'), en: 'Street and number' },
      missing: {
        nb: 'Skriv gate og nummer.',
        nn: 'Skriv gate og nummer.',
        se: draft('Čális geainnu ja nummira.'),
        en: 'Enter the street and number.',
      },
      autocomplete: 'street-address',
    }),
    field('postcode', {
      label: { nb: 'Postnummer', nn: 'Postnummer', se: draft('Poastanummir'), en: 'Postcode' },
      missing: {
        nb: 'Skriv postnummeret med fire siffer.',
        nn: 'Skriv postnummeret med fire siffer.',
        se: draft('Čális poastanummira njealji loguin.'),
        en: 'Enter the postcode with four digits.',
      },
      autocomplete: 'postal-code',
      kind: 'digits',
      holds: (value) => /^\d{4}$/.test(value),
    }),
    field('from', {
      label: { nb: 'Flyttet dit', nn: 'Flytta dit', se: draft('Fárren dohko'), en: 'Moved there on' },
      missing: { nb: 'Velg en dato.', nn: 'Vel ein dato.', se: draft('Vállje dáhtona.'), en: 'Choose a date.' },
      kind: 'date',
      holds: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value),
    }),
  ],
  submit: { nb: 'Send flyttemeldingen', nn: 'Send flyttemeldinga', se: draft('Sádde fárrendieđáhusa'), en: 'Send' },
}

const taxCard: Task = {
  path: '/tax-card',
  title: { nb: 'Skattekortet ditt', nn: 'Skattekortet ditt', se: draft('Du vearrogoarta'), en: 'Your tax card' },
  lead: {
    nb: 'Endre det hvis inntekten din blir en annen i år.',
    nn: 'Endre det om inntekta di blir ei anna i år.',
    se: draft('Rievdat dan jus du dietnasat rivdet dán jagi.'),
    en: 'Change it if your income will be different this year.',
  },
  details: (l) => [
    { label: percentText[l], value: `${percent} %` },
    { label: freeText[l], value: kroner(free) },
  ],
  fields: [
    field('income', {
      label: {
        nb: 'Inntekt i år, i kroner',
        nn: 'Inntekt i år, i kroner',
        se: draft('Dietnasat dán jagi, ruvnnuin'),
        en: 'Income this year, in kroner',
      },
      missing: {
        nb: 'Skriv inntekten i hele kroner.',
        nn: 'Skriv inntekta i heile kroner.',
        se: draft('Čális dietnasiid olles ruvnnuin.'),
        en: 'Enter the income in whole kroner.',
      },
      kind: 'digits',
      holds: (value) => /^\d{1,9}$/.test(value.replace(/\s/g, '')),
    }),
  ],
  submit: {
    nb: 'Endre skattekortet',
    nn: 'Endre skattekortet',
    se: draft('Rievdat vearrogoartta'),
    en: 'Change the tax card',
  },
  answer: (sent, l) => {
    const income = Number((sent.get('income') ?? '').replace(/\s/g, ''))
    return [
      { label: newPercentText[l], value: `${income <= free ? 0 : Math.min(47, 20 + Math.floor(income / 60_000))} %` },
    ]
  },
}

const percentText: Text = { nb: 'Prosent nå', nn: 'Prosent no', se: draft('Proseanta dál'), en: 'Per cent now' }
const newPercentText: Text = { nb: 'Ny prosent', nn: 'Ny prosent', se: draft('Ođđa proseanta'), en: 'New per cent' }
const freeText: Text = {
  nb: 'Uten trekk opp til',
  nn: 'Utan trekk opp til',
  se: draft('Almmá geassima haga gitta'),
  en: 'Nothing withheld up to',
}
const kroner = (n: number): string => `${new Intl.NumberFormat('nb').format(n)} kr`

const dialogue: Task = {
  path: '/dialogue',
  title: {
    nb: 'Skriv til saksbehandleren',
    nn: 'Skriv til saksbehandlaren',
    se: draft('Čále áššemeannudeaddjái'),
    en: 'Write to your case officer',
  },
  lead: {
    nb: 'Spør om saken din. Det du skriver, blir stående her så lenge du er logget inn.',
    nn: 'Spør om saka di. Det du skriv, blir ståande her så lenge du er logga inn.',
    se: draft('Jeara iežat ášši birra. Maid čálát, bissu dáppe nu guhká go leat sis.'),
    en: 'Ask about your case. What you write stays here for as long as you are logged in.',
  },
  fields: [
    field('message', {
      label: { nb: 'Meldingen din', nn: 'Meldinga di', se: draft('Du diehtu'), en: 'Your message' },
      missing: { nb: 'Skriv en melding.', nn: 'Skriv ei melding.', se: draft('Čális dieđu.'), en: 'Write a message.' },
      kind: 'long',
    }),
  ],
  submit: { nb: 'Send meldingen', nn: 'Send meldinga', se: draft('Sádde dieđu'), en: 'Send the message' },
  reply: {
    nb: 'Takk, vi har fått meldingen. En saksbehandler svarer vanligvis innen tre virkedager.',
    nn: 'Takk, vi har fått meldinga. Ein saksbehandlar svarer vanlegvis innan tre verkedagar.',
    se: draft('Giitu, mii leat ožžon dieđu. Áššemeannudeaddji vástida dábálaččat golmma bargobeaivvis.'),
    en: 'Thank you, we have your message. A case officer usually answers within three working days.',
  },
}

const account: Task = {
  path: '/account',
  level: 'high',
  title: {
    nb: 'Kontonummer for skattepenger',
    nn: 'Kontonummer for skattepengar',
    se: draft('Kontonummir vearroruđaide'),
    en: 'Account for tax refunds',
  },
  lead: {
    nb: 'Velg hvor skattepengene skal betales ut.',
    nn: 'Vel kvar skattepengane skal betalast ut.',
    se: draft('Vállje gosa vearroruđat galget máksojuvvot.'),
    en: 'Choose where your tax refund is paid.',
  },
  fields: [
    field('account', {
      label: { nb: 'Kontonummer', nn: 'Kontonummer', se: draft('Kontonummir'), en: 'Account number' },
      hint: {
        nb: '11 siffer. Finn på et nummer.',
        nn: '11 siffer. Finn på eit nummer.',
        se: draft('11 logu. Hutkka nummira.'),
        en: '11 digits. Make one up.',
      },
      missing: {
        nb: 'Skriv kontonummeret med 11 siffer.',
        nn: 'Skriv kontonummeret med 11 siffer.',
        se: draft('Čális kontonummira 11 loguin.'),
        en: 'Enter the account number with 11 digits.',
      },
      kind: 'digits',
      holds: (value) => /^\d{11}$/.test(value.replace(/[\s.]/g, '')),
    }),
  ],
  submit: {
    nb: 'Lagre kontonummeret',
    nn: 'Lagre kontonummeret',
    se: draft('Vurke kontonummira'),
    en: 'Save the account number',
  },
}

function field(id: string, rest: Omit<TaskField, 'id'>): TaskField {
  return { id, ...rest }
}

export const tax: SiteContent = {
  level: 'substantial',
  intro: {
    nb: 'Her ordner du skatten din. Du må logge inn på nivået betydelig, for eksempel med MinID.',
    nn: 'Her ordnar du skatten din. Du må logge inn på nivået betydeleg, til dømes med MinID.',
    se: draft('Dáppe ortnet iežat vearu. Fertet čálihit iežat sisa mearkkašahtti dásis, ovdamearkka dihtii MinID:in.'),
    en: 'Here you see to your tax. You need to log in at the level substantial, for example with MinID.',
  },
  tasks: [address, taxCard, dialogue, account],
  // A ledger with a total.
  mark: '<path d="M5 3h14v18H5z" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8.5 8h7M8.5 12h7M12.5 16.5h3" stroke="currentColor" stroke-width="2"/>',
  deep: {
    text: {
      nb: 'Bestill legetime hos helseportalen',
      nn: 'Bestill legetime i helseportalen',
      se: draft('Diŋgo doavttirdiimmu dearvvašvuođaportálas'),
      en: 'Book a doctor’s appointment in the health portal',
    },
    path: '/appointments/3',
  },
}
