// Brings a reader back to a page of their visit that was asked for without a pass: reloaded, or gone back to.
import { openStore, visitKey } from './store.js';

const waiting = document.querySelector('[data-visit]');
const failure = document.querySelector('[data-failed]');
const { base, store } = JSON.parse(waiting.dataset.visit);

failure.hidden = true;
const pass = await fetchPass();
if (pass === null) {
  waiting.hidden = true;
  failure.classList.remove('late');
  failure.hidden = false;
} else {
  const page = new window.URL(base + waiting.dataset.to, window.location.href);
  page.searchParams.set('pass', pass);
  // If that isn't enough, the tool doesn't send us here again.
  page.searchParams.set('resumed', '1');
  window.location.replace(page.href);
}

async function fetchPass() {
  try {
    const key = await openStore(store).get(visitKey(base));
    if (key === null) return null;
    const answer = await fetch(`${base}/pass`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
    });
    return answer.ok ? (await answer.json()).pass : null;
  } catch {
    return null;
  }
}
