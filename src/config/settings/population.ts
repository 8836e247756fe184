/** The population register. */
import { line, path, webAddress, wholeNumber } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const population = {
  populationUrl: may(
    webAddress,
    'Where the population register answers, up to `/personer`: `https://folkeregisteret.api.skatteetaten.no/folkeregisteret/<rights>/api/v1`.',
    { entries: ['production'] },
  ),
  populationTokenUrl: may(webAddress, 'Where access tokens for it are had, such as `https://maskinporten.no/token`.', {
    entries: ['production'],
  }),
  populationTokenIssuer: may(
    webAddress,
    'The issuer of those tokens as it writes itself, such as `https://maskinporten.no/`: whom our assertions are for.',
    { entries: ['production'] },
  ),
  populationClientId: may(line(100), 'Who we are there.', { entries: ['production'] }),
  populationScope: may(
    line(200),
    'The scope of the register that we were given, such as `folkeregister:deling/offentligmedhjemmel`.',
    { entries: ['production'] },
  ),
  populationKey: may(
    path,
    'The file with the RSA key that signs our assertions, as a private JWK with the `kid` it is registered under.',
    { entries: ['production'] },
  ),
  populationRecheckDays: has(
    wholeNumber(0, 3650),
    '90',
    'Days after which a login asks the register again whether somebody’s national identity number was replaced by another. 0: never. D numbers, which are made to be replaced, are asked about once a day.',
  ),
} as const
