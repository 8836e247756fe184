/** How the connector reaches the network: one request, one whole answer, within limits. */
import { readNetwork, type Network } from '#base/networks.ts'
import { fetchOutside, type OutsideAnswer } from '#http/outbound.ts'

export interface SendRequest {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** @throws OutboundFailed */
export type Send = (address: string, request: SendRequest) => Promise<OutsideAnswer>

/** Milliseconds. Somebody waits for a page meanwhile. */
const timeouts = { connect: 1500, read: 3000 }
/** A person with a long history of addresses fits many times. */
const mostBytes = 512 * 1024

/** The operator named the address, so it may lie in their own network (plain http still goes to this machine alone). */
const anywhere: readonly Network[] = ['0.0.0.0/0', '::/0'].map(readNetwork).filter((network) => network !== undefined)

/** Errors hold nothing of the address, which has the number in it; nobody logs it on the way. */
export const sendOutside: Send = (address, request) =>
  fetchOutside(address, { ...request, timeouts, mostBytes, allow: anywhere })
