/**
 * Node's test events as lines for `scripts/test.mjs`: a control character, then JSON. Whatever else a test prints is
 * passed on by that script as it is.
 */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const line = (record) => `\n\u001e${JSON.stringify(record)}\n`

export default async function* reporter(source) {
  let running = 0
  for await (const { type, data } of source) {
    if (type === 'test:pass' || type === 'test:fail') yield line(result(type, data))
    // `dequeue` and `complete` come when they happen, the others in the order of the source.
    else if (type === 'test:dequeue') yield line({ running: ++running })
    else if (type === 'test:complete') yield line({ running: --running })
    else if (type === 'test:stdout' || type === 'test:stderr') yield data.message
    else if (type === 'test:interrupted') yield line({ interrupted: data.tests?.map((test) => test.name) ?? [] })
  }
  yield line({ end: true })
}

function result(type, data) {
  const suite = data.details.type === 'suite'
  const failed = type === 'test:fail' && data.todo === undefined
  return {
    file: data.file === undefined ? '' : relative(root, data.file),
    name: data.name,
    at: data.line === undefined ? '' : `${data.line}:${data.column}`,
    top: data.nesting === 0,
    ms: data.details.duration_ms,
    // A suite is no test, but a suite whose hook failed is a failure. A test that only repeats its subtests' is not.
    kind: data.skip !== undefined || data.todo !== undefined ? 'skipped' : failed ? 'failed' : 'passed',
    suite,
    why: [data.skip, data.todo].find((reason) => typeof reason === 'string' && reason !== '') ?? '',
    repeats: failed && data.details.error?.failureType === 'subtestsFailed',
    error: failed ? inspect(data.details.error?.cause ?? data.details.error, { depth: 6 }) : '',
  }
}
