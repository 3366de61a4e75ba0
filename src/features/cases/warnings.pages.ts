import type { StoodInFor } from '../inbox/index.ts';
import type { Locale } from '../../infra/views.ts';
import {
  nextStep,
  presentCountdown,
  presentLine,
  type Countdown,
  type NextStep,
  type Sentence,
} from './case-parts.pages.ts';
import type { ListedCase } from './case-view.schema.ts';
import { actorIn, maySee, standsInFor } from './case.rules.ts';
import type { CaseActor, CaseLevel, CaseOutcome, CaseState } from './cases.schema.ts';

export interface WarningsPage {
  show: 'open' | 'closed';
  /** Whether the list may hold several courses, so that each line names its own. */
  everyCourse: boolean;
  overdue: number;
  /** Whether the reader may see how warnings are answered. */
  mayJudge: boolean;
  cases: {
    id: string;
    level: CaseLevel;
    state: CaseState;
    /** null: the course's learners together. */
    subjectName: string | null;
    courseTitle: string;
    happened: Sentence;
    more: number;
    countdown: Countdown;
    escalated: boolean;
    ownerName: string | null;
    /** The owner is away, and the reader is the deputy. */
    asDeputy: boolean;
    openedAt: Date;
    closedAt: Date | null;
    outcome: CaseOutcome | null;
    next: NextStep;
  }[];
}

export function presentWarnings(
  listed: readonly ListedCase[],
  reader: CaseActor & { locale: Locale; everyCourse: boolean; stoodInFor: readonly StoodInFor[] },
  show: 'open' | 'closed',
  now: Date,
): WarningsPage {
  const cases = listed.flatMap((one) => {
    const actor = actorIn(reader, one.courseId);
    return maySee(actor, one) ? [presentListed(one, actor, now)] : [];
  });
  return {
    show,
    everyCourse: reader.everyCourse,
    mayJudge: reader.roles.includes('administrator') || reader.roles.includes('supervisor'),
    overdue: cases.filter(({ countdown }) => countdown.tone === 'red').length,
    cases,
  };
}

function presentListed(
  listed: ListedCase,
  reader: CaseActor & { locale: Locale },
  now: Date,
): WarningsPage['cases'][number] {
  const [first, ...others] = listed.evidence.lines.map((line) => presentLine(line, reader.locale));
  return {
    id: listed.id,
    level: listed.level,
    state: listed.state,
    subjectName: listed.subjectName,
    courseTitle: listed.courseTitle,
    happened: first ?? { id: 'cases.line.none', values: {} },
    more: others.length,
    countdown: presentCountdown(listed, now),
    escalated: listed.escalatedAt !== null,
    ownerName: listed.ownerName,
    asDeputy: standsInFor(reader, listed.ownerPersonId),
    openedAt: listed.openedAt,
    closedAt: listed.closedAt,
    outcome: listed.outcome,
    next: nextStep(listed, reader),
  };
}
