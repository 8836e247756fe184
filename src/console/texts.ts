/** Words of the operator's pages. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { KeyState } from '#keys/standing.ts'

export const texts = {
  name: { nb: 'Drift', nn: 'Drift', se: draft('Jođiheapmi'), en: 'Operations' },
  title: { nb: 'Signeringsnøkler', nn: 'Signeringsnøklar', se: draft('Vuolláičállinčoavdagat'), en: 'Signing keys' },
  lead: {
    nb: 'Tjenestene henter disse nøklene for å kontrollere innlogginger. Her ser du om de har hentet dem etter at den nyeste ble lagt ut.',
    nn: 'Tenestene hentar desse nøklane for å kontrollere innloggingar. Her ser du om dei har henta dei etter at den nyaste vart lagd ut.',
    se: draft(
      'Bálvalusat vižžet dáid čoavdagiid dárkkistan dihte sisačálihemiid. Dáppe oainnát leatgo sii viežžan daid maŋŋá go ođđaseamos biddjui olggos.',
    ),
    en: 'Services fetch these keys to check logins. Here you see whether they have fetched them since the newest one was published.',
  },
  algorithm: { nb: 'Algoritme', nn: 'Algoritme', se: draft('Algoritma'), en: 'Algorithm' },
  state: { nb: 'Tilstand', nn: 'Tilstand', se: draft('Dilli'), en: 'State' },
  from: { nb: 'Signerer fra', nn: 'Signerer frå', se: draft('Vuolláičállá rájes'), en: 'Signs from' },
  until: { nb: 'Ligger ute til', nn: 'Ligg ute til', se: draft('Lea olgun rádjai'), en: 'Published until' },
  key: { nb: 'Nøkkel-ID', nn: 'Nøkkel-ID', se: draft('Čoavdda-ID'), en: 'Key id' },
  service: { nb: 'Tjeneste', nn: 'Teneste', se: draft('Bálvalus'), en: 'Service' },
  last: { nb: 'Hentet sist', nn: 'Henta sist', se: draft('Vižžon maŋemus'), en: 'Last fetched' },
  hasAll: { nb: 'Har hentet alle', nn: 'Har henta alle', se: draft('Lea viežžan buot'), en: 'Has every key' },
  services: {
    nb: 'Tjenester som har hentet nøklene',
    nn: 'Tenester som har henta nøklane',
    se: draft('Bálvalusat mat leat viežžan čoavdagiid'),
    en: 'Services that have fetched the keys',
  },
  yes: { nb: 'Ja', nn: 'Ja', se: draft('Juo'), en: 'Yes' },
  no: {
    nb: 'Nei, ikke etter den nyeste',
    nn: 'Nei, ikkje etter den nyaste',
    se: draft('Ii, ii maŋŋá ođđaseamos'),
    en: 'No, not since the newest',
  },
  notSeen: { nb: 'Ikke sett', nn: 'Ikkje sedd', se: draft('Ii oidnon'), en: 'Not seen' },
  never: {
    nb: 'Nøklene er ikke hentet ennå.',
    nn: 'Nøklane er ikkje henta enno.',
    se: draft('Čoavdagat eai leat vel vižžon.'),
    en: 'The keys have not been fetched yet.',
  },
  named: {
    nb: 'Ingen trenger å si hvem de er for å hente nøklene, så vi kjenner bare dem som legger til ?client_id=… i adressen. Navnet er det de selv sier. Mellomlagre på veien kan svare uten at vi ser det.',
    nn: 'Ingen treng å seie kven dei er for å hente nøklane, så vi kjenner berre dei som legg til ?client_id=… i adressa. Namnet er det dei sjølve seier. Mellomlager på vegen kan svare utan at vi ser det.',
    se: draft(
      'Ii oktage dárbbaš dadjat gii lea go viežžá čoavdagiid, danin dovdat dušše daid geat lasihit ?client_id=… čujuhussii. Namma lea dat maid ieža dadjet. Gaskarádjosat sáhttet vástidit almmá ahte mii oaidnit.',
    ),
    en: 'Nobody has to say who they are to fetch the keys, so we know only those who add ?client_id=… to the address. The name is what they say themselves. Caches on the way may answer without our seeing it.',
  },
  help: {
    nb: 'Gå til hjelpesidene',
    nn: 'Gå til hjelpesidene',
    se: draft('Mana veahkkesiidduide'),
    en: 'Go to the help pages',
  },
  noRoleTitle: {
    nb: 'Du har ikke tilgang til driftssidene',
    nn: 'Du har ikkje tilgang til driftssidene',
    se: draft('Dus ii leat beassanlohpi jođihansiidduide'),
    en: 'You do not have access to the pages of operations',
  },
  noRole: {
    nb: 'Innloggingen gikk bra, men du står ikke på listen over dem som driver innloggingsportalen.',
    nn: 'Innlogginga gjekk bra, men du står ikkje på lista over dei som driv innloggingsportalen.',
    se: draft('Sisačáliheapmi manai bures, muhto don it leat listtus sis geat jođihit sisačálihanportála.'),
    en: 'You are logged in, but you are not on the list of those who operate the gateway.',
  },
} as const satisfies Record<string, Text>

export const sentences = {
  newest: {
    nb: (at: string) => `Den nyeste nøkkelen ble lagt ut ${at}.`,
    nn: (at: string) => `Den nyaste nøkkelen vart lagd ut ${at}.`,
    se: draft((at: string) => `Ođđaseamos čoavdda biddjui olggos ${at}.`),
    en: (at: string) => `The newest key was published on ${at}.`,
  },
  fetched: {
    nb: (at: string) => `Nøklene ble sist hentet ${at}.`,
    nn: (at: string) => `Nøklane vart sist henta ${at}.`,
    se: draft((at: string) => `Čoavdagat vižžojuvvojedje maŋemus ${at}.`),
    en: (at: string) => `The keys were last fetched on ${at}.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

export const states: Readonly<Record<KeyState, Text>> = {
  signs: { nb: 'Signerer nå', nn: 'Signerer no', se: draft('Vuolláičállá dál'), en: 'Signs now' },
  opens: {
    nb: 'Åpner det som er kryptert til oss',
    nn: 'Opnar det som er kryptert til oss',
    se: draft('Rahpá dan mii lea krypterejuvvon midjiide'),
    en: 'Opens what is encrypted for us',
  },
  announced: { nb: 'Varslet', nn: 'Varsla', se: draft('Almmuhuvvon'), en: 'Announced' },
  retired: { nb: 'Avløst', nn: 'Avløyst', se: draft('Lonuhuvvon'), en: 'Replaced' },
  gone: { nb: 'Fjernet', nn: 'Fjerna', se: draft('Sihkkojuvvon'), en: 'Removed' },
}
