/**
 * The browser of the tests: the Chromium that an npm package carries, unpacked once into node_modules/.cache, so that
 * nothing has to be installed by hand. `launch()` starts it; `screenshot()` keeps a picture in artifacts/ for people to judge.
 */
import { spawnSync } from 'node:child_process'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
} from 'node:fs'
import { chmod, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { type Browser, chromium, type LaunchOptions, type Page } from 'playwright-core'

const root = path.join(import.meta.dirname, '..')
const carried = path.join(root, 'node_modules', '@sparticuz', 'chromium')
const pictures = path.join(root, 'artifacts')

/** Why there is no browser here, or undefined where there is one: tests hand it to `skip`. */
export const noBrowser: string | undefined =
  process.env['INNGANG_TEST_CHROMIUM'] !== undefined || (process.platform === 'linux' && process.arch === 'x64')
    ? undefined
    : 'the carried Chromium is for Linux on x64: name another in INNGANG_TEST_CHROMIUM'

/** Starts a browser of its own. The caller closes it. */
export async function launch(options: LaunchOptions = {}): Promise<Browser> {
  const own = process.env['INNGANG_TEST_CHROMIUM']
  const folder = own === undefined ? await unpacked() : undefined
  const { args = [], env = {}, ...rest } = options
  return await chromium.launch({
    executablePath: own ?? path.join(folder ?? '', 'chromium'),
    // Its own sandbox cannot start as root, nor in most containers. It meets our own pages only.
    chromiumSandbox: false,
    args: ['--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', ...args],
    env: { ...inherited(), ...(folder === undefined ? {} : carriedPaths(folder)), ...env },
    ...rest,
  })
}

/** Keeps a picture of the whole page as `artifacts/<name>.png`. Not where nobody will look at them: each takes longer than most steps. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env['INNGANG_TEST_PICTURES'] === 'no') return
  const file = path.join(pictures, `${name}.png`)
  mkdirSync(path.dirname(file), { recursive: true })
  await page.screenshot({ path: file, fullPage: true })
}

const inherited = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

// The package's own libraries come first: a minimal Debian has none of them.
const carriedPaths = (folder: string): Record<string, string> => ({
  LD_LIBRARY_PATH: [path.join(folder, 'lib'), process.env['LD_LIBRARY_PATH'] ?? '']
    .filter((part) => part !== '')
    .join(':'),
  FONTCONFIG_PATH: folder,
  XDG_CACHE_HOME: path.join(folder, 'cache'),
})

let folderOnce: Promise<string> | undefined
const unpacked = (): Promise<string> => (folderOnce ??= unpack())

async function unpack(): Promise<string> {
  const cache = path.join(root, 'node_modules', '.cache')
  const folder = path.join(cache, `chromium-${carriedVersion()}`)
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  // Aside first, then one rename: two processes at once never see half of it.
  const aside = mkdtempSync(`${folder}.`)
  await Promise.all(
    readdirSync(path.join(carried, 'bin')).map((file) => unpackOne(path.join(carried, 'bin', file), aside)),
  )
  await chmod(path.join(aside, 'chromium'), 0o755)
  await writeFile(path.join(aside, 'fonts.conf'), fontsHere)
  try {
    await rename(aside, folder)
  } catch (error) {
    await rm(aside, { recursive: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

// The package's own fonts.conf names folders of the cloud it was made for.
const fontsHere = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fonts</cachedir>
</fontconfig>
`

/** `chromium.br` is one file, `<name>.tar.br` are folders. */
async function unpackOne(from: string, into: string): Promise<void> {
  const plain = path.join(into, path.basename(from, '.br'))
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(plain))
  if (!plain.endsWith('.tar')) return
  const tar = spawnSync('tar', ['--no-same-owner', '-xf', plain, '-C', into], { encoding: 'utf8' })
  if (tar.status !== 0) throw new Error(`cannot unpack ${from}: ${tar.error?.message ?? tar.stderr}`)
  await rm(plain)
}

function carriedVersion(): string {
  const text = readFileSync(path.join(carried, 'package.json'), 'utf8')
  const { version } = JSON.parse(text) as { version: string }
  return version
}
