// Carries a reader whose browser gives no cookie back from page to page: each link and form of the visit gets a pass.
import { openStore, visitKey } from './store.js';

const { base, store: kept } = JSON.parse(document.querySelector('meta[name="waymark-visit"]').content);
const store = openStore(kept);
const name = visitKey(base);
let key = null;
const reading = store.get(name).then((found) => (key = found));

// A pass was good for one time; the address is to be read, copied and come back to without it.
const here = new window.URL(window.location.href);
if (here.searchParams.has('pass')) {
  here.searchParams.delete('pass');
  here.searchParams.delete('resumed');
  window.history.replaceState(window.history.state, '', here.href);
}

// The visit has ended: nothing of it stays behind.
if (document.querySelector('[data-left]')) store.put(name, null);

const isBelow = (url) => url.origin === here.origin && url.pathname.startsWith(`${base}/`);

async function withPass(url) {
  try {
    if ((await reading) === null) return url.href;
    const answer = await fetch(`${base}/pass`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
    });
    if (answer.ok) url.searchParams.set('pass', (await answer.json()).pass);
  } catch {
    // Without a connection the browser itself says so.
  }
  return url.href;
}

async function follow(event) {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button > 1) return;
  const url = new window.URL(link.getAttribute('href'), document.baseURI);
  const samePage = url.pathname === window.location.pathname && url.search === window.location.search;
  if (!isBelow(url) || (samePage && url.hash !== '')) return;
  event.preventDefault();
  const elsewhere = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey;
  const target = elsewhere ? '_blank' : (link.getAttribute('target') ?? '_self');
  window.open(await withPass(url), target, target === '_blank' ? 'noopener' : '');
}
document.addEventListener('click', follow);
document.addEventListener('auxclick', follow);

const waiting = new WeakSet();
const ready = new WeakSet();
// Before all other listeners: to them the form is sent once, when its pass is there.
document.addEventListener(
  'submit',
  async (event) => {
    const form = event.target;
    if (ready.delete(form)) return;
    // A button may send its form elsewhere.
    const [sender, to] = event.submitter?.hasAttribute('formaction')
      ? [event.submitter, 'formaction']
      : [form, 'action'];
    const url = new window.URL(sender.getAttribute(to) ?? '', document.baseURI);
    if (event.defaultPrevented || !isBelow(url) || form.matches('[hx-get], [hx-post]')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting.has(form)) return;
    waiting.add(form);
    const passed = await withPass(url);
    waiting.delete(form);
    if (form.getAttribute('method')?.toLowerCase() === 'post') sender.setAttribute(to, passed);
    else carryInField(form, new window.URL(passed).searchParams.get('pass'));
    ready.add(form);
    form.requestSubmit(event.submitter);
  },
  true,
);

// What a form sends by GET replaces the query of its action.
function carryInField(form, pass) {
  if (pass === null) return;
  const field = form.querySelector('input[name="pass"]') ?? document.createElement('input');
  Object.assign(field, { type: 'hidden', name: 'pass', value: pass });
  form.append(field);
}

// Parts of a page that refresh themselves show the key.
document.addEventListener('htmx:confirm', (event) => {
  if (key !== null) return;
  event.preventDefault();
  reading.then(() => event.detail.issueRequest(true));
});
document.addEventListener('htmx:configRequest', ({ detail }) => {
  if (key !== null) detail.headers.authorization = `Bearer ${key}`;
});
