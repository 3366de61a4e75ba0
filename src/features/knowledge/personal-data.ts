import { and, asc, eq } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { knowledgeAnswers, knowledgeLearnerSkills, knowledgeLearners } from './knowledge.tables.ts';

type PersonKey = Parameters<PersonalDataSource['count']>[0];

/** What the model holds on a person, for "my data" and its download. */
export function knowledgeDataSources({ db }: Deps): PersonalDataSource[] {
  const ownIn = (table: typeof knowledgeAnswers | typeof knowledgeLearners | typeof knowledgeLearnerSkills) =>
    function isOwn({ schoolId, personId }: PersonKey) {
      return and(eq(table.schoolId, schoolId), eq(table.personId, personId));
    };
  const [answers, levels, skills] = [
    ownIn(knowledgeAnswers),
    ownIn(knowledgeLearners),
    ownIn(knowledgeLearnerSkills),
  ];
  return [
    {
      id: 'knowledgeAnswers',
      label: 'knowledge.data.answers',
      count: (key) => db.$count(knowledgeAnswers, answers(key)),
      select: (key) =>
        db
          .select()
          .from(knowledgeAnswers)
          .where(answers(key))
          .orderBy(asc(knowledgeAnswers.transactionId), asc(knowledgeAnswers.sequence)),
    },
    {
      id: 'knowledgeLevel',
      label: 'knowledge.data.level',
      count: (key) => db.$count(knowledgeLearners, levels(key)),
      select: (key) => db.select().from(knowledgeLearners).where(levels(key)),
    },
    {
      id: 'knowledgeSkills',
      label: 'knowledge.data.skills',
      count: (key) => db.$count(knowledgeLearnerSkills, skills(key)),
      select: (key) => db.select().from(knowledgeLearnerSkills).where(skills(key)),
    },
  ];
}
