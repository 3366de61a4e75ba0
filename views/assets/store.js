// Where a browser that gives no cookie back keeps what binds it: the platform's storage or the frame's own.
// Reading what isn't there, or can't be read, gives null; writing resolves in any case: read again to be sure.
const WAIT_MS = 2000;

export const openStore = (store) => (store.kind === 'platform' ? platformStore(store) : webStore);

/** Under what name the key of a visit is kept; the visit's pages lie below `base`. */
export const visitKey = (base) => `waymark.visit.${base.split('/').pop()}`;

const webStore = {
  async get(key) {
    try {
      return window.sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  async put(key, value) {
    try {
      if (value === null) window.sessionStorage.removeItem(key);
      else window.sessionStorage.setItem(key, value);
    } catch {
      // Refused as well: the next reading tells.
    }
  },
};

// LTI Platform Storage: messages to a frame of the LMS, which answers or doesn't. Only its origin may hear and answer.
const platformStore = ({ origin, target }) => {
  const ask = (subject, fields) =>
    new Promise((resolve) => {
      const owner = window.opener ?? window.parent;
      const id = window.crypto.randomUUID();
      const done = (value) => {
        window.removeEventListener('message', hear);
        resolve(value);
      };
      const hear = ({ origin: from, data }) => {
        if (from !== origin || data?.subject !== `${subject}.response` || data.message_id !== id) return;
        done(data.error || typeof data.value !== 'string' ? null : data.value);
      };
      if (owner === window) return done(null);
      window.addEventListener('message', hear);
      setTimeout(() => done(null), WAIT_MS);
      try {
        const frame = target === '_parent' ? owner : owner.frames[target];
        frame.postMessage({ subject, message_id: id, ...fields }, origin);
      } catch {
        done(null);
      }
    });
  return {
    get: (key) => ask('lti.get_data', { key }),
    put: (key, value) => ask('lti.put_data', { key, value }),
  };
};
