// Begins a login in a frame that keeps no cookie of ours: with the first store that gives back what it was given.
// Where none does, the page offers a new window.
import { openStore } from './store.js';

const waiting = document.querySelector('[data-login]');
const offer = document.querySelector('[data-failed]');
const { begin, fields, stores } = JSON.parse(waiting.dataset.login);

offer.hidden = true;
if (!(await beginWithAny())) {
  waiting.hidden = true;
  offer.classList.remove('late');
  offer.hidden = false;
}

async function beginWithAny() {
  for (const kept of stores) {
    const login = await start(kept.kind);
    if (!login) continue;
    const store = openStore(kept);
    await store.put(login.key, login.binding);
    if ((await store.get(login.key)) !== login.binding) continue;
    window.location.replace(login.authenticationUrl);
    return true;
  }
  return false;
}

async function start(store) {
  try {
    const answer = await fetch(begin, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fields, store }),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
