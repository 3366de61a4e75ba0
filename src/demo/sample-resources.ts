import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import type { Deps } from '../infra/deps.ts';
import { PROJECT_ROOT } from '../infra/paths.ts';
import { UploadedFile } from '../infra/read-body.ts';
import type { Locale } from '../infra/views.ts';
import { selectCoursePlan } from '../features/programme/index.ts';
import { addTarget, alignModule, saveCompoundPost } from '../features/resources/align-modules.ts';
import { selectTargets } from '../features/resources/alignment.queries.ts';
import {
  publishResource,
  recordMeasure,
  recordProofreading,
  reviewResource,
  setStanding,
  submitResource,
} from '../features/resources/check-resource.ts';
import { addMonths } from '../features/resources/freshness.rules.ts';
import { addCourseUpdate, addSurge, reviewCourseUpdate } from '../features/resources/keep-fresh.ts';
import { libraryResources } from '../features/resources/library.tables.ts';
import { selectEnterpriseMentors, selectStaff } from '../features/resources/people.queries.ts';
import {
  addResource,
  addVersion,
  saveResource,
  todayOf,
  type Editor,
} from '../features/resources/save-resource.ts';
import { acceptInvitation } from '../features/roster/accept-invitation.ts';
import { invitePerson } from '../features/roster/invite-person.ts';
import type { InCourse } from '../features/roster/index.ts';
import { selectAppointments } from '../features/roster/people.queries.ts';
import { SampleResources, type SampleResource } from './sample-resources.schema.ts';

const FILE = join(PROJECT_ROOT, 'catalogue', 'sample-resources.json');

interface Scene {
  deps: Deps;
  who: InCourse;
  locale: Locale;
  owner: string;
  expert: Editor;
  mentor: Editor;
  unitIds: string[];
  targetIds: ReadonlyMap<string, string>;
}

/** A library in all its states, what modules lead to, an update in review, a surge: as people would have made them. */
export async function setUpResources(deps: Deps, who: InCourse, locale: Locale): Promise<void> {
  const { schoolId } = who;
  const [known] = await deps.db
    .select({ id: libraryResources.id })
    .from(libraryResources)
    .where(eq(libraryResources.schoolId, schoolId))
    .limit(1);
  if (known) return;
  const sample = SampleResources.parse(JSON.parse(await readFile(FILE, 'utf8')));
  const has = new Set((await selectTargets(deps.db, schoolId)).map(({ name }) => name));
  for (const { kind, name, level } of sample.targets)
    if (!has.has(name[locale]))
      await addTarget(deps, who, {
        kind,
        name: name[locale],
        issuer: null,
        level: level && level[locale],
      });
  const targets = await selectTargets(deps.db, schoolId);
  const targetIds = new Map(
    sample.targets.map(({ key, name }) => [key, targets.find((one) => one.name === name[locale])?.id ?? '']),
  );
  const people = await selectAppointed(deps, who, sample.expert[locale]);
  const staff = await selectStaff(deps.db, schoolId);
  const scene: Scene = {
    ...{ deps, who, locale, targetIds },
    owner: staff.find(({ id }) => id !== who.personId)?.id ?? who.personId,
    expert: { ...who, personId: people.expert, roles: ['expert'] },
    mentor: { ...who, personId: people.mentor, roles: ['enterprise_mentor'] },
    unitIds: (await selectCoursePlan(deps.db, who)).units.map(({ id }) => id),
  };
  await setUpCourse(scene, sample);
  for (const resource of sample.resources) await makeResource(scene, resource);
}

/** The expert comes by invitation, as mentors do. */
async function selectAppointed(deps: Deps, who: InCourse, expertName: string) {
  const { url } = await invitePerson(deps, who, { name: expertName, role: 'expert' });
  const token = url.slice(url.lastIndexOf('/') + 1);
  await acceptInvitation(deps, token, { name: expertName, locale: 'zh-CN' });
  const expert = (await selectAppointments(deps.db, who)).find(({ role }) => role === 'expert');
  const [mentor] = await selectEnterpriseMentors(deps.db, who.schoolId);
  if (!expert || !mentor) throw new Error('The sample school has no reviewers.');
  return { expert: expert.personId, mentor: mentor.id };
}

const ids = (all: readonly string[], places: readonly number[]): string[] =>
  places.flatMap((place) => all[place] ?? []);

