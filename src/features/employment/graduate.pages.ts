import {
  presentDestination,
  presentForm,
  type DestinationForm,
  type DestinationView,
  type OpenDestination,
} from './destination.pages.ts';
import { CHANNELS, TICKET_OUTCOMES, type ContactOutcome } from './employment.schema.ts';
import type { FollowUpAnswers, HelpWords } from './follow-up.rules.ts';
import { presentTabs, type Reader, type TabView } from './tabs.pages.ts';
import { isAskable, judgeContact, judgeWave, type ContactVerdict, type WaveState } from './wave.rules.ts';

export interface OpenWave {
  months: number;
  opensOn: string;
  dueOn: string;
  closesOn: string;
  answeredAt: Date | null;
  linked: boolean;
  answers: FollowUpAnswers | null;
  contacts: { day: string; channel: string; outcome: string; note: string | null; byName: string | null }[];
}

export interface OpenTicket {
  id: string;
  openedAt: Date;
  dueOn: string;
  ownerName: string | null;
  words: HelpWords | null;
  closedAt: Date | null;
  outcome: string | null;
  answer: string | null;
}

interface WaveView extends Omit<OpenWave, 'answers'> {
  state: WaveState;
  verdict: ContactVerdict;
  askable: boolean;
  answers: (Omit<FollowUpAnswers, 'payFrom'> & { pay: string | null }) | null;
}

const presentWave = (wave: OpenWave, today: string): WaveView => {
  const state = judgeWave({ ...wave, answered: wave.answeredAt !== null }, today);
  const verdict = judgeContact(
    state,
    wave.contacts.map(({ day }) => day),
    today,
  );
  const { answers } = wave;
  return {
    ...wave,
    state,
    verdict,
    askable: verdict === 'allowed',
    answers: answers && { ...answers, pay: answers.payFrom === null ? null : String(answers.payFrom) },
  };
};

/** What a try may have led to without a questionnaire. */
const FRUITLESS: readonly ContactOutcome[] = ['no_answer', 'wrong_number', 'refused'];

export interface GraduatePage {
  tabs: TabView[];
  saved: boolean;
  personId: string;
  name: string;
  className: string | null;
  majorName: string | null;
  graduatedOn: string;
  contact: string | null;
  current: DestinationView | null;
  earlier: DestinationView[];
  form: DestinationForm;
  waves: WaveView[];
  channels: readonly string[];
  fruitless: readonly string[];
  tickets: (OpenTicket & { overdue: boolean })[];
  outcomes: readonly string[];
}

export interface OpenGraduate {
  personId: string;
  name: string;
  className: string | null;
  majorName: string | null;
  graduatedOn: string;
  contact: string | null;
  destinations: OpenDestination[];
  waves: OpenWave[];
  tickets: OpenTicket[];
}

export function presentGraduate(
  graduate: OpenGraduate,
  tabs: TabView[],
  today: string,
  saved: boolean,
): GraduatePage {
  const { destinations, waves, tickets, ...who } = graduate;
  const current = destinations.find(({ endedAt }) => endedAt === null) ?? null;
  return {
    ...who,
    tabs,
    saved,
    current: current && presentDestination(current, today),
    earlier: destinations
      .filter(({ endedAt }) => endedAt !== null)
      .map((one) => presentDestination(one, today)),
    form: presentForm(current?.content ?? null, `/employment/graduates/${who.personId}/destination`),
    waves: waves.map((wave) => presentWave(wave, today)),
    channels: CHANNELS,
    fruitless: FRUITLESS,
    tickets: tickets.map((ticket) => ({
      ...ticket,
      overdue: ticket.closedAt === null && ticket.dueOn < today,
    })),
    outcomes: TICKET_OUTCOMES,
  };
}

export interface MinePage {
  tabs: TabView[];
  saved: boolean;
  /** null: not on the school's list of graduates yet. */
  graduate: {
    graduatedOn: string;
    contact: string;
    current: DestinationView | null;
    form: DestinationForm;
    asked: { months: number; closesOn: string }[];
    waves: { months: number; dueOn: string; state: WaveState }[];
    tickets: { openedAt: Date; closed: boolean; ownerName: string | null; answer: string | null }[];
  } | null;
}

export function presentMine(
  graduate: OpenGraduate | null,
  reader: Reader & { today: string; saved: boolean },
): MinePage {
  const { today, saved } = reader;
  const tabs = presentTabs(reader, 'mine');
  if (!graduate) return { tabs, saved, graduate: null };
  const current = graduate.destinations.find(({ endedAt }) => endedAt === null) ?? null;
  const waves = graduate.waves.map((wave) => presentWave(wave, today));
  return {
    tabs,
    saved,
    graduate: {
      graduatedOn: graduate.graduatedOn,
      contact: graduate.contact ?? '',
      current: current && presentDestination(current, today),
      form: presentForm(current?.content ?? null, '/employment/mine/destination'),
      asked: waves.filter(({ state }) => isAskable(state)),
      waves: waves.map(({ months, dueOn, state }) => ({ months, dueOn, state })),
      tickets: graduate.tickets.map(({ openedAt, closedAt, ownerName, answer }) => ({
        openedAt,
        closed: closedAt !== null,
        ownerName,
        answer,
      })),
    },
  };
}
