import request, { type Test } from 'supertest';
import type { TestApp } from './app.ts';

/** What `aSession` gives: where somebody's visit stands and the cookie that opens it. */
export interface Visit {
  base: string;
  cookie: string;
}

/** Asks for pages and sends forms as the visitor of the moment, or as somebody else. */
export const visitor = (now: () => { t: TestApp; as: Visit }) => ({
  get: (path: string, as: Visit = now().as): Test =>
    request(now().t.app.express)
      .get(as.base + path)
      .set('cookie', as.cookie),
  post: (path: string, form: object = {}, as: Visit = now().as): Test =>
    request(now().t.app.express)
      .post(as.base + path)
      .set('cookie', as.cookie)
      .type('form')
      .send(form),
});
