/** package-lock.json is whole: `npm ci` refuses a lock that lacks a platform's package, on every platform. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { root } from './source.ts'

interface Locked {
  readonly integrity?: string
  readonly resolved?: string
  readonly optional?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>
}

test('house: every package that a locked package needs is locked', () => {
  const faults = Object.entries(packages).flatMap(([where, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !found(where, name))
      .map((name) => `${where} → ${name}`),
  )
  assert.deepEqual(faults, [])
})

/** Node's own way: the nearest node_modules upwards. */
function found(where: string, name: string): boolean {
  if (packages[where === '' ? `node_modules/${name}` : `${where}/node_modules/${name}`] !== undefined) return true
  return where !== '' && found(where.slice(0, Math.max(0, where.lastIndexOf('/node_modules/'))), name)
}

// Linter and formatter for platforms that nobody here has: filled in by the first `npm install` there.
const unseen = /^node_modules\/@(oxfmt|oxlint)\/binding-|^node_modules\/@oxlint-tsgolint\//

test('house: every package is locked with its hash, and to no one registry', () => {
  const faults = Object.entries(packages).filter(
    ([where, { integrity, optional }]) => where !== '' && integrity === undefined && !(optional && unseen.test(where)),
  )
  assert.deepEqual(
    faults.map(([where]) => where),
    [],
  )
  assert.deepEqual(
    Object.entries(packages)
      .filter(([, { resolved }]) => resolved !== undefined)
      .map(([where]) => where),
    [],
  )
})
