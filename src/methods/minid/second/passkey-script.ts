/** The page's part of passkeys, as the browser gets it. */
import { type Asset, scriptAsset } from '#ui/assets.ts'

export const passkeyScript: Asset = scriptAsset('passkey', new URL('passkey.js', import.meta.url))
