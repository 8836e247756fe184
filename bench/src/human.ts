/**
 * What the human check costs a program, and us: `node bench/src/human.ts` from the project's root. Processor time of one core, by the same native
 * code that a browser runs (WebCrypto); a program of somebody who means it has better (see docs/security.md).
 */
import { webcrypto } from 'node:crypto'
import { openChallenge, newChallenge, sealChallenge } from '../../src/human/challenge.ts'
import { asked, questionsOf } from '../../src/human/questions.ts'
import { stepsOf, pressureRules } from '../../src/human/pressure.ts'
import { workHolds, workRules } from '../../src/human/work.ts'
import { vaultInMemory } from '../../src/keys/vault.ts'
import { answered } from '../../test/human.ts'

const { iterations } = workRules
const key = vaultInMemory().macKey('human-check')
const text = new TextEncoder()
const token = (bits: number): string => sealChallenge(key, 'bench', newChallenge(0, bits, 2))

async function solve(sealed: string, bits: number): Promise<string> {
  const raw = await webcrypto.subtle.importKey('raw', text.encode(sealed), 'PBKDF2', false, ['deriveBits'])
  const found: number[] = []
  for (let part = 0; part < workRules.parts; part++)
    for (let count = 0; ; count++) {
      const rule = { name: 'PBKDF2', hash: 'SHA-256', salt: text.encode(`${part}.${count}`), iterations }
      const bytes = new DataView(await webcrypto.subtle.deriveBits(rule, raw, 32))
      if (bytes.getUint32(0) >>> (32 - bits) !== 0) continue
      found.push(count)
      break
    }
  return found.join('.')
}

const milliseconds = async (work: () => Promise<void>): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const cost = new Map<number, number>()
for (let bits: number = workRules.bits; bits <= workRules.most; bits++) {
  const sealed = Array.from({ length: 40 }, () => token(bits))
  const solutions: string[] = []
  const each = []
  for (const one of sealed) each.push(await milliseconds(async () => void solutions.push(await solve(one, bits))))
  const mean = each.reduce((a, b) => a + b, 0) / each.length
  cost.set(bits, mean)
  const ours = await milliseconds(async () => {
    for (const [i, one] of sealed.entries())
      if (openChallenge(key, 'bench', one) === undefined || !(await workHolds({ token: one, bits, iterations }, solutions[i] ?? '')))
        throw new Error('work that does not hold')
  })
  const most = Math.max(...each)
  console.log(
    `${bits} bits: ${mean.toFixed(0)} ms a check (most of 40: ${most.toFixed(0)}), 10,000: ${((mean * 10_000) / 60_000).toFixed(0)} min; we: ${(ours / 40).toFixed(1)} ms`,
  )
}

let oneRange = 0
for (let uses = 0; uses < 10_000; uses++)
  oneRange += cost.get(Math.min(workRules.most, workRules.bits + stepsOf(uses, pressureRules.byRange))) ?? 0
console.log(`10,000 from one range within ${pressureRules.window} s: ${(oneRange / 60_000).toFixed(0)} min of one core`)

const pages = Array.from({ length: 10_000 }, () =>
  questionsOf(key, newChallenge(0, 4, 5).id, 5).map((q, i) => `<label for="human-${i + 1}">${asked(q, 'nb')}</label>`).join(''),
)
const reading = await milliseconds(async () => {
  for (const body of pages)
    if (Object.keys(answered({ body, url: '', status: 200, headers: new Headers() })).length !== 5) throw new Error('unread')
})
console.log(`50,000 questions, by a program written for them: ${reading.toFixed(0)} ms`)
