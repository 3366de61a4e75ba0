/** Parts that all statements of our own share. */
export type JsonObject = Record<string, unknown>;

const COURSE = 'http://adlnet.gov/expapi/activities/course';

/** No name: the account is enough to find the person, and a name would outlive an erasure. */
export const presentAccount = (publicUrl: string, name: string): JsonObject => ({
  objectType: 'Agent',
  account: { homePage: publicUrl, name },
});

export const presentCourse = ({
  publicUrl,
  courseId,
}: {
  /** The tool's own address. */
  publicUrl: string;
  courseId: string;
}): JsonObject => ({
  objectType: 'Activity',
  id: `${publicUrl}/courses/${courseId}`,
  definition: { type: COURSE },
});
