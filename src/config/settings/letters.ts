/** Letters with codes: where batches go, who gets them and how often. */
import { choice, line, path, sftpAddress, sshFingerprint, wholeNumber } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const letters = {
  letterFolder: may(
    path,
    'The folder where batches of letters are left for the printer. It and `INNGANG_LETTER_SFTP` empty: no letters can be ordered.',
    { entries: ['production'] },
  ),
  letterSftp: may(sftpAddress, 'The same on a server: `sftp://user@host:port/folder`.', { entries: ['production'] }),
  letterSftpKey: may(path, 'The file with the private key that we are known by there.', { entries: ['production'] }),
  letterSftpHostKey: may(sshFingerprint, "The fingerprint of that server's key. No other server is spoken to.", {
    entries: ['production'],
  }),
  letterPrinterKey: may(
    path,
    "The file with the printer's public key (PEM): letters are sealed to it before they leave this process.",
    { entries: ['production'] },
  ),
  letterSender: has(
    line(300),
    '',
    'The body that undelivered letters go back to, its lines with | between them: `Name|PO box|0001 TOWN`.',
    { entries: ['production'] },
  ),
  letterSenderOn: has(
    choice('envelope', 'sheet'),
    'envelope',
    "Where that stands: on the back of the envelope (in the batch's manifest), or on the back of each sheet.",
    { entries: ['production'] },
  ),
  letterHour: has(
    wholeNumber(0, 23),
    '6',
    "From this hour a working day's batch of letters is made, as clocks in Norway show it.",
  ),
  letterDaysBetween: has(
    wholeNumber(0, 90),
    '7',
    'Days between two letters to one identity number; not after its codes were blocked.',
  ),
  lettersPerYear: has(
    wholeNumber(1, 100),
    '6',
    'Letters to one identity number in a year, besides those that the help desk orders.',
  ),
  letterOrdersPerHour: has(
    wholeNumber(1, 10_000_000),
    '20000',
    'Orders of letters, by all people together, that are taken in an hour: each costs paper and postage. Past it people are asked to wait, and the log says so. Those of the help desk do not count.',
  ),
  letterOrdersFromNetwork: has(
    wholeNumber(1, 1_000_000),
    '40',
    'The same from one network: an office, a school, a mobile network behind one address.',
  ),
  letterReturnedDays: has(
    wholeNumber(0, 1000),
    '60',
    'Days in which no letter goes to an address that one came back from, unless the register has another by then.',
  ),
  letterActivationDays: has(
    wholeNumber(10, 365),
    '30',
    'Days from when a letter is printed in which its first code must be used.',
  ),
  letterCodesDays: has(wholeNumber(30, 7300), '1825', "Days that a letter's other codes count, from then on."),
  letterMinimumAge: has(
    wholeNumber(0, 18),
    '13',
    'Who gets a letter: from the calendar year in which one becomes so old.',
  ),
} as const
