import type { LocalText, PlanTask, Skill } from '../programme/index.ts';
import { TALENT_TYPES, type TalentType } from '../roster/index.ts';
import { choose, type Option } from './offline.pages.ts';
import type { Project } from './projects.schema.ts';
import type { TabView } from './tabs.pages.ts';
import { EVIDENCE_KINDS, PROJECT_SOURCES, PROJECT_STAGES, type ProjectStage } from './training.schema.ts';

export interface ProjectFormPage {
  tabs: TabView[];
  id: string | null;
  title: string;
  post: string;
  employerName: string;
  evidenceReference: string;
  startsOn: string;
  endsOn: string;
  talentTypes: Option<TalentType>[];
  sources: Option<Project['source']>[];
  evidenceKinds: Option<NonNullable<Project['evidenceKind']>>[];
  stages: { stage: ProjectStage; deliverable: string; deliveredOn: string; link: string }[];
  skills: { id: string; name: LocalText; checked: boolean }[];
  tasks: { id: string; title: string; fromEnterprise: boolean; checked: boolean }[];
}

/** `project` null: a new one. Skills are those of its talent type, else all, and those it has. */
export function presentProjectForm(
  project: Project | null,
  given: {
    tabs: TabView[];
    skills: readonly Skill[];
    tasks: readonly PlanTask[];
    talentType: TalentType | null;
    today: string;
    endsOn: string;
  },
): ProjectFormPage {
  const talentType = project?.talentType ?? given.talentType;
  const stages = new Map(project?.stages.map((stage) => [stage.stage, stage]));
  return {
    tabs: given.tabs,
    id: project?.id ?? null,
    title: project?.title ?? '',
    post: project?.post ?? '',
    employerName: project?.employerName ?? '',
    evidenceReference: project?.evidenceReference ?? '',
    startsOn: project?.startsOn ?? given.today,
    endsOn: project?.endsOn ?? given.endsOn,
    talentTypes: choose(TALENT_TYPES, talentType),
    sources: choose(PROJECT_SOURCES, project?.source ?? 'enterprise'),
    evidenceKinds: choose(EVIDENCE_KINDS, project?.evidenceKind ?? null),
    stages: PROJECT_STAGES.map((stage) => ({
      stage,
      deliverable: stages.get(stage)?.deliverable ?? '',
      deliveredOn: stages.get(stage)?.deliveredOn ?? '',
      link: stages.get(stage)?.link ?? '',
    })),
    skills: given.skills
      .map(({ id, name, talentType: type }) => ({
        id,
        name,
        type,
        checked: project?.skillIds.includes(id) ?? false,
      }))
      .filter(({ type, checked }) => checked || talentType === null || type === talentType)
      .map(({ id, name, checked }) => ({ id, name, checked })),
    tasks: given.tasks.map(({ id, title, fromEnterprise }) => ({
      id,
      title,
      fromEnterprise,
      checked: project?.planTaskIds.includes(id) ?? false,
    })),
  };
}
