// Asks the browser for a passkey when the form is sent, and sends its answer. Without this file, or where a browser has no passkeys,
// the page says so and the other ways stay.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }))

const does = {
  async get(options) {
    const { id, rawId, type, response } = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: known(options.allowCredentials),
      },
    })
    const { clientDataJSON, authenticatorData, signature, userHandle } = response
    return {
      id,
      rawId: text(rawId),
      type,
      response: {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        ...(userHandle === null || userHandle.byteLength === 0 ? {} : { userHandle: text(userHandle) }),
      },
    }
  },
  async create(options) {
    const { id, rawId, type, response } = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    })
    return {
      id,
      rawId: text(rawId),
      type,
      response: {
        clientDataJSON: text(response.clientDataJSON),
        attestationObject: text(response.attestationObject),
        transports: response.getTransports?.() ?? [],
      },
    }
  },
}

function begin(box) {
  const form = box.querySelector('form')
  const button = form.querySelector('button')
  const stopped = box.querySelector('[data-passkey-stopped]')
  box.querySelector('[data-passkey-unable]').hidden = true
  box.querySelector('[data-passkey-able]').hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    stopped.hidden = true
    button.disabled = true
    does[box.dataset.passkey](JSON.parse(box.dataset.options))
      .then((answer) => {
        form.querySelector('input[name="response"]').value = JSON.stringify(answer)
        form.submit()
      })
      .catch(() => {
        // The user closed the browser's own window, or none of their passkeys is here.
        button.disabled = false
        stopped.hidden = false
      })
  })
}

if (globalThis.PublicKeyCredential !== undefined)
  for (const box of document.querySelectorAll('[data-passkey]')) begin(box)
