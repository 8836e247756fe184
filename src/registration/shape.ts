/** The form of the API: what registrars send and what they get. The members of a client are those of the operator's file (`services/shape.ts`). */
import { z } from 'zod'
import { deliveryStates } from '#oidc/logout/store.ts'
import { address, integrationTypes, jwkSet, scopeShape, serviceShape } from '#services/shape.ts'
import { line, text } from '#services/texts-shape.ts'

/** One or several lines, none of which is a control character's work. */
const prose = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .regex(/^[^\p{Cs}\u0000-\u0009\u000b-\u001f\u007f]*$/u, 'must be plain text')
const orgno = z.string().min(9).max(20).meta({ description: 'An organisation number, nine digits.' })
const time = z.iso.datetime({ offset: true })

/** Of several customers of a supplier, who shares one client. */
export const onBehalfOfRequest = z
  .strictObject({
    onbehalfof: z.string().regex(/^[\w.:-]{1,100}$/, 'must be letters, digits and . : _ -'),
    name: line.optional().meta({ description: 'Shown to the user. One of name and display_name.' }),
    display_name: line.optional(),
    orgno,
    client_uri: address.optional(),
    url: address.optional().meta({ description: 'Another word for client_uri.' }),
    description: line.optional(),
  })
  .refine(({ name, display_name }) => (name ?? display_name) !== undefined, { path: ['name'] })
export type OnBehalfOfRequest = z.output<typeof onBehalfOfRequest>

export const onBehalfOfAnswer = z.strictObject({
  onbehalfof: z.string(),
  name: z.string(),
  orgno: z.string(),
  client_uri: z.string().optional(),
  description: z.string().optional(),
})
export type OnBehalfOfAnswer = z.output<typeof onBehalfOfAnswer>

/** As in the file; what has a place of its own here, or is given by the server, is not among them. */
const members = serviceShape.omit({
  client_id: true,
  client_name: true,
  client_secret: true,
  client_secret_sha256: true,
  client_secret_expires_at: true,
  jwks: true,
  onbehalfof: true,
  grant_types: true,
  scopes: true,
})

const grantType = z.enum([
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'jwt_bearer_token',
])

/** What the file has in this place, and the API in another. */
const elsewhere = (says: string): z.ZodOptional<z.ZodNever> =>
  z
    .never({ error: `must be left out: ${says}` })
    .optional()
    .meta({ description: `Never here: ${says}.` })

export const clientRequest = members.extend({
  integration_type: z
    .enum(integrationTypes)
    .default('api_klient')
    .meta({ description: 'What goes with what: see the table in the documentation. Stays as it was made.' }),
  client_name: line.meta({ description: 'Its name; shown to users where there is no display_name.' }),
  display_name: text.optional().meta({ description: 'Shown to users: one text, or an object with nb, nn, se and en.' }),
  description: prose.optional(),
  client_orgno: orgno.optional().meta({
    description:
      'Whose client it is: the registrar’s own organisation, or one that gave it consent. Stays as it was made.',
  }),
  grant_types: z.array(grantType).min(1).optional(),
  scopes: serviceShape.shape.scopes.unwrap().optional().meta({
    description: 'openid and profile are always among them where users log in.',
  }),
  onbehalfof: z
    .array(onBehalfOfRequest)
    .max(500)
    .optional()
    .meta({ description: 'Left out of a PUT: stays as it is.' }),
  // What a read gave may be sent back as it is: given by the server, so they change nothing.
  client_id: z.string().optional().meta({ description: 'Given by the server. In a PUT: the one of the address.' }),
  supplier_orgno: z.string().nullish().meta({ description: 'Given by the server.' }),
  active: z.literal(true, { error: 'must be true: DELETE deactivates' }).optional(),
  created: z.string().optional().meta({ description: 'Given by the server.' }),
  last_updated: z.string().optional().meta({ description: 'Given by the server.' }),
  client_secret_expires_at: z.number().optional().meta({ description: 'Given by the server.' }),
  client_secret: elsewhere('the server makes it'),
  jwks: elsewhere('keys are sent to the address of the client with /jwks after it'),
  source: z.string().optional().meta({ description: 'Given by the server.' }),
})
export type ClientRequest = z.output<typeof clientRequest>

