/** What every page shows. */
import { line, phone, webAddress } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const pages = {
  helpPhone: may(phone, 'The phone number of the help desk, shown on every page.'),
  helpUrl: may(webAddress, 'The page where users get help, linked from every page.'),
  gatewayName: has(line(40), 'Inngang', 'The name of the gateway, as users see it in headings and titles.'),
} as const
