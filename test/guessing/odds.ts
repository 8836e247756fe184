/** The odds of getting in by guessing, computed from the very limits that the code has. `guessing.test.ts` runs them; docs/security.md shows them. */
import { readableCharacters } from '#base/secrets.ts'
import { codeLength } from '#letters/books.ts'
import { type GuessRule, timesOf } from '#guessing/rule.ts'
import { letterRule } from '#letters/guesses.ts'
import { codeRules } from '#methods/minid/codes.ts'
import { guessRules } from '#methods/minid/guesses.ts'
import { addressRule, lockSeconds } from '#methods/minid/lock.ts'
import { passwordLimits } from '#methods/minid/passwords/rules.ts'
import { personBudget } from '#methods/minid/errands/person-budget.ts'
import { mostDevices } from '#methods/minid/second/store.ts'
import { totpRules } from '#methods/minid/second/totp.ts'
import { temporaryRules } from '#methods/minid/recover/temporary.ts'

export const hour = 3600
export const day = 24 * hour
export const year = 365 * day

/** What we want to hold, for one person, one attacker and one year without a pause in which nobody notices. */
export const aims = {
  /** Who knows an identity number and nothing else. */
  numberAlone: 1e-6,
  /** Who has the password already, by all kinds of codes together. NIST SP 800-63B-4 §3.2.2 allows 100 guesses at 20 bits: as much. */
  passwordKnown: 1e-4,
} as const

/** A year of each rule: shorter times are its beginning, since each guess is made as soon as it may. */
const years = new Map<GuessRule, Map<number, readonly number[]>>()
function yearOf(rule: GuessRule, weight: number): readonly number[] {
  const known = years.get(rule) ?? new Map<number, readonly number[]>()
  years.set(rule, known)
  const times = known.get(weight) ?? timesOf(rule, year, weight)
  known.set(weight, times)
  return times
}

const timesIn = (rule: GuessRule, within: number): readonly number[] =>
  yearOf(rule, 1).slice(0, guessesIn(rule, within))

function guessesIn(rule: GuessRule, within: number, weight = 1): number {
  if (within > year) throw new Error('no longer than a year')
  const times = yearOf(rule, weight)
  let [least, most] = [0, times.length]
  while (least < most) {
    const middle = (least + most) >>> 1
    if ((times[middle] as number) < within) least = middle + 1
    else most = middle
  }
  return least
}

const codesOf = (length: number): number => readableCharacters.length ** length

/** Tries of the password for one identity number. */
export const passwordTimes = (within: number): readonly number[] => timesIn(guessRules.password, within)
/** More of them in a browser that its owner has logged in with. */
export const markedGuesses = (within: number): number => guessesIn(guessRules.marked, within)

/** Guesses at one letter's codes. */
export const letterGuesses = (within: number): number => guessesIn(letterRule, within)

/** Guesses at codes by SMS. Those that come back are let in with a whole code's. */
export const smsGuesses = (within: number): number =>
  Math.min(
    guessRules.codes.most + Math.floor(within / guessRules.codes.backSeconds) + codeRules.guesses - 1,
    Math.ceil(within / hour) * codeRules.perHour * codeRules.guesses,
  )

/** Guesses at temporary passwords that somebody asks for in another's name. */
export function temporaryGuesses(within: number): number {
  const { hour: perHour, day: perDay } = personBudget
  return Math.min(Math.ceil(within / hour) * perHour, Math.ceil(within / day) * perDay) * temporaryRules.guesses
}

/** Tries of passwords from one address, for as many numbers as one likes. The count lives an hour from its first failure. */
export const addressTries = (within: number): number =>
  Math.ceil(within / addressRule.forget) * triesOfAnHour(Math.min(within, addressRule.forget))

function triesOfAnHour(within: number): number {
  let [at, failures] = [0, 0]
  while (at < within) {
    failures += 1
    at += lockSeconds(addressRule, failures)
  }
  return failures
}

/**
 * At most: what comes to mind first is refused, and what comes to mind as number k is no likelier than 1 in k (the k before it are as
 * likely at least, and together no more than certain).
 */
