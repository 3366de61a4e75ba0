import type { Router } from 'express';
import { methodNotAllowed } from './errors.ts';

/** Where an address is asked by a method it doesn't have, the answer names those it has (RFC 9110 §15.5.6). */
export function refuseOtherMethods(
  router: Router,
  routes: readonly { path: string; method: string }[],
): void {
  for (const path of new Set(routes.map((spec) => spec.path))) {
    const methods = routes.filter((spec) => spec.path === path).map(({ method }) => method.toUpperCase());
    const allowed = [...(methods.includes('GET') ? ['HEAD'] : []), ...methods, 'OPTIONS'].join(', ');
    router.all(path, (req, res) => {
      res.set('allow', allowed);
      if (req.method !== 'OPTIONS') throw methodNotAllowed({ method: req.method, allowed });
      res.status(204).end();
    });
  }
}
