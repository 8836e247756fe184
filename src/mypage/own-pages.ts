/** What My page lends to an eID's own pages in it: who is here, their forms, and the surroundings. */
import type { Request } from '#http/routes.ts'
import type { Inside, PageDoor } from '#house-door/house-door.ts'
import { methodHouse } from '#login/house.ts'
import type { Login } from '#login/login.ts'
import type { AtHome, MethodPage, Owner, OwnPages } from '#login/method.ts'
import { pageName, upText } from '#mypage/texts.ts'
import type { Text } from '#i18n/text.ts'
import { hidden, stampField } from '#ui/fields.ts'
import { html } from '#ui/html.ts'
import { chevronBack } from '#ui/mark.ts'
import { page as shell } from '#ui/page.ts'

export const home = '/my'

/** Nothing is lent that the page itself could not do. */
export function openOwnPages(door: PageDoor, login: Login): OwnPages {
  const insides = new WeakMap<AtHome, Inside>()
  const insideOf = (at: AtHome): Inside => {
    const inside = insides.get(at)
    if (inside === undefined) throw new Error('nobody that this page let in')
    return inside
  }
  return {
    ...methodHouse(login),
    async require(c, needed) {
      const inside = await door.require(c, needed)
      if (inside instanceof Response) return inside
      const at: AtHome = { owner: ownerOf(inside), stamp: hidden(stampField, inside.stamp) }
      insides.set(at, inside)
      return at
    },
    posted: (c, at) => door.posted(c, insideOf(at)),
    show: (c, _at, page) => ownPage(c, page, aboveOf(login, c)),
  }
}

const ownerOf = ({ me: { person, numberHash, method, level, at } }: Inside): Owner => ({
  person,
  numberHash,
  method,
  level,
  at,
})

interface Above {
  readonly href: string
  readonly name: Text
}

const myPageAbove: Above = { href: home, name: pageName }

/** An eID's own first page lies below My page, its others below that one. */
function aboveOf({ methods }: Login, { req: { path } }: Request): Above {
  const [, , id, more] = path.split('/')
  const name = methods.find((method) => method.id === id)?.name
  return more === undefined || name === undefined ? myPageAbove : { href: `${home}/${id}`, name }
}

/** A page and the way to the one above it. */
export function ownPage(c: Request, { title, body, faulty = false }: MethodPage, above: Above = myPageAbove): Response {
  const language = c.get('language')
  const { pathname, search } = new URL(c.req.url)
  const way = html`<nav class="i-up" aria-label="${upText[language]}"><a class="ds-link" href="${above.href}">${chevronBack}${above.name[language]}</a></nav>
<h1 class="ds-heading">${title[language]}</h1>
${body}`
  c.header('cache-control', 'no-store')
  // A page that answers a post is left by the language switch to where it was asked from.
  const here = c.req.method === 'GET' ? pathname + search : home
  return shell(c, { language, title, heading: false, body: way, faulty, here })
}
