/** What an eID may be called: its id stands in paths, in the audit trail and in metrics. */

export const methodIdRule = /^[a-z][a-z0-9-]{1,30}$/
export const methodIdSays = 'must be small letters, digits and dashes, beginning with a letter'

/** Methods of the house, whose paths are theirs, and the login's own steps, which lie beside them. */
export const takenIds: ReadonlySet<string> = new Set([
  'minid',
  'test',
  'altinn',
  'certificate',
  'buypass-card',
  'commfides-card',
  'enterprise',
  'cancel',
  'person',
  'consent',
])
export const takenSays = 'must be another: something of the house is called so'
