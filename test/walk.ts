/** What the walks to all pages have in common: what was shown, a service that asks for more than a login, and a login begun. */
import type { Language } from '#i18n/text.ts'
import type { Person } from '#sandbox/population/person.ts'
import { Browser, type Visit } from './browser.ts'
import { service } from './client.ts'
import { callback, secret } from './services.ts'
import type { World } from './world.ts'

export interface Shown {
  readonly name: string
  /** `login`: names the service and can be cancelled. `reading`: texts. `end`: a dead end or the end. `twin`: the sandbox's own. */
  readonly kind: 'login' | 'reading' | 'end' | 'twin'
  readonly visit: Visit
}

export type Add = (kind: Shown['kind'], name: string, visit: Visit) => Visit

const words = (nb: string, nn: string, se: string, en: string): object => ({ nb, nn, se, en })
/** A service that asks for more than a login. */
export const asking = {
  org_number: '974761076',
  name: 'Prøvekontoret',
  scopes: [
    {
      name: 'page:one',
      description: words('Se inntekten din', 'Sjå inntekta di', 'Oaidnit du sisaboađu', 'See your income'),
      requires_user_consent: true,
    },
    {
      name: 'page:two',
      description: words('Se gjelden din', 'Sjå gjelda di', 'Oaidnit du vealggi', 'See your debt'),
      requires_user_consent: true,
    },
  ],
  authorization_details_types: [
    {
      type: 'page:detail',
      description: words('Betale på dine vegne', 'Betale på dine vegner', 'Máksit du ovddas', 'Pay on your behalf'),
      fields: {
        amount: { label: words('Beløp', 'Sum', 'Submi', 'Amount'), kind: 'number' },
        actions: { label: words('Handlinger', 'Handlingar', 'Dagut', 'Actions'), kind: 'strings' },
      },
    },
  ],
  services: [
    {
      client_id: 'asking',
      client_name: words('Lånekontoret', 'Lånekontoret', 'Luoikkahat', 'The Loan Office'),
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: secret,
      redirect_uris: [callback('asking')],
      scopes: ['openid', 'profile', 'page:one', 'page:two'],
      authorization_details_types: ['page:detail'],
    },
    // Its user is asked about a logout, and it is called when one comes; nobody is there.
    {
      client_id: 'standard',
      client_name: words('Standardkontoret', 'Standardkontoret', 'Standárdakantuvra', 'The Standard Office'),
      client_uri: 'https://standard.example.no/',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: secret,
      profile: 'plain',
      redirect_uris: [callback('standard'), 'http://127.0.0.1:9/callback'],
      post_logout_redirect_uris: ['https://standard.example.no/bye'],
      backchannel_logout_uri: 'http://127.0.0.1:9/told',
    },
  ],
}

export interface Walk {
  readonly world: World
  readonly language: Language
  readonly add: Add
  readonly people: readonly Person[]
}

export const person = ({ people }: Walk, index: number): Person => {
  const found = people[index]
  if (found === undefined) throw new Error('too few people with MinID')
  return found
}

interface Begun {
  readonly browser: Browser
  readonly chooser: Visit
  readonly url: string
}

export async function begin({ world, language }: Walk, clientId = 'tax', browser?: Browser): Promise<Begun> {
  const used = browser ?? world.browser({ language })
  const { url } = await (await service(world, clientId)).ask()
  return { browser: used, chooser: await used.get(url), url }
}
