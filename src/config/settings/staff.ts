/** Who works at the gateway. */
import { path } from '#config/kinds.ts'
import { may } from '#config/setting.ts'

export const staff = {
  staff: may(
    path,
    'A file that names who works at the help desk, with returned letters and as operator: a line each, as `staff key` prints it. Read anew at each question. Empty: there are no pages for them.',
  ),
} as const