async function setUpCourse(scene: Scene, { modules, update, surge, post }: SampleResources): Promise<void> {
  const { deps, who, locale, unitIds, targetIds } = scene;
  for (const { unit, targets, ethics } of modules)
    for (const unitId of ids(unitIds, [unit]))
      await alignModule(deps, who, unitId, {
        targetIds: targets.flatMap((key) => targetIds.get(key) ?? []),
        ethics: ethics.map(({ item, scene: words }) => ({ itemId: item, scene: words[locale] })),
      });
  const updateId = await addCourseUpdate(deps, who, {
    summary: update.summary[locale],
    items: update.items.map(({ source, words, reference }) => ({
      source,
      words: words[locale],
      reference: reference[locale],
    })),
  });
  await reviewCourseUpdate(deps, scene.expert, updateId, {
    seat: 'expert',
    verdict: 'approved',
    comment: '',
  });
  await addSurge(deps, who, {
    title: surge.title[locale],
    evidence: surge.evidence[locale],
    acceptedOn: addMonths(todayOf(deps, who), -surge.monthsAgo),
    ownerPersonId: scene.owner,
  });
  await saveCompoundPost(deps, who, null, {
    name: post.name[locale],
    note: post.note[locale],
    cycleWeeks: post.cycleWeeks,
    schoolMentorId: scene.owner,
    enterpriseMentorId: scene.mentor.personId,
    unitIds: ids(unitIds, post.units),
  });
}

async function makeResource(scene: Scene, sample: SampleResource): Promise<void> {
  const { deps, who, locale } = scene;
  const { kind, talentType, origin, medium, state } = sample;
  const file = sample.file
    ? new UploadedFile(sample.file.name, Buffer.from(sample.file.content[locale]))
    : null;
  const content = { file, url: sample.url ?? null, medium };
  const title = sample.title[locale];
  const begun = { title, kind, talentType, origin, unit: null, skill: null };
  const id = await addResource(deps, who, begun, content);
  await saveResource(deps, who, id, {
    ...{ title, kind, talentType, origin },
    summary: sample.summary[locale],
    originEvidence: sample.evidence?.[locale] ?? null,
    licence: null,
    minutes: sample.minutes,
    practical: sample.practical,
    historical: false,
    checkMonths: 12,
    ownerPersonId: scene.owner,
    skillIds: sample.skills,
    unitIds: ids(scene.unitIds, sample.units),
    targetIds: sample.targets.flatMap((key) => scene.targetIds.get(key) ?? []),
    regulationIds: sample.regulations,
  });
  await examine(scene, id, sample);
  if (state === 'draft') return;
  await submitResource(deps, who, id);
  await review(scene, id, sample);
  if (state === 'published' || state === 'updating' || state === 'retired')
    await publishResource(deps, who, id);
  if (state === 'retired') await setStanding(deps, who, id, 'retire');
  if (state === 'updating') {
    await addVersion(deps, who, id, content);
    await submitResource(deps, who, id);
  }
  if (sample.monthsAgo !== undefined)
    await deps.db
      .update(libraryResources)
      .set({ checkedOn: addMonths(todayOf(deps, who), -sample.monthsAgo) })
      .where(and(eq(libraryResources.schoolId, who.schoolId), eq(libraryResources.id, id)));
}

async function examine({ deps, who, expert }: Scene, id: string, sample: SampleResource): Promise<void> {
  if (sample.proofread) {
    const [characters, errors] = sample.proofread;
    await recordProofreading(deps, who, id, { characters, errors });
  }
  if (sample.measure) {
    const [minutes, seconds] = sample.measure;
    await recordMeasure(deps, expert, id, { durationSeconds: minutes * 60 + seconds });
  }
}

async function review({ deps, expert, mentor, locale }: Scene, id: string, sample: SampleResource) {
  const approved = { verdict: 'approved' as const, comment: '' };
  if (sample.state === 'returned') {
    const comment = sample.comment?.[locale] ?? '';
    await reviewResource(deps, expert, id, { seat: 'scientific', verdict: 'returned', comment });
    return;
  }
  if (sample.state === 'in_review' && sample.approvals === 0) return;
  await reviewResource(deps, mentor, id, { seat: 'political', ...approved });
  if (sample.state !== 'in_review')
    await reviewResource(deps, expert, id, { seat: 'scientific', ...approved });
}
