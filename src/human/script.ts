/** The page's part of the check, as the browser gets it. */
import { type Asset, scriptAsset } from '#ui/assets.ts'

export const humanScript: Asset = scriptAsset('human', new URL('human.js', import.meta.url))
