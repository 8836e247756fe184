// The human check's work, done while the user types. PBKDF2 runs beside the page (WebCrypto), so the page never stands still.
// Without this file, or where a browser has no WebCrypto, the questions stay.

const text = new TextEncoder()

async function partOf(key, part, bits, iterations) {
  for (let count = 0; ; count++) {
    const rule = { name: 'PBKDF2', hash: 'SHA-256', salt: text.encode(`${part}.${count}`), iterations }
    const found = new DataView(await crypto.subtle.deriveBits(rule, key, 32)).getUint32(0)
    if (found >>> (32 - bits) === 0) return count
  }
}

async function work({ token, bits, parts, iterations }) {
  const key = await crypto.subtle.importKey('raw', text.encode(token), 'PBKDF2', false, ['deriveBits'])
  const each = Array.from({ length: Number(parts) }, (_, part) => partOf(key, part, Number(bits), Number(iterations)))
  return (await Promise.all(each)).join('.')
}

function begin(box) {
  const form = box.closest('form')
  const questions = box.querySelector('[data-human-questions]')
  const quiet = box.querySelector('[data-human-quiet]')
  const waiting = box.querySelector('[data-human-waiting]')
  let state = 'working'
  let sentBy
  const show = (working) => {
    questions.hidden = working
    questions.disabled = working
    quiet.hidden = !working
  }
  // Who is quicker than the browser waits a moment; a second click adds nothing.
  form.addEventListener('submit', (event) => {
    if (state !== 'working') return
    event.preventDefault()
    sentBy = { button: event.submitter }
    waiting.textContent = waiting.dataset.text
  })
  show(true)
  work(box.dataset)
    .then((solution) => {
      box.querySelector('input[name="human-work"]').value = solution
      state = 'done'
      if (sentBy !== undefined) form.requestSubmit(sentBy.button)
    })
    .catch(() => {
      state = 'failed'
      waiting.textContent = ''
      show(false)
    })
}

if (globalThis.crypto?.subtle !== undefined) for (const box of document.querySelectorAll('[data-human]')) begin(box)