export const passwordGuess = 1 / passwordLimits.guesses
export const smsGuess = 1 / codesOf(codeRules.length)
export const letterGuess = 1 / codesOf(codeLength)
/** So many codes are right at a time, for each app. */
export const appGuess = (2 * totpRules.drift + 1) / 10 ** totpRules.digits

/** Of two in a row: the second is right for the very step after the first one's. */
export const pairGuess = appGuess / 10 ** totpRules.digits

/** Guesses at one code of so many apps, each worth as many as there are apps; after them two in a row are asked for. */
export const appGuesses = (within: number, apps = 1): number => guessesIn(guessRules.app, within, apps)
export const pairGuesses = (within: number): number => guessesIn(guessRules.pair, within)

export interface Chances {
  readonly password: number
  readonly sms: number
  readonly letter: number
  /** Of one code at one app, and of two in a row. */
  readonly app: number
  readonly pair: number
  /** How many apps there are. */
  readonly apps: number
  /** In a browser that the owner has logged in with. */
  readonly marked?: boolean
}
const ours: Chances = {
  password: passwordGuess,
  sms: smsGuess,
  letter: letterGuess,
  app: appGuess,
  pair: pairGuess,
  apps: 0,
}
export const withApps = (apps: number): Chances => ({ ...ours, apps })
export const markedBrowser: Chances = { ...ours, marked: true }

/** At least one of so many hits. */
const hit = (chance: number, guesses: number): number => -Math.expm1(guesses * Math.log1p(-chance))

const appWithin = (within: number, { app, pair, apps }: Chances): number =>
  apps === 0 ? 0 : 1 - (1 - hit(apps * app, appGuesses(within, apps))) * (1 - hit(apps * pair, pairGuesses(within)))

/** With the password known: by SMS, by a letter and by apps, side by side. */
export const codesWithin = (within: number, chances: Chances = ours): number =>
  1 -
  (1 - hit(chances.sms, smsGuesses(within))) *
    (1 - hit(chances.letter, letterGuesses(within))) *
    (1 - appWithin(within, chances))

/** The password first, and with what is left of the time the codes. Whether its owner logs in meanwhile changes nothing. */
export const numberAloneWithin = (within: number, chances: Chances = ours): number =>
  triesWithin(within, chances).reduce(
    (sum, at, tried) => sum + (1 - chances.password) ** tried * chances.password * codesWithin(within - at, chances),
    0,
  )

const triesWithin = (within: number, { marked }: Chances): readonly number[] =>
  marked === true
    ? [...passwordTimes(within), ...timesIn(guessRules.marked, within)].toSorted((a, b) => a - b)
    : passwordTimes(within)

/** As many apps as one may add. */
export const mostApps: Chances = withApps(mostDevices)

export const temporaryWithin = (within: number): number => temporaryGuesses(within) / codesOf(temporaryRules.length)

/** `1 in 25,000`, to two digits. */
export const oneIn = (odds: number): string => `1 in ${rounded(1 / odds)}`

const scales = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
] as const

function rounded(value: number): string {
  const scale = scales.find(([least]) => value >= least)
  const two = Number((value / (scale?.[0] ?? 1)).toPrecision(2))
  return scale === undefined ? two.toLocaleString('en') : `${two.toLocaleString('en')} ${scale[1]}`
}

interface Row {
  readonly what: string
  readonly oneGuess: string
  readonly guesses: (within: number) => number
  readonly odds: (within: number) => number
}

