// Small comforts. Every page works without this file.

// A checkbox that shows what is typed into a password field: hidden until we are here to serve it.
for (const box of document.querySelectorAll('input[data-reveals]')) {
  const field = document.getElementById(box.dataset.reveals)
  if (field === null) continue
  box.closest('[hidden]')?.removeAttribute('hidden')
  box.checked = false
  box.addEventListener('change', () => {
    field.type = box.checked ? 'text' : 'password'
  })
  // Password managers and the browser's own memory look for a password field when the form goes.
  field.form?.addEventListener('submit', () => {
    field.type = 'password'
  })
}

// The answer to the service as a form (response_mode=form_post).
document.querySelector('form[data-submit-at-once]')?.submit()

// Logout: go on when every frame has answered, and not later than five seconds.
const onward = document.querySelector('a[data-after-frames]')
if (onward !== null) {
  const go = () => location.replace(onward.href)
  if (document.readyState === 'complete') go()
  else {
    addEventListener('load', go, { once: true })
    setTimeout(go, 5000)
  }
}
