// Shows the tool what this browser kept of its login, keeps the key of the visit that begins, and goes there.
import { openStore, visitKey } from './store.js';

const waiting = document.querySelector('[data-launch]');
const failure = document.querySelector('[data-failed]');
const launch = JSON.parse(waiting.dataset.launch);
const store = openStore(launch.store);

failure.hidden = true;
try {
  const answer = await fetch(launch.continue, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: launch.code, binding: await store.get(launch.key) }),
  });
  if (answer.ok) {
    const visit = await answer.json();
    await Promise.all([store.put(visitKey(visit.base), visit.key), store.put(launch.key, null)]);
    window.location.replace(visit.path);
  } else {
    // The words of a refusal are those of a whole page.
    const page = new window.DOMParser().parseFromString(await answer.text(), 'text/html');
    document.querySelector('main').replaceWith(page.querySelector('main'));
  }
} catch {
  waiting.hidden = true;
  failure.classList.remove('late');
  failure.hidden = false;
}