export const client = members.extend({
  client_id: z.string(),
  integration_type: z.enum(integrationTypes),
  client_name: z.string(),
  display_name: z.union([
    z.string(),
    z.strictObject({ nb: z.string(), nn: z.string(), se: z.string(), en: z.string() }),
  ]),
  description: z.string().optional(),
  client_orgno: z.string(),
  supplier_orgno: z.string().optional().meta({ description: 'The organisation that registered it for its owner.' }),
  grant_types: serviceShape.shape.grant_types.unwrap(),
  scopes: z.array(z.string()),
  onbehalfof: z.array(onBehalfOfAnswer),
  client_secret: z
    .string()
    .optional()
    .meta({ description: 'Only in the answer that made it. Keep it: nobody can read it again.' }),
  client_secret_expires_at: z.int().optional().meta({ description: 'Seconds since 1970.' }),
  source: z
    .enum(['api', 'dynamic', 'file', 'sandbox'])
    .meta({ description: 'file and sandbox: declared by the operator, and not to be changed here.' }),
  active: z.boolean(),
  created: time.optional(),
  last_updated: time.optional(),
})
export type Client = z.output<typeof client>
export const clientList = z.array(client)

export const jwksRequest = jwkSet.extend({
  created: z.string().nullish().meta({ description: 'Given by the server.' }),
  last_updated: z.string().nullish().meta({ description: 'Given by the server.' }),
})
export const jwks = z.strictObject({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), exp: z.int().optional() })).meta({
    description: 'With exp: when each ends, a year after it was sent at the latest.',
  }),
  created: time.optional(),
  last_updated: time.optional(),
})
export type Jwks = z.output<typeof jwks>

export const secretAnswer = z.strictObject({
  client_id: z.string(),
  client_secret: z.string().meta({ description: 'Shown this once.' }),
  client_secret_expires_at: z.int().meta({ description: 'Seconds since 1970.' }),
})

export const onBehalfOfList = z.array(onBehalfOfAnswer)

export const delivery = z.strictObject({
  sid: z.string(),
  state: z.enum(deliveryStates),
  status: z.int().optional().meta({ description: 'HTTP status of the service’s last answer.' }),
  calls: z.int(),
  logged_out: time,
  ended: time.optional(),
})
export const deliveryList = z.array(delivery)

export const scopeRequest = scopeShape.extend({
  name: scopeShape.shape.name.optional().meta({ description: 'prefix:name; or prefix and subscope.' }),
  prefix: z.string().max(60).optional(),
  subscope: z.string().max(100).optional(),
  long_description: prose.optional(),
  owner_orgno: z.string().optional().meta({ description: 'Given by the server.' }),
  active: z.literal(true, { error: 'must be true: DELETE deactivates' }).optional(),
  created: z.string().optional().meta({ description: 'Given by the server.' }),
  last_updated: z.string().optional().meta({ description: 'Given by the server.' }),
  source: z.string().optional().meta({ description: 'Given by the server.' }),
})
export type ScopeRequest = z.output<typeof scopeRequest>

export const scope = scopeShape.extend({
  prefix: z.string(),
  subscope: z.string(),
  description: client.shape.display_name,
  long_description: z.string().optional(),
  owner_orgno: z.string(),
  source: z.enum(['api', 'file', 'sandbox']),
  active: z.boolean(),
  created: time.optional(),
  last_updated: time.optional(),
})
export type Scope = z.output<typeof scope>
export const scopeList = z.array(scope)

export const publicScope = z.strictObject({
  name: z.string(),
  description: client.shape.display_name,
  owner_orgno: z.string(),
  accessible_for_all: z.boolean(),
})
export const publicScopeList = z.array(publicScope)

export const access = z.strictObject({
  scope: z.string(),
  prefix: z.string(),
  state: z.enum(['APPROVED', 'DENIED']),
  consumer_orgno: z.string(),
  owner_orgno: z.string(),
  created: time,
  last_updated: time,
})
export type AccessAnswer = z.output<typeof access>
export const accessList = z.array(access)
