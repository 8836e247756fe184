/** Settings that are enough for production, and what is wrong with others. For tests. */
import assert from 'node:assert/strict'
import { ConfigFaults, type Environment, readConfig } from '#config/read.ts'
import type { Entry } from '#config/table.ts'

export const random = 'q7Jm2Xv9Lr4Tz8Wc1Yb6Nd3Hf5Gk0Psu'
export const production: Environment = {
  INNGANG_ISSUER: 'https://login.example.no',
  INNGANG_KEY_FILE: '/etc/inngang/keys.json',
  INNGANG_SMS_URL: 'https://sms.example.no/send',
  INNGANG_SMS_SECRET: random,
}

export const noFiles = (path: string): string => {
  throw new Error(`no file ${path}`)
}
export const files =
  (contents: Readonly<Record<string, string>>) =>
  (path: string): string =>
    contents[path] ?? noFiles(path)

export function faultsOf(
  env: Environment,
  entry: Entry,
  contents: Readonly<Record<string, string>> = {},
): readonly string[] {
  try {
    readConfig(env, entry, files(contents))
  } catch (error) {
    assert.ok(error instanceof ConfigFaults)
    return error.faults
  }
  return []
}

export const register = {
  INNGANG_POPULATION_URL: 'https://register.example.no/folkeregisteret/offentlig-med-hjemmel/api/v1',
  INNGANG_POPULATION_TOKEN_URL: 'https://tokens.example.no/token',
  INNGANG_POPULATION_TOKEN_ISSUER: 'https://tokens.example.no/',
  INNGANG_POPULATION_CLIENT_ID: 'inngang',
  INNGANG_POPULATION_SCOPE: 'folkeregister:deling/offentligmedhjemmel',
  INNGANG_POPULATION_KEY: '/etc/inngang/register.jwk',
}
