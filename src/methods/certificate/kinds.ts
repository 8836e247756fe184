/** The cards that people here have, and what organisations have in their place: what they are called, and how their certificates are told apart. */
import { draft, type Text } from '#i18n/text.ts'

export interface CardKind {
  /** Of the method: in paths, audit and metrics. */
  readonly id: string
  readonly name: Text
  readonly needs: Text
  /** The first thing to do. */
  readonly insert: Text
  readonly mark: string
  /** The issuer, as services see it (`amr`): the same as its own sign-in has. */
  readonly amr: string
  /** Whose it is, and how that is found. */
  readonly of: OfPerson | OfOrganisation
}

export interface OfPerson {
  readonly holder: 'person'
  /** The issuer's arc: the policies of its certificates lie below it. What they are worth is in the operator's trust list. */
  readonly arc: string
}

/** Of whatever issuer the operator trusts for enterprises. */
export interface OfOrganisation {
  readonly holder: 'organisation'
}

const buypass: CardKind = {
  id: 'buypass-card',
  name: {
    nb: 'Buypass smartkort',
    nn: 'Buypass-smartkort',
    se: draft('Buypass čiehkakoarta'),
    en: 'Buypass smart card',
  },
  needs: {
    nb: 'Kortet i en kortleser på denne maskinen, og PIN-koden din',
    nn: 'Kortet i ein kortlesar på denne maskina, og PIN-koden din',
    se: draft('Koarta koartalohkkis dán dihtoris, ja du PIN-koda'),
    en: 'The card in a card reader on this computer, and your PIN',
  },
  insert: {
    nb: 'Sett kortet i kortleseren på denne maskinen.',
    nn: 'Set kortet i kortlesaren på denne maskina.',
    se: draft('Bija koartta dán dihtora koartalohkkái.'),
    en: 'Put the card in the card reader of this computer.',
  },
  mark: 'BP',
  amr: 'Buypass',
  of: { holder: 'person', arc: '2.16.578.1.26.' },
}

const commfides: CardKind = {
  id: 'commfides-card',
  name: {
    nb: 'Commfides smartkort eller USB-pinne',
    nn: 'Commfides-smartkort eller USB-pinne',
    se: draft('Commfides čiehkakoarta dahje USB-soaldu'),
    en: 'Commfides smart card or USB stick',
  },
  needs: {
    nb: 'Kortet eller pinnen i denne maskinen, og PIN-koden din',
    nn: 'Kortet eller pinnen i denne maskina, og PIN-koden din',
    se: draft('Koarta dahje soaldu dán dihtoris, ja du PIN-koda'),
    en: 'The card or stick in this computer, and your PIN',
  },
  insert: {
    nb: 'Sett kortet i kortleseren, eller pinnen i denne maskinen.',
    nn: 'Set kortet i kortlesaren, eller pinnen i denne maskina.',
    se: draft('Bija koartta koartalohkkái, dahje soalddu dán dihtorii.'),
    en: 'Put the card in the card reader, or the stick in this computer.',
  },
  mark: 'C',
  amr: 'Commfides',
  of: { holder: 'person', arc: '2.16.578.1.29.' },
}

const enterprise: CardKind = {
  id: 'enterprise',
  name: {
    nb: 'Virksomhetssertifikat',
    nn: 'Verksemdssertifikat',
    se: draft('Fitnodatduođaštus'),
    en: 'Enterprise certificate',
  },
  needs: {
    nb: 'Virksomhetens sertifikat for innlogging, installert på denne maskinen eller på et kort',
    nn: 'Sertifikatet til verksemda for innlogging, installert på denne maskina eller på eit kort',
    se: draft('Fitnodaga sisačálihanduođaštus, installerejuvvon dán dihtorii dahje koarttas'),
    en: 'The organisation’s certificate for logging in, installed on this computer or on a card',
  },
  insert: {
    nb: 'Ha virksomhetens sertifikat klart: installert på denne maskinen, eller på et kort i leseren.',
    nn: 'Ha sertifikatet til verksemda klart: installert på denne maskina, eller på eit kort i lesaren.',
    se: draft('Atte fitnodaga duođaštus leat gárvvis: installerejuvvon dán dihtorii, dahje koarttas lohkkis.'),
    en: 'Have the organisation’s certificate ready: installed on this computer, or on a card in the reader.',
  },
  mark: 'V',
  amr: 'Virksomhetssertifikat',
  of: { holder: 'organisation' },
}

export const cardKinds = { buypass, commfides, enterprise } as const
export type CardIssuer = keyof typeof cardKinds
export const cardIssuers = Object.keys(cardKinds) as readonly CardIssuer[]
