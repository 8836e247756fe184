// Redis storage for oidc-provider, written against its adapter contract.
// One string per artifact; `consume` is a Lua script so that it keeps the TTL and costs one round trip;
// artifacts of a grant are members of a set, for revocation.
import { Redis } from 'ioredis'

const GRANTABLE = new Set([
  'AccessToken',
  'AuthorizationCode',
  'RefreshToken',
  'DeviceCode',
  'BackchannelAuthenticationRequest',
])

const CONSUME = `
local value = redis.call('GET', KEYS[1])
if not value then return 0 end
redis.call('SET', KEYS[1], string.sub(value, 1, -2) .. ',"consumed":' .. ARGV[1] .. '}', 'KEEPTTL')
return 1`

export function createRedisAdapter(url) {
  const redis = new Redis(url, { enableAutoPipelining: true })
  redis.defineCommand('consumeArtifact', { numberOfKeys: 1, lua: CONSUME })

  return class RedisAdapter {
    constructor(model) {
      this.model = model
      this.prefix = `op:${model}:`
    }

    async upsert(id, payload, expiresIn) {
      const key = this.prefix + id
      const value = JSON.stringify(payload)
      const writes = [expiresIn ? redis.set(key, value, 'EX', expiresIn) : redis.set(key, value)]
      if (GRANTABLE.has(this.model) && payload.grantId) {
        const grant = `op:grant:${payload.grantId}`
        writes.push(redis.sadd(grant, key))
        if (expiresIn) writes.push(redis.expire(grant, expiresIn, 'NX'), redis.expire(grant, expiresIn, 'GT'))
      }
      if (payload.userCode) writes.push(redis.set(`op:userCode:${payload.userCode}`, id, 'EX', expiresIn))
      if (this.model === 'Session' && payload.uid) writes.push(redis.set(`op:uid:${payload.uid}`, id, 'EX', expiresIn))
      await Promise.all(writes)
    }

    async find(id) {
      const value = await redis.get(this.prefix + id)
      return value === null ? undefined : JSON.parse(value)
    }

    async findByUid(uid) {
      const id = await redis.get(`op:uid:${uid}`)
      return id === null ? undefined : this.find(id)
    }

    async findByUserCode(userCode) {
      const id = await redis.get(`op:userCode:${userCode}`)
      return id === null ? undefined : this.find(id)
    }

    async consume(id) {
      await redis.consumeArtifact(this.prefix + id, Math.floor(Date.now() / 1000))
    }

    async destroy(id) {
      await redis.del(this.prefix + id)
    }

    async revokeByGrantId(grantId) {
      const grant = `op:grant:${grantId}`
      const members = await redis.smembers(grant)
      await redis.del(grant, ...members)
    }
  }
}
