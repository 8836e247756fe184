import assert from 'node:assert/strict'
import test from 'node:test'
import { between, tally } from '#observe/tally.ts'

test('a tally reads as a Prometheus histogram', () => {
  const seen = tally({ name: 'x_seconds', help: 'How long.', labelNames: ['store', 'verb'], buckets: [0.001, 0.01] })
  seen.observe(`hot${between}get`, 0.5)
  seen.observe(`hot${between}get`, 1)
  seen.observe(`hot${between}get`, 5)
  seen.observe(`hot${between}get`, 50)
  assert.deepEqual(seen.text().trimEnd().split('\n'), [
    '# HELP x_seconds How long.',
    '# TYPE x_seconds histogram',
    'x_seconds_bucket{le="0.001",store="hot",verb="get"} 2',
    'x_seconds_bucket{le="0.01",store="hot",verb="get"} 3',
    'x_seconds_bucket{le="+Inf",store="hot",verb="get"} 4',
    'x_seconds_sum{store="hot",verb="get"} 0.0565',
    'x_seconds_count{store="hot",verb="get"} 4',
  ])
})

test('values that would break the format are escaped', () => {
  const seen = tally({ name: 'x', help: '.', labelNames: ['a'], buckets: [1] })
  seen.observe('say "\\"', 1)
  assert.match(seen.text(), /a="say \\"\\\\\\""/)
})
