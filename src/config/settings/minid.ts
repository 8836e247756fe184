/** MinID. */
import { phoneBeginnings, webAddress, wholeNumber } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const minid = {
  minidHumanFrom: has(
    wholeNumber(0, 100),
    '3',
    'After how many failed log-ins with MinID for one identity number further ones need a human check. 0: all do.',
  ),
  minidPasswordShortest: has(
    wholeNumber(8, 64),
    '12',
    'The least number of characters in a new password for MinID. NIST SP 800-63B-4 wants 8 where a second factor is always asked for, as it is here, and 15 where none is.',
  ),
  minidBreachedPasswords: may(
    webAddress,
    'A range service of breached passwords, in the protocol of Have I Been Pwned: the first five hexadecimal digits of the SHA-1 of a new password are added to this address, and nothing else of the password leaves the process. Empty: none is asked. A service in your own network must stand in `INNGANG_OUTBOUND_ALLOW`, too. When it does not answer, the password is taken.',
  ),
  minidConfirmationsPerHour: has(
    wholeNumber(1, 1_000_000),
    '5000',
    'SMS in an hour, to all people together, that confirm a mobile number when somebody registers or changes it. Past it no more are sent in that hour, and the log says so: what somebody who earns by SMS could make you pay at most. Codes for logging in do not count.',
  ),
  minidConfirmationsFromNetwork: has(
    wholeNumber(1, 1_000_000),
    '60',
    'Of all that confirm a phone number or a mail address, so many in an hour for one network: an office, a school, a mobile network behind one address.',
  ),
  minidCodesPerHour: has(
    wholeNumber(1, 1000),
    '10',
    'Codes by SMS and mail to one person in an hour, those for logging in among them. Past it letter, app and passkey stay.',
  ),
  minidMobileRefused: has(
    phoneBeginnings,
    '+870,+878,+881,+882,+883,+888,+979',
    'Mobile numbers that begin so are not taken when somebody registers or changes theirs, and get no SMS to confirm them: whoever earns by SMS (SMS pumping) has numbers there. The preset are networks of no country. Numbers that stand with an account already go on.',
  ),
  minidErrandsPerHour: has(
    wholeNumber(1, 10_000_000),
    '20000',
    'Registrations, forgotten passwords and blocks that are begun in an hour, of each kind. Past it people are asked to wait, and the log says so.',
  ),
  minidErrandsFromNetwork: has(
    wholeNumber(1, 1_000_000),
    '60',
    'The same from one network: an office, a school, a mobile network behind one address.',
  ),
  minidWaitDays: has(
    wholeNumber(1, 30),
    '3',
    'Days that a change of a MinID waits which a letter’s code confirmed and not the old phone or mail address, and so long an owner who was told can stop it. So long, too, a new mobile number proves nothing by itself, and the old one can take it back.',
  ),
} as const

export const minidLetters = {
  minidLetterCodes: has(wholeNumber(10, 30), '20', 'Codes in a letter for MinID.'),
} as const
