export const MOODLE = 'https://moodle.school.example';
export const COURSE_IRI = `${MOODLE}/course/view.php?id=2`;
export const QUIZZES = 40;
const cmidOf = (n: number) => 300 + (n % QUIZZES);
export const quizIri = (n: number): string => `${MOODLE}/mod/quiz/view.php?id=${cmidOf(n)}`;

/**
 * An answered question as Moodle's logstore_xapi 5 sends it, about 2 kB, without an id. `n` makes it one of many, all of
 * different seconds; `learners` answer in turn.
 */
export function moodleAnswer(n: number, learners = 120): object {
  const lms = MOODLE;
  const cmid = cmidOf(n);
  const learner = n % learners;
  const attempt = 7000 + (n % 900);
  const activity = (id: string, type: string, name: string) => ({
    objectType: 'Activity',
    id: `${lms}${id}`,
    definition: { type, name: { 'zh-CN': name } },
  });
  return {
    actor: {
      objectType: 'Agent',
      name: `Learner ${learner}`,
      account: { homePage: lms, name: String(100 + learner) },
    },
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: { 'zh-CN': 'answered' } },
    object: {
      ...activity(
        `/question/question.php?cmid=${cmid}&id=${n % 500}`,
        'http://adlnet.gov/expapi/activities/cmi.interaction',
        `Question ${n % 500}`,
      ),
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        name: { 'zh-CN': `Question ${n % 500}` },
        description: { 'zh-CN': 'Which of these lists is sorted in the order that the report asks for?' },
        interactionType: 'choice',
        correctResponsesPattern: ['ascending-by-date'],
        choices: ['ascending-by-date', 'descending-by-date', 'by-name', 'unsorted'].map((id) => ({
          id,
          description: { 'zh-CN': id },
        })),
      },
    },
    result: {
      response: 'descending-by-date',
      success: n % 3 !== 0,
      completion: true,
      extensions: {
        'http://learninglocker.net/xapi/cmi/choice/response': 'descending by date',
      },
    },
    context: {
      platform: 'Moodle',
      language: 'zh-CN',
      registration: `7f1f5b0e-6c83-4b1c-9d5f-${String(n % 1000).padStart(12, '0')}`,
      extensions: {
        'http://lrs.learninglocker.net/define/extensions/info': {
          'http://moodle.org': '4.5.1 (Build: 20241202)',
          'https://github.com/xAPI-vle/moodle-logstore_xapi': 'v5.0.1',
          event_name: '\\mod_quiz\\event\\attempt_submitted',
          event_function: '\\src\\transformer\\events\\mod_quiz\\attempt_submitted\\handler',
        },
      },
      contextActivities: {
        category: [activity('', 'http://id.tincanapi.com/activitytype/lms', 'Moodle')],
        parent: [
          activity(
            `/mod/quiz/attempt.php?attempt=${attempt}&cmid=${cmid}`,
            'http://adlnet.gov/expapi/activities/attempt',
            `Attempt ${attempt}`,
          ),
          activity(
            `/mod/quiz/view.php?id=${cmid}`,
            'http://adlnet.gov/expapi/activities/assessment',
            `Quiz ${cmid}`,
          ),
          activity('/course/section.php?id=11', 'http://id.tincanapi.com/activitytype/section', 'Section 2'),
          activity(
            '/course/view.php?id=2',
            'https://w3id.org/xapi/cmi5/activitytype/course',
            'Data processing',
          ),
        ],
      },
    },
    timestamp: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
  };
}
