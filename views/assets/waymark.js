// Small comforts; every page works without them.
document.addEventListener('submit', (event) => {
  // A second click must not send a form twice.
  for (const button of event.target.querySelectorAll('button')) setTimeout(() => (button.disabled = true));
});
