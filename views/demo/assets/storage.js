// Canvas's platform storage (lti-cs-pm v0p1, lti-pm-s v0p1): the page says what there is and in which frame; that
// frame, of the LMS's own origin, keeps values for the tool. Nobody but the tool's origin gets an answer.
const { toolOrigin, role } = document.currentScript.dataset;
const FRAME = 'post_message_forwarding';
const LONGEST_VALUE = 4096;

const keyOf = (key) => `lti/${toolOrigin}/${key}`;
const isText = (value) => typeof value === 'string' && value !== '';

const answers = {
  page: {
    'lti.capabilities': () => ({
      supported_messages: [
        { subject: 'lti.capabilities' },
        { subject: 'lti.frameResize' },
        { subject: 'lti.put_data', frame: FRAME },
        { subject: 'lti.get_data', frame: FRAME },
      ],
    }),
    'lti.frameResize': ({ height }) => {
      const pixels = Number.parseInt(height, 10);
      if (!(pixels > 0)) return { error: { code: 'bad_request', message: 'height' } };
      const frame = document.getElementById('contentframe');
      frame.style.height = `${pixels}px`;
      frame.style.flex = 'none';
      return {};
    },
  },
  store: {
    'lti.put_data': ({ key, value }) => {
      if (!isText(key)) return { error: { code: 'bad_request', message: 'key' } };
      if (value === null || value === undefined) window.sessionStorage.removeItem(keyOf(key));
      else if (!isText(value)) return { error: { code: 'bad_request', message: 'value' } };
      else if (value.length > LONGEST_VALUE)
        return { error: { code: 'storage_exhaustion', message: 'value' } };
      else window.sessionStorage.setItem(keyOf(key), value);
      return { key, value };
    },
    'lti.get_data': ({ key }) =>
      isText(key)
        ? { key, value: window.sessionStorage.getItem(keyOf(key)) }
        : { error: { code: 'bad_request', message: 'key' } },
  },
};

window.addEventListener('message', (event) => {
  if (event.origin !== toolOrigin || typeof event.data !== 'object' || event.data === null) return;
  const { subject, message_id } = event.data;
  const answer = Object.hasOwn(answers[role], subject) ? answers[role][subject] : null;
  if (answer === null) return;
  const content = isText(message_id)
    ? answer(event.data)
    : { error: { code: 'bad_request', message: 'message_id' } };
  event.source.postMessage({ subject: `${subject}.response`, message_id, ...content }, event.origin);
});
