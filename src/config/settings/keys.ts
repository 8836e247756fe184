/** The keys: those of the database, and those that sign. */
import { choice, path, wholeNumber } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const keys = {
  keyFile: has(
    path,
    { twin: '{data}/keys.json' },
    'The file with the keys that encrypt the database. Keep it apart from the database and its backups; every process needs the same one.',
    {
      neededBy: ['production'],
    },
  ),
  rsaBits: has(
    choice(2048, 3072, 4096),
    '2048',
    'The size of new RSA signing keys. Larger ones cost more for every token.',
  ),
  keyAnnouncedHours: has(
    wholeNumber(24, 1440),
    '48',
    'How long a signing key stands in `/jwks.json` before it signs. Services keep that document for up to a day; longer where certificates have to be made for each key.',
  ),
  keyKeptHours: has(
    wholeNumber(24, 1440),
    '48',
    'How long a signing key stays in `/jwks.json` after it stopped. Tokens live an hour at most.',
  ),
  keyRotationDays: has(wholeNumber(7, 730), '90', 'How long a signing key signs before the next one takes over.'),
  signingCertificates: may(
    path,
    'Certificates (PEM) for signing keys, each followed by those that vouch for it; they stand in `/jwks.json` as `x5c`.',
  ),
  signingCertificatesInTokens: has(
    choice('no', 'yes'),
    'no',
    "Whether every token's header carries them, too. Tokens grow by kilobytes.",
  ),
} as const
