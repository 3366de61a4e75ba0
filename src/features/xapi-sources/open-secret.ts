import type { Deps } from '../../infra/deps.ts';

/** The secret of a connection; null when it was sealed with another master key and has to be entered again. */
export function openSecret({ vault }: Pick<Deps, 'vault'>, sealedSecret: string): string | null {
  try {
    return vault.openWithMaster(sealedSecret);
  } catch {
    return null;
  }
}
