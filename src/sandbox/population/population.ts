/** The people of the twin: a thousand by default, as many as a test asks for; made when they are looked at. */
import { unmarked } from '#sandbox/population/names.ts'
import { type Kind, makePerson, type Person } from '#sandbox/population/person.ts'

export interface Population {
  readonly size: number
  /** @throws RangeError outside 0 … size − 1 */
  at(index: number): Person
  /** By the eleven digits. */
  find(number: string): Person | undefined
  /** In the order of their index, so the same request gives the same page. `name` matches anywhere in the full name, with or without its marks. */
  search(filter: { readonly kind?: Kind | undefined; readonly name?: string | undefined }): readonly Person[]
  /** Alive, of age, with a mobile number and a MinID password: the first `count` of them. */
  withMinid(count: number): readonly Person[]
}

export function population(size = 1000): Population {
  const made: (Person | undefined)[] = []
  let byNumber: Map<string, Person> | undefined
  const at = (index: number): Person => {
    if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError('nobody at this index')
    return (made[index] ??= makePerson(index))
  }
  const all = (): Person[] => Array.from({ length: size }, (_, index) => at(index))
  return {
    size,
    at,
    find: (number) => (byNumber ??= new Map(all().map((person) => [person.number, person]))).get(number),
    search: ({ kind, name }) => {
      const wanted = unmarked((name ?? '').trim())
      return all().filter(
        (person) =>
          (kind === undefined || person.kind === kind) && unmarked(`${person.given} ${person.family}`).includes(wanted),
      )
    },
    withMinid: (count) => {
      const found: Person[] = []
      for (let index = 0; index < size && found.length < count; index++) {
        const person = at(index)
        if (person.minid !== undefined) found.push(person)
      }
      return found
    },
  }
}
