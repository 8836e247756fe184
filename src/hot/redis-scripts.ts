/** What is done in one step inside Redis: our scripts, sent by their hash. */
import { createHash } from 'node:crypto'
import type { Answer } from '#hot/resp.ts'

const isDead = `local function dead(v, now) return not v or tonumber(string.sub(v, 23, 35)) <= tonumber(now) end\n`

const texts = {
  /** key; was, now, record, milliseconds. 1 when the stamp was still `was` and the record not expired; then it holds `record`. */
  swap: `local v = redis.call('GET', KEYS[1])
if dead(v, ARGV[2]) or string.sub(v, 1, 22) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1`,
  /** key; now, record, milliseconds. 1 when there was nothing, or an expired record. */
  once: `if not dead(redis.call('GET', KEYS[1]), ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`,
  /** key; now, head, milliseconds. The sum. */
  count: `local v = redis.call('GET', KEYS[1])
if dead(v, ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[2] .. '1', 'PX', ARGV[3])
  return 1
end
local n = tonumber(string.sub(v, 36)) + 1
redis.call('SET', KEYS[1], string.sub(v, 1, 35) .. n, 'KEEPTTL')
return n`,
} as const

const scripts = Object.fromEntries(
  Object.entries(texts).map(([name, lua]) => {
    const text = isDead + lua
    return [name, { text, hash: createHash('sha1').update(text).digest('hex') }]
  }),
) as Record<keyof typeof texts, { readonly text: string; readonly hash: string }>

type Ask = (command: readonly string[]) => Promise<Answer>

/** A server that does not know the script yet has run nothing of it: then, and only then, it is sent the whole text. */
export async function runScript(ask: Ask, name: keyof typeof texts, key: string, args: readonly string[]) {
  const { hash, text } = scripts[name]
  try {
    return await ask(['EVALSHA', hash, '1', key, ...args])
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.startsWith('NOSCRIPT')) throw cause
    return ask(['EVAL', text, '1', key, ...args])
  }
}
