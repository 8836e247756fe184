/** The population register put together: what the gateway's connector needs to be its client, and how it is reached. */
import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Clock } from '#base/clock.ts'
import { serve } from '#http/serve.ts'
import type { Signer } from '#keys/keys.ts'
import type { TokenClient } from '#registers/population/access-token.ts'
import type { Send } from '#registers/population/send.ts'
import type { Population } from '#sandbox/population/population.ts'
import type { Faults } from '#sandbox/registers/faults.ts'
import { apiPath, type SyntheticRegister, syntheticRegister, tokenPath } from '#sandbox/registers/population.ts'

export interface RegisterWorld {
  readonly register: SyntheticRegister
  /** Set one, and it goes wrong that way until it is cleared. */
  readonly faults: Faults
  /** Where it stands and who we are there, for the connector. */
  at(origin: string): { readonly address: string; readonly client: TokenClient }
  /** Reaches it without a network: tests of the whole app. */
  readonly send: Send
}

export interface RegisterWorldDeps {
  readonly people: Population
  readonly clock: Clock
}

const clientId = 'inngang-twin'
const scope = 'folkeregister:deling/offentligmedhjemmel'
const kid = 'twin-register-1'
const issuer = 'https://tokens.register.example/'

export function registerWorld({ people, clock }: RegisterWorldDeps): RegisterWorld {
  const faults: Faults = {}
  const publicKey = async (): Promise<KeyObject> => (await keyPair()).publicKey
  const rules = { clock, issuer, clientId, scope, kid, publicKey }
  const register = syntheticRegister({ people, tokens: rules, faults })
  const signer = async (): Promise<Signer> => ({ kid, algorithm: 'RS256', privateKey: (await keyPair()).privateKey })
  return {
    register,
    faults,
    at: (origin) => ({
      address: `${origin}${apiPath}`,
      client: { tokenUrl: `${origin}${tokenPath}`, audience: issuer, clientId, scope, signer },
    }),
    send: async (address, { method, headers, body }) => {
      const answer = await register.app.request(address, { method, headers, ...(body === undefined ? {} : { body }) })
      const heads = Object.fromEntries(answer.headers)
      return { status: answer.status, headers: heads, body: Buffer.from(await answer.arrayBuffer()) }
    },
  }
}

/** Listens on this machine, on any free port. */
export async function startRegister({ register }: RegisterWorld): Promise<{ origin: string; close(): Promise<void> }> {
  const listening = await serve(register.app, { host: '127.0.0.1', port: 0 })
  return { origin: `http://127.0.0.1:${listening.port}`, close: () => listening.close(0) }
}

let made: Promise<{ readonly publicKey: KeyObject; readonly privateKey: KeyObject }> | undefined
/** Made when somebody asks the register first: a start does not wait for it. */
const keyPair = () => (made ??= promisify(generateKeyPair)('rsa', { modulusLength: 2048 }))
