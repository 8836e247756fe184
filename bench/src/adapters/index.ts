import type { Adapter } from '../adapter.ts'
import { inngang } from './inngang.ts'
import { oidcProvider } from './oidc-provider.ts'

export const adapters: Readonly<Record<string, Adapter>> = { inngang, 'oidc-provider': oidcProvider }
