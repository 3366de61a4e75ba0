// A small assignable unit's side of cmi5, in plain fetch: token, launch data, statements.
const CMI5 = 'https://w3id.org/xapi/cmi5/context/';
const VERBS = 'http://adlnet.gov/expapi/verbs/';

export async function startUnit() {
  const query = new window.URLSearchParams(window.location.search);
  const [endpoint, fetchUrl, registration, activityId] = [
    'endpoint',
    'fetch',
    'registration',
    'activityId',
  ].map((name) => query.get(name));
  const actor = JSON.parse(query.get('actor'));
  const token = (await (await fetch(fetchUrl, { method: 'POST' })).json())['auth-token'];
  const headers = { authorization: `Basic ${token}`, 'x-experience-api-version': '1.0.3' };
  const startedAt = Date.now();

  async function ask(path, parameters, options = {}) {
    const answer = await fetch(`${endpoint}${path}?${new window.URLSearchParams(parameters)}`, {
      ...options,
      headers: { ...headers, ...options.headers },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  const state = { activityId, agent: JSON.stringify(actor), registration };
  const launchData = await (await ask('activities/state', { ...state, stateId: 'LMS.LaunchData' })).json();
  await ask('agents/profile', { agent: JSON.stringify(actor), profileId: 'cmi5LearnerPreferences' });
  const { contextTemplate, masteryScore } = launchData;

  async function put(statement) {
    const id = window.crypto.randomUUID();
    await ask(
      'statements',
      { statementId: id },
      {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, actor, timestamp: new Date().toISOString(), ...statement }),
      },
    );
  }

  function send(verb, result = null) {
    const counts = result?.success !== undefined || result?.completion !== undefined;
    const duration = `PT${((Date.now() - startedAt) / 1000).toFixed(2)}S`;
    return put({
      verb: { id: VERBS + verb },
      object: { id: activityId },
      ...(verb === 'initialized' ? {} : { result: { ...result, duration } }),
      context: {
        registration,
        ...contextTemplate,
        contextActivities: {
          ...contextTemplate.contextActivities,
          category: ['cmi5', ...(counts ? ['moveon'] : [])].map((name) => ({
            id: `${CMI5}categories/${name}`,
          })),
        },
        extensions: {
          ...contextTemplate.extensions,
          ...(result?.score ? { [`${CMI5}extensions/masteryscore`]: masteryScore } : {}),
        },
      },
    });
  }

  /** "cmi5 allowed": any verb, the context as it was told. */
  const answer = (item, response, success) =>
    put({
      verb: { id: `${VERBS}answered` },
      object: {
        id: `${activityId}/${item}`,
        definition: {
          type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
          interactionType: 'fill-in',
        },
      },
      result: { response, success },
      context: { registration, ...contextTemplate },
    });

  await send('initialized');
  return {
    launchData,
    send,
    answer,
    async end() {
      await send('terminated');
      window.location.href = launchData.returnURL;
    },
  };
}