const rows: readonly Row[] = [
  {
    what: 'the password, by who knows the number',
    oneGuess: `${oneIn(passwordGuess)} at most`,
    guesses: (within) => passwordTimes(within).length,
    odds: (within) => passwordTimes(within).length * passwordGuess,
  },
  {
    what: 'the password besides, by who has a browser in which its owner has logged in',
    oneGuess: `${oneIn(passwordGuess)} at most`,
    guesses: markedGuesses,
    odds: (within) => markedGuesses(within) * passwordGuess,
  },
  {
    what: 'a code by SMS, by who has the password',
    oneGuess: oneIn(smsGuess),
    guesses: smsGuesses,
    odds: (within) => smsGuesses(within) * smsGuess,
  },
  {
    what: 'a code of a letter, by who has the password',
    oneGuess: oneIn(letterGuess),
    guesses: letterGuesses,
    odds: (within) => letterGuesses(within) * letterGuess,
  },
  {
    what: 'a code of an app, by who has the password, where its owner has added one',
    oneGuess: `3 in ${rounded(10 ** totpRules.digits)}`,
    guesses: appGuesses,
    odds: (within) => hit(appGuess, appGuesses(within)),
  },
  {
    what: 'two codes in a row of an app, which are asked for after that',
    oneGuess: `3 in ${rounded(10 ** (2 * totpRules.digits))}`,
    guesses: pairGuesses,
    odds: (within) => hit(pairGuess, pairGuesses(within)),
  },
  {
    what: 'a temporary password, by who asks for it in another’s name',
    oneGuess: oneIn(1 / codesOf(temporaryRules.length)),
    guesses: temporaryGuesses,
    odds: temporaryWithin,
  },
]

/** As it stands in docs/security.md. */
export const personTable = (): string =>
  [
    '| what, and by whom | one guess | guesses in an hour, a day, a year | odds of an hour, a day, a year |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ what, oneGuess, guesses, odds }) =>
      row(
        what,
        oneGuess,
        [hour, day, year].map((within) => guesses(within).toLocaleString('en')).join(', '),
        [hour, day, year].map((within) => oneIn(odds(within))).join(', '),
      ),
    ),
    row('codes by SMS and of a letter together, by who has the password', '', '', threeOdds(codesWithin)),
    row(
      'the same and codes of an app',
      '',
      '',
      threeOdds((w) => codesWithin(w, withApps(1))),
    ),
    row('**in**, by who knows the number alone', '', '', threeOdds(numberAloneWithin)),
    row(
      '**in**, the same, where the owner has added an app',
      '',
      '',
      threeOdds((w) => numberAloneWithin(w, withApps(1))),
    ),
    row(
      '**in**, by who knows the number and has a browser in which its owner has logged in',
      '',
      '',
      threeOdds((w) => numberAloneWithin(w, markedBrowser)),
    ),
  ].join('\n')

const threeOdds = (odds: (within: number) => number): string =>
  [hour, day, year].map((within) => oneIn(odds(within))).join(', ')
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Everybody at once, from so many addresses. */
export const attack = { numbers: 5_000_000, addresses: 100_000, stolen: 50_000, quietTries: 2 } as const

export interface Country {
  readonly what: string
  readonly triesADay: number
  /** In a year, at most, on average. */
  readonly passwords: number
  readonly entered: number
}

export function country(): readonly Country[] {
  const { numbers, addresses, stolen, quietTries } = attack
  const fromAll = addressTries(day) * addresses
  const loud = Math.min(numbers * (passwordTimes(year).length / 365), fromAll)
  const quiet = Math.min(numbers * quietTries, fromAll)
  const share = (tries: number): number => ((tries / numbers) * 365) / passwordTimes(year).length
  return [
    {
      what: 'two tries a day for each number, below every wait and check',
      triesADay: quiet,
      passwords: quiet * 365 * passwordGuess,
      entered: numbers * numberAloneWithin(year) * share(quiet),
    },
    {
      what: 'all that the waits leave',
      triesADay: loud,
      passwords: loud * 365 * passwordGuess,
      entered: numbers * numberAloneWithin(year) * share(loud),
    },
    {
      what: `codes alone, for ${stolen.toLocaleString('en')} people whose right passwords were stolen elsewhere`,
      triesADay: stolen * (smsGuesses(year) / 365 + letterGuesses(year) / 365),
      passwords: stolen,
      entered: stolen * codesWithin(year),
    },
  ]
}

export const countryTable = (): string =>
  [
    '| the attack | tries a day | right passwords in a year | people entered in a year |',
    '| --- | --- | --- | --- |',
    ...country().map(({ what, triesADay, passwords, entered }) =>
      row(what, rounded(triesADay), `${rounded(passwords)}`, Number(entered.toPrecision(2)).toString()),
    ),
  ].join('\n')
