/** A check as it travels through the page: what it is for stands under the MAC, so that it needs no store until it is used. */
import type { KeyObject } from 'node:crypto'
import { constantTimeEqual, hmac, randomToken } from '#base/secrets.ts'

export interface Challenge {
  /** 22 characters; what makes it single. */
  readonly id: string
  /** Milliseconds. */
  readonly issued: number
  /** How hard the work is. */
  readonly bits: number
  /** How many questions stand for the work. */
  readonly questions: number
}

export const newChallenge = (issued: number, bits: number, questions: number): Challenge => ({
  id: randomToken(16),
  issued,
  bits,
  questions,
})

export function sealChallenge(key: KeyObject, purpose: string, { id, issued, bits, questions }: Challenge): string {
  const plain = `${id}.${issued.toString(36)}.${bits}.${questions}`
  return `${plain}.${macOf(key, purpose, plain)}`
}

const sealed = /^(([\w-]{22})\.([0-9a-z]{1,10})\.([0-9])\.([0-9]))\.([\w-]{43})$/

/** Undefined: not ours, changed, or made for another purpose. */
export function openChallenge(key: KeyObject, purpose: string, text: string): Challenge | undefined {
  const [, plain, id, issued, bits, questions, mac] = sealed.exec(text) ?? []
  if (plain === undefined || id === undefined || issued === undefined || mac === undefined) return undefined
  if (!constantTimeEqual(macOf(key, purpose, plain), mac)) return undefined
  return { id, issued: Number.parseInt(issued, 36), bits: Number(bits), questions: Number(questions) }
}

const macOf = (key: KeyObject, purpose: string, plain: string): string => hmac(key, `challenge\n${purpose}\n${plain}`)
