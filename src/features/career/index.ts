export { careerRoutes } from './career.routes.ts';
export type { CareerContributions } from './contributions.ts';
export { CAREER_NOTICES } from './notices.rules.ts';
export type { PortraitChain, PortraitEvent, PortraitSource } from './portrait-source.schema.ts';
export { careerJobs } from './remind-assessments.ts';
export { presentTabs, type CareerTab, type TabView } from './tabs.pages.ts';
