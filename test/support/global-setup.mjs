import { tsImport } from 'tsx/esm/api';

/** Jest loads this file without its transformer. */
export default async function globalSetup() {
  const { prepare } = await tsImport('./prepare.ts', import.meta.url);
  await prepare();
}
