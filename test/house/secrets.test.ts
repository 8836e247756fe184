/** I6: an identity number prints as `[nin]` unless it is revealed. Every place that reveals one stands here, with what for. */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as ast from 'typescript/unstable/ast'
import { type Source, sources, stringOf, walk } from './source.ts'

const revealing: Readonly<Record<string, readonly string[]>> = {
  'src/oidc-ports.ts': ['claim'],
  // Asked of the register of powers of attorney.
  'src/gateway-doors.ts': ['look-up'],
  'src/cli/staff.ts': ['look-up'],
  // What staff typed, shown to them on their own page.
  'src/helpdesk/caller.ts': ['display-back'],
  'src/helpdesk/pages.ts': ['display-back'],
  'src/letters/order.ts': ['seal'],
  'src/methods/minid/errands/kept-number.ts': ['seal'],
  // A new password must not be most of it.
  'src/methods/minid/profile/password-step.ts': ['look-up'],
  'src/methods/minid/recover/choose-step.ts': ['look-up'],
  'src/methods/minid/register/choose-step.ts': ['look-up'],
  'src/persons/numbers.ts': ['look-up', 'seal'],
  'src/persons/store.ts': ['look-up', 'seal'],
  // The register's API has the number in its addresses, and its answers are compared with it.
  'src/registers/population/connector.ts': ['look-up'],
  'src/registers/population/read-person.ts': ['look-up'],
  'src/sandbox/issuers/desk.ts': ['sandbox'],
  'src/sandbox/provision.ts': ['sandbox'],
  'src/sandbox/test-eid.ts': ['sandbox'],
}

test('I6 an identity number is revealed in the listed places alone', () => {
  const found = Object.fromEntries(
    sources()
      .map((source) => [source.path, purposes(source)] as const)
      .filter(([, list]) => list.length > 0),
  )
  assert.deepEqual(found, revealing)
})

function purposes(source: Source): string[] {
  const calls = [...walk(source.tree)].filter(
    (node) =>
      ast.isCallExpression(node) &&
      ast.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'reveal',
  )
  return [
    ...new Set(
      calls.map((node) =>
        ast.isCallExpression(node) ? (stringOf(node.arguments[0]) ?? 'a purpose not written out') : '',
      ),
    ),
  ].toSorted()
}
