// Small comforts; every page works without them.
document.addEventListener('submit', (event) => {
  // A second click must not send a form twice.
  for (const button of event.target.querySelectorAll('button')) setTimeout(() => (button.disabled = true));
});

// Browsers ignore autofocus in a frame of another site; where the frame has the focus already, this is allowed.
document.addEventListener('DOMContentLoaded', () => document.querySelector('[data-focus]')?.focus());

// On a phone the bar of tabs is longer than the screen: the current one is brought into sight.
document.addEventListener('DOMContentLoaded', () => {
  for (const tab of document.querySelectorAll('.tabs [aria-current]')) {
    const bar = tab.closest('.tabs');
    bar.scrollLeft = tab.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
  }
});

// Parts of a page that refresh themselves: not while nobody looks, and not under the hands of somebody who writes.
const isLive = (part) => part.matches('[hx-trigger^="every"]');
const isBusy = (part) =>
  [...part.querySelectorAll('textarea')].some(
    (field) => field === document.activeElement || field.value !== field.defaultValue,
  );
document.addEventListener('htmx:beforeRequest', (event) => {
  const part = event.detail.elt;
  if (isLive(part) && (document.hidden || isBusy(part))) event.preventDefault();
});
// What was unfolded stays so, and boxes stay where they were scrolled to.
let unfolded = [];
let scrolled = [];
const boxes = () => [...document.querySelectorAll('.scroll')];
document.addEventListener('htmx:beforeSwap', () => {
  unfolded = [...document.querySelectorAll('details[id][open]')].map((details) => details.id);
  scrolled = boxes().map(({ scrollLeft, scrollTop }) => ({ scrollLeft, scrollTop }));
});
document.addEventListener('htmx:afterSettle', () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute('open', '');
  boxes().forEach((box, index) => Object.assign(box, scrolled[index]));
});
// Says so while the page can't be refreshed.
const setStale = (stale) => {
  for (const notice of document.querySelectorAll('[data-stale]')) notice.hidden = !stale;
};
for (const failure of ['htmx:sendError', 'htmx:responseError', 'htmx:timeout'])
  document.addEventListener(failure, () => setStale(true));
document.addEventListener('htmx:afterOnLoad', () => setStale(false));

// A text can be taken along with one click, where the browser lets us.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    for (const notice of document.querySelectorAll('[data-copied]')) notice.hidden = false;
  });
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
