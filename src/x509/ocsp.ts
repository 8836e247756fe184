/** Asks a responder, judges what it says, and keeps it as long as it is valid. */
import type { Clock } from '#base/clock.ts'
import { randomPart, sha256 } from '#base/secrets.ts'
import { type OcspAnswer, type OcspRefusal, readAnswer } from '#x509/ocsp-answer.ts'
import { type Asked, judge, type OcspFault } from '#x509/ocsp-judge.ts'
import { certIdOf, nonceContent, writeQuestion } from '#x509/ocsp-question.ts'
import { SourceFailed, type Sources, type SourceTrouble } from '#x509/sources.ts'
import { addressesFor, type Ground, standingByLists } from '#x509/standing.ts'
import type { Lists } from '#x509/lists.ts'
import type { Standing, Subject } from '#x509/validate.ts'

export interface OcspDeps {
  readonly clock: Clock
  readonly sources: Sources
  readonly lists: Lists
}

export interface Ocsp {
  /** `number`: the answer shall tell the identity number, too; it is not kept. */
  standing(subject: Subject, ground: Ground, number: boolean): Promise<Standing>
}

/** Why one responder's answer says nothing. */
type Trouble = SourceTrouble | OcspRefusal | OcspFault | 'malformed' | 'responder-revoked' | 'responder-unknown'

interface Kept {
  readonly standing: Standing
  readonly until: number
}
const mostKept = 20_000

export function openOcsp(deps: OcspDeps): Ocsp {
  const kept = new Map<string, Kept>()
  const underWay = new Map<string, Promise<Standing>>()

  const remember = (key: string, { standing, until }: Answered): void => {
    if (until === undefined || standing.status === 'unknown-to-issuer') return
    kept.delete(key)
    kept.set(key, { standing, until })
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  }

  const ask = async (key: string, subject: Subject, ground: Ground, number: boolean): Promise<Standing> => {
    const { basic, responders } = subject.certificate
    // An issuing CA that names no responder has none: the operator's are for those below it.
    const none = basic?.ca === true && responders.length === 0
    const addresses = none ? [] : addressesFor(responders, ground.entry.ocsp)
    const tried: string[] = addresses.length === 0 ? ['ocsp:no-address'] : []
    for (const address of addresses) {
      const answered = await askOne(address, subject, ground, number, deps)
      if (typeof answered === 'string') {
        tried.push(`ocsp:${answered}`)
        continue
      }
      if (!number) remember(key, answered)
      return { ...answered.standing, tried }
    }
    return { status: 'unknown', tried }
  }

  return {
    standing(subject, ground, number) {
      const key = `${ground.entry.id} ${sha256(subject.certificate.der)}`
      if (number) return ask(key, subject, ground, true)
      const known = kept.get(key)
      if (known !== undefined && deps.clock.now() < known.until) return Promise.resolve(known.standing)
      // Whoever asks the same while it is under way hears the same.
      const begun = underWay.get(key) ?? ask(key, subject, ground, false).finally(() => underWay.delete(key))
      underWay.set(key, begun)
      return begun
    },
  }
}

interface Answered {
  readonly standing: Standing
  /** Milliseconds; undefined: good for this once. */
  readonly until: number | undefined
}

async function askOne(
  address: string,
  subject: Subject,
  ground: Ground,
  number: boolean,
  deps: OcspDeps,
): Promise<Answered | Trouble> {
  const { asked, question } = questionAbout(subject, ground, number)
  const answer = await fetched(address, question, deps.sources)
  if (typeof answer === 'string') return answer
  const judged = judge(answer, { ...asked, now: deps.clock.now() })
  if (judged.fault !== undefined) return judged.fault
  const { single, responder } = judged
  // RFC 6960 §4.2.2.2.1: a responder that has lost its right may not be asked about itself.
  if (responder !== undefined && !responder.noCheck) {
    const own = await standingByLists({ certificate: responder, above: subject.above }, ground, deps)
    if (own.status !== 'good') return own.status === 'revoked' ? 'responder-revoked' : 'responder-unknown'
  }
  const longest = deps.clock.now() + ground.entry.keptSeconds * 1000
  const until = single.nextUpdate && Math.min(single.nextUpdate, longest, responder?.notAfter ?? longest)
  if (single.status !== 'good')
    return { standing: { status: single.status === 'revoked' ? 'revoked' : 'unknown-to-issuer', tried: [] }, until }
  const extensions = new Map([...answer.extensions.values, ...single.extensions.values])
  return { standing: { status: 'good', by: 'ocsp', tried: [], ...(number ? { extensions } : {}) }, until }
}

const nonceBytes = 32

function questionAbout(subject: Subject, { entry }: Ground, number: boolean) {
  const { certificate, above, anchor } = subject
  const id = certIdOf(certificate, above.at(-1)?.publicKey ?? anchor.key, entry.certIdHash)
  const nonce = nonceContent(randomPart(nonceBytes))
  const source = number && entry.number?.from === 'ocsp' ? entry.number : undefined
  const asked: Omit<Asked, 'now'> = { subject, id, nonce, nonceRequired: entry.nonce === 'required' }
  return { asked, question: writeQuestion({ certificate, id, nonce, number: source }) }
}

async function fetched(address: string, question: Uint8Array, sources: Sources): Promise<OcspAnswer | Trouble> {
  try {
    return readAnswer(await sources.answer(address, question)) ?? 'malformed'
  } catch (error) {
    if (error instanceof SourceFailed) return error.why
    throw error
  }
}
