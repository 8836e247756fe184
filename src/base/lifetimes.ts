/** Every duration in the house, in seconds, each with its reason. Change one here and nowhere else. */

export const lifetimes = {
  /** Pushed request (facts of ID-porten's pushed authorization requests: 120 s). */
  pushedRequest: 120,
  /** Authorization code: RFC 6749 §4.1.2 allows ten minutes at most; a minute is enough for a redirect. */
  code: 60,
  /** A signed authorization response: JARM §2.1 recommends ten minutes at most. It may wait on a page with a button. */
  authorizationResponse: 10 * 60,
  /** A request object (JAR): FAPI 2.0 Message Signing §5.3.1 allows an hour, counted from its `nbf`. */
  requestObject: 60 * 60,
  /** What a code gave is remembered this long after its access token, to know a code that comes again. */
  grantKept: 10 * 60,
  /** The refresh token before the newest one is no sign of theft this long: an answer may have been lost on its way. */
  refreshOverlap: 10,
  /** ID token: read once, at once. */
  idToken: 120,
  /** Access token, unless the service's registration says otherwise. */
  accessToken: 120,
  /** Longest accepted life of a client assertion, and the clock difference that is forgiven. */
  clientAssertion: 120,
  assertionFutureSkew: 10,
  /** How far `iat` of a signed request for a machine's token may be from our time, either way (facts of Maskinporten). */
  grantSkew: 10,
  /** Keys at a client's own address: kept where it does not say how long, at least and at most; in need, when it does not answer, so much longer. */
  clientKeys: 10 * 60,
  clientKeysShortest: 60,
  clientKeysLongest: 3600,
  clientKeysStale: 3600,
  /** Between two questions to one client's address, whatever is sent here in its name; so long it is not asked again after a failure, too. */
  clientKeysPause: 10,
  /** How old a DPoP proof may be by its own clock, and by a nonce of ours that it carries (RFC 9449 §8, §11.1). */
  dpopProof: 60,
  dpopNonce: 5 * 60,
  /** Added to a replay record so that it outlives the assertion it remembers. */
  replayMargin: 70,
  /** Single sign-on: idle between two authentication requests, and in all. */
  sessionIdle: 30 * 60,
  sessionAbsolute: 120 * 60,
  /** Who was in a session, and that it ended: long past its end and every token of it, so that nothing comes back to life. */
  sessionKept: 24 * 3600,
  /** What a service is told of a logout with: ID-porten's 300 s; and the most that Back-Channel Logout §4 would like. */
  logoutToken: 300,
  logoutTokenShort: 120,
  /** A service that could not be told of a logout by then (we were down, or it was) has let its own session run out. */
  logoutDelivery: 3600,
  /** A session's previous secret still works this long, for tabs that load side by side. */
  sessionOverlap: 10,
  /** A user on the way: idle, and in all. The cookie lives as long as the whole. */
  attemptIdle: 30 * 60,
  attemptAbsolute: 60 * 60,
  /** A session of the REST door: what is asked for when nothing is, and what may be. A login takes an hour at most. */
  restSession: 20 * 60,
  restSessionShortest: 5 * 60,
  restSessionLongest: 60 * 60,
  /** The server has this long at least to read the result; afterwards the session is known as expired for a day. */
  restResult: 5 * 60,
  restSessionKept: 24 * 3600,
  /** A caller whom the help desk has in front of it: a call, with room for the notes after it. */
  helpDeskCall: 30 * 60,
  /** What became of the returned letters that somebody registered, or what was wrong with them, until it is shown: at once. */
  returnsShown: 5 * 60,
  /** What came by a form post from an eID's site, until the browser comes for it: at once. */
  parkedReturn: 60,
  /** On the way to a card's address: the browser asks for certificate and PIN before it is there. */
  cardHandover: 5 * 60,
  /** A human check: longer than anybody types, shorter than it pays to gather them. */
  humanCheck: 10 * 60,
  /** A browser that somebody has logged in to MinID with, from the last time on. */
  knownBrowser: 180 * 24 * 3600,
  /** MinID's code by SMS. */
  smsCode: 5 * 60,
  /** What a passkey signs: as long as the browser waits for its user, and some. */
  passkeyChallenge: 5 * 60,
  /** Adding an app or a passkey: from its name to the proof that it works. */
  deviceEnrolment: 10 * 60,
  /** A code by e-mail: servers on the way may keep a mail back for some minutes. */
  mailCode: 15 * 60,
  /** MinID's temporary password (row M6), and how long one may take over a new one after it. */
  temporaryPassword: 10 * 60,
  newPassword: 15 * 60,
  /** How old a login may be that begins to change what one logs in with. */
  ownChange: 10 * 60,
  /** What an owner is told of their account: of use as long as they can still stop it. */
  toldUseful: 3 * 24 * 3600,
  /** Who somebody is by the population register: long enough for one errand's pages, short enough to hear of a death the same minute. */
  registerAnswer: 60,
  /** Our assertion for a token at the registers (Maskinporten: 120 s at most); a token is not used so shortly before its end; how long one without a lifetime is. */
  registerAssertion: 60,
  registerTokenMargin: 20,
  registerTokenUnsaid: 60,
  /** A delivery receipt for a message is waited for, and kept for whoever asks why nothing came. */
  receiptAwaited: 2 * 24 * 3600,
  receiptKept: 30 * 24 * 3600,
  /** Language choice, last eID used: convenience, no secret. */
  preferenceCookie: 365 * 24 * 3600,
  /** The longest that a service may register for its access tokens: signing keys are kept for longer than this. */
  accessTokenLongest: 3600,
  /** A client's secret and its keys, from when they were registered (ID-porten's self-service: 360 days, a year). */
  clientSecret: 360 * 24 * 3600,
  clientKey: 365 * 24 * 3600,
  /** How long a signing key is announced before it signs, and kept after it stopped. Clients cache the JWKS for a day. */
  keyAnnounced: 2 * 24 * 3600,
  keyKept: 2 * 24 * 3600,
  keyRotation: 90 * 24 * 3600,
} as const
