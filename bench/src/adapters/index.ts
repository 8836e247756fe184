import type { Adapter } from '../adapter.ts'
import { bare } from './bare.ts'
import { inngang } from './inngang.ts'
import { oidcProvider } from './oidc-provider.ts'

export const adapters: Readonly<Record<string, Adapter>> = { bare, inngang, 'oidc-provider': oidcProvider }
