// Ends a dynamic registration (lti-dr v1p0 §3.7): the LMS's window closes the frame or pop-up this page stands in.
const button = document.querySelector('[data-close-registration]');
button.addEventListener('click', () => {
  const opener = window.opener ?? window.parent;
  const embedders = window.location.ancestorOrigins ?? [];
  // The message goes to the LMS's own origins: those the server knows, and the one whose page this frame stands in.
  const origins = new Set([...button.dataset.closeRegistration.split(' '), ...[...embedders].slice(0, 1)]);
  origins.delete('');
  for (const origin of origins)
    if (opener !== window) opener.postMessage({ subject: 'org.imsglobal.lti.close' }, origin);
});
