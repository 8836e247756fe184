/** Types of authorization details that owners declared, as the provider asks for them: judged field by field, told in the user's words. */
import type { Text } from '#i18n/text.ts'
import type { DetailType } from '#oidc/authorization-details.ts'
import type { AuthorizationDetail } from '#oidc/ports.ts'
import type { DetailFieldEntry, DetailTypeEntry } from '#services/detail-shape.ts'
import { textOf } from '#services/texts-shape.ts'

export type KeptDetailType = Omit<DetailTypeEntry, 'description' | 'fields'> & {
  readonly description: Text
  readonly fields: Readonly<Record<string, KeptField>>
}
type KeptField = Omit<DetailFieldEntry, 'label'> & { readonly label: Text }

export const keptDetailType = ({ description, fields, ...rest }: DetailTypeEntry): KeptDetailType => ({
  ...rest,
  description: textOf(description),
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, { label, ...field }]) => [name, { ...field, label: textOf(label) }]),
  ),
})

export const detailType = (kept: KeptDetailType): DetailType => ({
  consent: kept.requires_user_consent,
  fault: (detail) => faultOf(kept, detail),
  describe: (detail) => ({
    text: kept.description,
    lines: Object.entries(kept.fields).flatMap(([name, { label }]) =>
      Object.hasOwn(detail, name) ? [{ label, value: shown(detail[name]) }] : [],
    ),
  }),
})

/** RFC 9396 §5: unknown members, wrong kinds, values that are none, required members that are missing. */
function faultOf({ fields }: KeptDetailType, detail: AuthorizationDetail): string | undefined {
  for (const name of Object.keys(detail))
    if (name !== 'type' && !Object.hasOwn(fields, name)) return 'has a member that its type does not know'
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(detail, name)) {
      if (field.required) return `lacks ${name}`
    } else if (!fits(field, detail[name])) return `has a ${name} that its type does not allow`
  }
  return undefined
}

function fits({ kind, values }: KeptField, value: unknown): boolean {
  const isWord = (one: unknown): boolean =>
    typeof one === 'string' && isPlain(one) && (values === undefined || values.includes(one))
  if (kind === 'string') return isWord(value)
  if (kind === 'strings') return Array.isArray(value) && value.length > 0 && value.length <= 50 && value.every(isWord)
  // JSON has no infinity, but 1e999 is read as one.
  return kind === 'number' ? Number.isFinite(value) : typeof value === 'boolean'
}

/** One line that a user can be shown: no control characters, and none that turn the direction of what stands around it. */
const isPlain = (text: string): boolean =>
  text.trim() !== '' && text.length <= 500 && text.isWellFormed() && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)

const shown = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value))
