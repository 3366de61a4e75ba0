// Hands a form over as soon as the page stands, and follows the loading of the learning records.
for (const form of document.querySelectorAll('form[data-submit]')) form.submit();

const boxes = document.querySelectorAll('[data-progress]');
const showProgress = async () => {
  const { sent, total, state } = await (await fetch('/progress')).json();
  for (const box of boxes) {
    box.hidden = state === 'waiting';
    for (const text of box.querySelectorAll('[data-state]')) text.hidden = text.dataset.state !== state;
    box.querySelector('[data-sent]').textContent = sent;
    box.querySelector('[data-total]').textContent = total;
    const bar = box.querySelector('progress');
    bar.max = total || 1;
    bar.value = sent;
  }
  if (state === 'waiting' || state === 'loading') setTimeout(showProgress, 1500);
};
if (boxes.length > 0) showProgress();
