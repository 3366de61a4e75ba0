// Hands a form over as soon as the page stands, and follows the loading of the learning records.
for (const form of document.querySelectorAll('form[data-submit]')) form.submit();

const boxes = document.querySelectorAll('[data-progress]');
const showProgress = async () => {
  const { sent, total, state } = await (await fetch('/progress')).json();
  for (const box of boxes) {
    // Above the tool it makes room once there is nothing more to tell.
    box.hidden = state === 'waiting' || (state === 'done' && box.closest('.bar') !== null);
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

// One learner of the class takes a quiz; the tool in the frame is left alone: a page that follows by itself is seen to do so.
for (const form of document.querySelectorAll('form[data-live]')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { name, played } = await (await fetch(form.action, { method: 'POST' })).json();
    form.querySelector('[data-name]').textContent = played ? name : '';
    for (const text of form.querySelectorAll('[data-played]'))
      text.hidden = text.dataset.played !== String(played);
  });
}

// A tool that registers itself says when it is done.
for (const frame of document.querySelectorAll('iframe[data-registers]')) {
  window.addEventListener('message', (event) => {
    const isDone = event.data?.subject === 'org.imsglobal.lti.close';
    if (isDone && event.source === frame.contentWindow && event.origin === frame.dataset.registers)
      window.location.assign('/site');
  });
}
