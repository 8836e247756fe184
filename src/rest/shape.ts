/** The form of the API: what a server sends, what it gets. Meaning is judged in `read.ts`; `document.ts` shows this as OpenAPI. */
import { z } from 'zod'
import { lifetimes } from '#base/lifetimes.ts'

/** Characters of one line, so that nothing here writes a header or a log line of its own. */
const line = (most: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be one line of text')
const address = z.string().min(1).max(2000)

/** What may stand in the result beside `subject.id`; what no eID here gives is left out. */
export const attributes = [
  'id',
  'idpId',
  'name',
  'firstName',
  'middleName',
  'lastName',
  'dateOfBirth',
  'email',
  'nin',
  'idportenSub',
  'idportenLoa',
  'idportenIdp',
] as const
export type Attribute = (typeof attributes)[number]

export const loas = ['low', 'substantial', 'high'] as const

const callbackUrls = z
  .strictObject({ success: address, abort: address, error: address })
  .meta({ description: 'Where the user lands. Each is registered for the client, letter by letter.' })

/** RFC 7517; judged by `keys/`. */
const encryptionKey = z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']), use: z.literal('enc') }).meta({
  description: 'A public JWK (alg RSA-OAEP-256, RSA-OAEP or ECDH-ES…): the result is encrypted for its owner.',
})

const prefilled = line(200).optional()

export const sessionRequest = z.strictObject({
  flow: z.literal('redirect', { error: 'must be redirect: headless and embedded logins are not offered here' }),
  requestedAttributes: z.array(z.enum(attributes)).max(attributes.length).meta({
    description:
      'What subject is to tell; may be empty. idpId, middleName, dateOfBirth and email are taken and never told: no eID here gives them.',
  }),
  callbackUrls,
  allowedProviders: z
    .array(line(30))
    .max(30)
    .optional()
    .meta({ description: 'Ids of eIDs, or idporten for all of them. Missing: the user chooses among all.' }),
  requestedLoa: z.enum(loas).optional().meta({ description: 'The lowest level; raised to the service’s own.' }),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}$/, 'must be a language of ISO 639')
    .optional()
    .meta({ description: 'Of the pages: nb, nn, se or en. Any other: as the browser asks.' }),
  externalReference: line(255)
    .optional()
    .meta({ description: 'Comes back as a parameter of the callback address. Never an identity number.' }),
  usageReference: line(255)
    .optional()
    .meta({ description: 'Given back, and not used; as themeId, requestDomain and tags.' }),
  sessionLifetime: z
    .int()
    .min(lifetimes.restSessionShortest)
    .max(lifetimes.restSessionLongest)
    .default(lifetimes.restSession)
    .meta({ description: 'Seconds in which the user must have logged in.' }),
  encryptionPublicKey: encryptionKey.optional(),
  themeId: line(100).optional(),
  requestDomain: line(255).optional(),
  tags: z.array(line(100)).max(20).optional(),
  additionalParameters: z
    .record(line(100), z.string().max(1000))
    .optional()
    .meta({ description: 'Taken and not used.' }),
  prefilledInput: z
    .strictObject({
      nin: prefilled,
      mobile: prefilled,
      email: prefilled,
      userName: prefilled,
      dateOfBirth: prefilled,
      deviceId: prefilled,
      firstName: prefilled,
      lastName: prefilled,
      bankAccountNumber: prefilled,
      organisation: prefilled,
    })
    .optional()
    .meta({
      description: 'nin is filled in where a page of ours asks for it. The others are taken, not used and not kept.',
    }),
})
export type SessionRequest = z.output<typeof sessionRequest>

export const statuses = ['CREATED', 'WAITING_FOR_USER', 'SUCCESS', 'ABORT', 'CANCELLED', 'ERROR', 'EXPIRED'] as const
export type Status = (typeof statuses)[number]

const nin = z.strictObject({
  value: z.string().regex(/^\d{11}$/),
  issuingCountry: z.literal('NO'),
  type: z.enum(['BIRTH', 'D_NUMBER']),
})
export type Nin = z.output<typeof nin>

export const subject = z.strictObject({
  id: z.string().meta({ description: 'The person for this client alone: another client sees another id.' }),
  name: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  nin: nin.optional(),
  idportenSub: z.string(),
  idportenLoa: z.string(),
  idportenIdp: z.string().optional(),
})
export type Subject = z.output<typeof subject>

const sessionError = z.strictObject({
  type: z.string(),
  title: z.string(),
  detail: z.string(),
  code: z.string(),
})

export const session = z.strictObject({
  id: z.string(),
  accountId: z.string(),
  flow: z.literal('redirect'),
  status: z.enum(statuses),
  provider: z
    .string()
    .optional()
    .meta({ description: 'With SUCCESS: by which of the allowed words the eID was let in.' }),
  loa: z.enum(loas).optional().meta({ description: 'With SUCCESS: the level reached, never lower than asked for.' }),
  subject: subject.optional(),
  authenticationUrl: z.url().meta({ description: 'Send the user’s browser here.' }),
  statusUrl: z.url(),
  callbackUrls,
  allowedProviders: z.array(z.string()).optional(),
  requestedAttributes: z.array(z.enum(attributes)),
  language: z.string().optional(),
  externalReference: z.string().optional(),
  usageReference: z.string().optional(),
  themeId: z.string().optional(),
  requestDomain: z.string().optional(),
  tags: z.array(z.string()).optional(),
  sessionLifetime: z.int(),
  expiresAt: z.iso.datetime(),
  error: sessionError.optional(),
})
export type Session = z.output<typeof session>
export type SessionError = z.output<typeof sessionError>
