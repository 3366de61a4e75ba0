import express, { type Request, type RequestHandler, type Response } from 'express';
import { badRequest } from './errors.ts';

const FORM_LIMIT = '5mb';
const JSON_LIMIT = '10mb';

const readUrlEncoded = express.urlencoded({ extended: false, limit: FORM_LIMIT });
const readForm: RequestHandler[] = [
  readUrlEncoded,
  express.raw({ type: 'multipart/form-data', limit: FORM_LIMIT }),
  async (req, _res, next) => {
    if (!Buffer.isBuffer(req.body)) return next();
    const form = await new globalThis.Response(new Uint8Array(req.body), {
      headers: { 'content-type': req.headers['content-type'] ?? '' },
    })
      .formData()
      .catch(() => {
        throw badRequest('badForm');
      });
    const fields: Record<string, string> = {};
    for (const [name, value] of form) fields[name] = typeof value === 'string' ? value : await value.text();
    req.body = fields;
    next();
  },
];

const readText = express.text({ type: () => true, limit: JSON_LIMIT });
const readJson: RequestHandler = (req, res, next) =>
  readText(req, res, (error?: unknown) => {
    if (error) return next(error);
    try {
      req.body = JSON.parse(typeof req.body === 'string' ? req.body : '') as unknown;
      next();
    } catch {
      next(badRequest('badJson'));
    }
  });

/** As a promise, so that what goes wrong afterwards is refused like everything else. */
const read = (reader: RequestHandler, req: Request, res: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    void reader(req, res, (error?: unknown) =>
      error ? reject(error instanceof Error ? error : new Error('body')) : resolve(),
    );
  });

/** For a body that is read only when a guard has let its sender in. */
export async function readBytes(
  req: Request,
  res: Response,
  limit: number | string = JSON_LIMIT,
): Promise<void> {
  await read(express.raw({ type: () => true, limit }), req, res);
  if (!Buffer.isBuffer(req.body)) req.body = Buffer.alloc(0);
}

/** The fields of a URL-encoded form; null when the body is none. */
export async function readFields(req: Request, res: Response): Promise<Record<string, unknown> | null> {
  await read(readUrlEncoded, req, res);
  return (req.body as Record<string, unknown> | undefined) ?? null;
}

/** What reads a body before the guard, by how a route says it is read. */
export const READERS = { form: readForm, json: [readJson], bytes: [] };
