/** The words of the page with cards. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { CardState, OrganisationCard } from '#sandbox/cards/cards.ts'

export const cardPageTexts = {
  title: { nb: 'Smartkort', nn: 'Smartkort', se: draft('Čiehkakoarttat'), en: 'Smart cards' },
  get: {
    nb: 'I tvillingen: hent et kort',
    nn: 'I tvillingen: hent eit kort',
    se: draft('Jumežis: viečča koartta'),
    en: 'In the twin: get a card',
  },
  what: {
    nb: 'Et smartkort er en nøkkel og et sertifikat. Her får du dem som en fil, siden det ikke finnes noe kort å sette i. Kortene tilhører oppdiktede personer og er utstedt av sandkassens egne utstedere. Ingen andre stoler på dem.',
    nn: 'Eit smartkort er ein nøkkel og eit sertifikat. Her får du dei som ei fil, sidan det ikkje finst noko kort å setje i. Korta høyrer til oppdikta personar og er utferda av utferdarane i sandkassa. Ingen andre stolar på dei.',
    se: draft(
      'Čiehkakoarta lea čoavdda ja duođaštus. Dáppe oaččut daid fiilan, go ii gávdno koarta maid bidjat lohkkái. Koarttaid eaiggádat leat hutkojuvvon olbmot, ja daid leat addán jumeža iežas addit.',
    ),
    en: 'A smart card is a key and a certificate. Here you get them as a file, since there is no card to insert. The cards belong to made-up people and are issued by the sandbox itself. Nobody else trusts them.',
  },
  kind: { nb: 'Kort', nn: 'Kort', se: draft('Koarta'), en: 'Card' },
  others: {
    nb: 'Kort for en annen: velg personen',
    nn: 'Kort for ein annan: vel personen',
    se: draft('Eará olbmo koarta: vállje olbmo'),
    en: 'A card for somebody else: choose the person',
  },
  organisation: {
    nb: 'Virksomhetssertifikat',
    nn: 'Verksemdssertifikat',
    se: draft('Fitnodatduođaštus'),
    en: 'Enterprise certificate',
  },
  how: {
    nb: 'Slik bruker du det i nettleseren',
    nn: 'Slik bruker du det i nettlesaren',
    se: draft('Ná geavahat dan neahttalohkkis'),
    en: 'How to use it in the browser',
  },
  fetch: {
    nb: 'Last ned .p12-filen.',
    nn: 'Last ned .p12-fila.',
    se: draft('Viečča .p12-fiilla.'),
    en: 'Download the .p12 file.',
  },
  password: { nb: 'Passordet er', nn: 'Passordet er', se: draft('Beassansátni lea'), en: 'The password is' },
  install: {
    nb: 'Installer den. Firefox: innstillinger, personvern, sertifikater, dine sertifikater, importer. Chrome på Linux: chrome://certificate-manager, dine sertifikater. Windows og macOS: åpne filen.',
    nn: 'Installer ho. Firefox: innstillingar, personvern, sertifikat, sertifikata dine, importer. Chrome på Linux: chrome://certificate-manager, sertifikata dine. Windows og macOS: opne fila.',
    se: draft(
      'Sajáiduhte dan. Firefox: heivehusat, priváhtavuohta, duođaštusat, du duođaštusat, sisafievrrit. Chrome Linuxas: chrome://certificate-manager. Windows ja macOS: raba fiilla.',
    ),
    en: 'Install it. Firefox: settings, privacy, certificates, your certificates, import. Chrome on Linux: chrome://certificate-manager, your certificates. Windows and macOS: open the file.',
  },
  warned: {
    nb: 'Kortet vises på en egen https-adresse på denne maskinen. Sertifikatet dens er laget av sandkassen, så nettleseren advarer første gang. Gå videre, eller stol på utstederen:',
    nn: 'Kortet blir vist på ei eiga https-adresse på denne maskina. Sertifikatet hennar er laga av sandkassa, så nettlesaren åtvarar første gongen. Gå vidare, eller stol på utferdaren:',
    se: draft(
      'Koarta čájehuvvo sierra https-čujuhusas dán dihtoris. Dan duođaštusa lea jumeš ráhkadan, danin neahttalohkki várre vuosttaš háve. Joatkke, dahje luohte addái:',
    ),
    en: 'The card is shown at an https address of its own on this computer. Its certificate was made by the sandbox, so the browser warns the first time. Go on, or trust the issuer:',
  },
  root: {
    nb: 'rotsertifikatet',
    nn: 'rotsertifikatet',
    se: draft('ruohtasduođaštus'),
    en: 'the root certificate',
  },
  logIn: {
    nb: 'Logg inn hos en tjeneste, velg smartkort og velg sertifikatet med navnet.',
    nn: 'Logg inn hos ei teneste, vel smartkort og vel sertifikatet med namnet.',
    se: draft('Čálit iežat sisa bálvalussii, vállje čiehkakoartta ja duođaštusa mas lea namma.'),
    en: 'Log in at a service, choose smart card, and choose the certificate with the name.',
  },
  programs: { nb: 'For programmer', nn: 'For program', se: draft('Prográmmaide'), en: 'For programs' },
  programsHow: {
    nb: 'Nøkkel og sertifikat i én fil. Vis det på adressen som innloggingen sender nettleseren til, og gå dit svaret sender deg, med de samme informasjonskapslene som før.',
    nn: 'Nøkkel og sertifikat i éi fil. Vis det på adressa som innlogginga sender nettlesaren til, og gå dit svaret sender deg, med dei same informasjonskapslane som før.',
    se: draft(
      'Čoavdda ja duođaštus ovtta fiillas. Čájet dan čujuhusas gosa sisačáliheapmi sádde neahttalohkki, ja mana dohko gosa vástádus sádde du, seamma diehtočoahkuiguin go ovdal.',
    ),
    en: 'Key and certificate in one file. Show it at the address that the login sends the browser to, and go where the answer sends you, with the same cookies as before.',
  },
} as const satisfies Record<string, Text>

export const whoseCards: TextOf<[name: string]> = {
  nb: (name) => `Kortene til ${name}`,
  nn: (name) => `Korta til ${name}`,
  se: draft((name) => `Koarttat: ${name}`),
  en: (name) => `The cards of ${name}`,
}

export const stateTexts: Readonly<Record<CardState, Text>> = {
  good: {
    nb: 'Gir innlogging',
    nn: 'Gir innlogging',
    se: draft('Addá sisačáliheami'),
    en: 'Lets its owner in',
  },
  expired: { nb: 'Gått ut på dato', nn: 'Har gått ut', se: draft('Áigi nohkan'), en: 'Expired' },
  revoked: { nb: 'Sperret', nn: 'Sperra', se: draft('Giddejuvvon'), en: 'Revoked' },
  signing: {
    nb: 'Bare til å signere med',
    nn: 'Berre til å signere med',
    se: draft('Dušše vuolláičállimii'),
    en: 'For signing only',
  },
  'no-number': {
    nb: 'Utstederen oppgir ikke hvem',
    nn: 'Utferdaren oppgir ikkje kven',
    se: draft('Addi ii muital gii'),
    en: 'The issuer does not say whose',
  },
}

export const organisationIs: TextOf<[name: string]> = {
  nb: (name) => `For ${name}, en oppdiktet virksomhet: til tjenester som tar imot virksomheter, og til maskiner.`,
  nn: (name) => `For ${name}, ei oppdikta verksemd: til tenester som tek imot verksemder, og til maskiner.`,
  se: draft((name) => `${name}, hutkojuvvon fitnodat: bálvalusaide mat dustejit fitnodagaid, ja mašiinnaide.`),
  en: (name) => `For ${name}, a made-up organisation: for services that take organisations, and for machines.`,
}

export const organisationCardTexts: Readonly<Record<OrganisationCard, Text>> = {
  software: {
    nb: 'I programvare, nivå betydelig',
    nn: 'I programvare, nivå betydeleg',
    se: draft('Prográmmas, mearkkašahtti dássi'),
    en: 'In software, level substantial',
  },
  card: {
    nb: 'Som på kort, nivå høyt',
    nn: 'Som på kort, nivå høgt',
    se: draft('Dego koarttas, alla dássi'),
    en: 'As on a card, level high',
  },
}
