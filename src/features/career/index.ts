export { careerRoutes } from './career.routes.ts';
export type { CareerContributions, Reminder } from './contributions.ts';
export type { PortraitChain, PortraitEvent, PortraitSource } from './portrait-source.ts';
export { careerJobs } from './remind-assessments.ts';
export { presentTabs, type CareerTab, type TabView } from './tabs.pages.ts';
