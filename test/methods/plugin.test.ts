/** The trials of an eID from outside: the one that INNGANG_TRIAL names (`npm run conformance -- <path>`), else the example. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after } from 'node:test'
import { pathToFileURL } from 'node:url'
import { population } from '#sandbox/population/population.ts'
import { owners } from '../services.ts'
import { type World, worldForEach } from '../world.ts'
import { methodConformance } from './conformance.ts'
import type { Trial } from './trial.ts'

const named = process.env['INNGANG_TRIAL'] ?? join(import.meta.dirname, '../../examples/library-card/trial.ts')
const { trial } = (await import(pathToFileURL(resolve(named)).href)) as { readonly trial: Trial }

const folder = mkdtempSync(join(tmpdir(), 'inngang-trial-'))
after(() => rmSync(folder, { recursive: true }))
const { plugins, walk } = trial({ people: population().withMinid(10), folder })
const file = join(folder, 'plugins.json')
writeFileSync(file, JSON.stringify({ plugins }))

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened), { INNGANG_PLUGINS: file })
methodConformance(walk, () => world)
