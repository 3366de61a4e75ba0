// When a unit has ended it leads its frame to a page of ours, which can be told by its address: go back to the package.
const frame = document.querySelector('iframe[data-unit]');
frame.addEventListener('load', () => {
  try {
    if (frame.contentWindow.location.origin === window.location.origin)
      document.querySelector('a[data-back]').click();
  } catch {
    // Still the unit, on an origin of its own.
  }
});
