// oidc-client-ts as its manual sets it up: everything happens in the page, across origins.
const { UserManager, WebStorageStateStore } = globalThis.oidc
const { issuer, loginHint, scope } = await (await fetch('/settings.json')).json()
const home = location.origin

const manager = new UserManager({
  authority: issuer,
  client_id: 'outside',
  redirect_uri: `${home}/`,
  post_logout_redirect_uri: `${home}/`,
  response_type: 'code',
  scope,
  loadUserInfo: true,
  automaticSilentRenew: false,
  filterProtocolClaims: false,
  userStore: new WebStorageStateStore({ store: sessionStorage }),
})

const show = (value) => {
  document.querySelector('#state').textContent = JSON.stringify(value)
}
const guarded = (act) => async () => {
  try {
    await act()
  } catch (error) {
    show({ error: error.message })
  }
}

document.querySelector('#log-in').onclick = guarded(() =>
  manager.signinRedirect({ extraQueryParams: { login_hint: loginHint } }),
)
document.querySelector('#log-out').onclick = guarded(() => manager.signoutRedirect())
document.querySelector('#renew').onclick = guarded(async () => {
  const before = (await manager.getUser()).access_token
  const user = await manager.signinSilent()
  show({ profile: user.profile, renewed: user.access_token !== before })
})

const query = new URLSearchParams(location.search)
await guarded(async () => {
  if (query.has('code') || query.has('error')) {
    const user = await manager.signinCallback()
    history.replaceState({}, '', '/')
    show({ profile: user.profile, expires_in: user.expires_in })
  } else {
    const user = await manager.getUser()
    show({ profile: user?.profile ?? null })
  }
})()
