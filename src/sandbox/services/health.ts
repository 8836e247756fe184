/** The health portal: everything at the high level. Its bookings are reached from the tax page, too. */
import { draft, type Language, type Text } from '#i18n/text.ts'
import type { SiteContent } from '#sandbox/services/site.ts'
import type { Task } from '#sandbox/services/task.ts'
import { html } from '#ui/html.ts'

interface Slot {
  readonly id: number
  /** Days from today. */
  readonly inDays: number
  readonly time: string
  readonly with: Text
}

const slots: readonly Slot[] = [
  {
    id: 1,
    inDays: 2,
    time: '09:15',
    with: { nb: 'Fastlege', nn: 'Fastlege', se: draft('Fástadoavttir'), en: 'General practitioner' },
  },
  {
    id: 2,
    inDays: 5,
    time: '13:40',
    with: { nb: 'Fysioterapeut', nn: 'Fysioterapeut', se: draft('Fysioterapevta'), en: 'Physiotherapist' },
  },
  {
    id: 3,
    inDays: 8,
    time: '10:30',
    with: {
      nb: 'Fastlege, telefontime',
      nn: 'Fastlege, telefontime',
      se: draft('Fástadoavttir, telefondiibmu'),
      en: 'General practitioner, by phone',
    },
  },
  {
    id: 4,
    inDays: 12,
    time: '08:50',
    with: { nb: 'Blodprøve', nn: 'Blodprøve', se: draft('Varraiskkus'), en: 'Blood test' },
  },
]

const words = {
  when: { nb: 'Tid', nn: 'Tid', se: draft('Áigi'), en: 'Time' },
  with: { nb: 'Hos', nn: 'Hos', se: draft('Geas'), en: 'With' },
  book: { nb: 'Bestill timen', nn: 'Bestill timen', se: draft('Diŋgo diimmu'), en: 'Book this appointment' },
} as const satisfies Record<string, Text>

const dayLength = 24 * 3600 * 1000

function dayOf(slot: Slot, l: Language, now: number): string {
  const format = new Intl.DateTimeFormat(l, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'Europe/Oslo' })
  return `${format.format(now + slot.inDays * dayLength)}, ${slot.time}`
}

const booking = (slot: Slot): Task => ({
  path: `/appointments/${slot.id}`,
  hidden: true,
  title: slot.with,
  lead: {
    nb: 'Denne timen er ledig.',
    nn: 'Denne timen er ledig.',
    se: draft('Dát diibmu lea rabas.'),
    en: 'This appointment is free.',
  },
  details: (l, now) => [
    { label: words.when[l], value: dayOf(slot, l, now) },
    { label: words.with[l], value: slot.with[l] },
  ],
  fields: [
    {
      id: 'reason',
      label: { nb: 'Hva gjelder det?', nn: 'Kva gjeld det?', se: draft('Maid guoská?'), en: 'What is it about?' },
      hint: {
        nb: 'Noen få ord er nok. Skriv ikke noe virkelig.',
        nn: 'Nokre få ord er nok. Skriv ikkje noko verkeleg.',
        se: draft('Moadde sáni leat doarvái. Ale čále maidege albma.'),
        en: 'A few words will do. Write nothing real.',
      },
      missing: {
        nb: 'Skriv hva det gjelder.',
        nn: 'Skriv kva det gjeld.',
        se: draft('Čális maid guoská.'),
        en: 'Write what it is about.',
      },
    },
  ],
  submit: words.book,
})

export const health: SiteContent = {
  level: 'high',
  intro: {
    nb: 'Her finner du timene dine. Opplysninger om helse krever at du logger inn på høyt nivå.',
    nn: 'Her finn du timane dine. Opplysningar om helse krev at du loggar inn på høgt nivå.',
    se: draft('Dáppe gávnnat iežat diimmuid. Dearvvašvuođadieđut gáibidit ahte čálihat iežat sisa alla dásis.'),
    en: 'Here you find your appointments. Information about health requires that you log in at the high level.',
  },
  list: {
    path: '/appointments',
    title: { nb: 'Timer', nn: 'Timar', se: draft('Diimmut'), en: 'Appointments' },
    lead: {
      nb: 'Se ledige timer og bestill en av dem.',
      nn: 'Sjå ledige timar og bestill ein av dei.',
      se: draft('Geahča rabas diimmuid ja diŋgo ovtta.'),
      en: 'See what is free, and book one.',
    },
    body: (l, now) =>
      html`<ul class="tasks">${slots.map((slot) => html`<li><a href="/appointments/${slot.id}"><b>${slot.with[l]}</b><small>${dayOf(slot, l, now)}</small></a></li>`)}</ul>`,
  },
  tasks: slots.map(booking),
  // A pulse in a round.
  mark: '<circle cx="12" cy="12" r="10" fill="none" stroke="currentColor" stroke-width="2"/><path d="M5 12.5h4l1.8-4.5 3 8.5 1.7-4H19" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>',
  deep: {
    text: {
      nb: 'Se skattekortet ditt på skattesiden',
      nn: 'Sjå skattekortet ditt på skattesida',
      se: draft('Geahča iežat vearrogoartta vearrosiiddus'),
      en: 'See your tax card on the tax page',
    },
    path: '/tax-card',
  },
}
