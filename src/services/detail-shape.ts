/** The form of a type of authorization details (RFC 9396) that an owner declares beside its scopes. */
import { z } from 'zod'
import { text } from '#services/texts-shape.ts'

/** A member that a detail of the type may have. */
export const detailFieldShape = z.strictObject({
  /** Shown with its value when the user is asked. */
  label: text,
  kind: z.enum(['string', 'number', 'boolean', 'strings']).default('string'),
  required: z.boolean().default(false),
  /** The only ones, for `string` and `strings`. */
  values: z.array(z.string().min(1).max(200)).min(1).max(50).optional(),
})

export const detailTypeShape = z.strictObject({
  type: z.string().regex(/^[a-z][\w-]*:[\w.:/-]{1,100}$/, 'must be prefix:name'),
  description: text,
  requires_user_consent: z.boolean().default(true),
  fields: z
    .record(
      z.string().regex(/^(?!type$)[a-z][a-z0-9_]{0,50}$/, 'must be small letters, digits and _'),
      detailFieldShape,
    )
    .default({}),
})

export type DetailTypeEntry = z.output<typeof detailTypeShape>
export type DetailFieldEntry = z.output<typeof detailFieldShape>
