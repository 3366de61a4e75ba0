import express, { type Request, type RequestHandler, type Response } from 'express';
import { badRequest } from './errors.ts';

const FORM_LIMIT = '5mb';
const JSON_LIMIT = '10mb';

const readForm: RequestHandler[] = [
  express.urlencoded({ extended: false, limit: FORM_LIMIT }),
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

/** For a body that is read only when a guard has let its sender in. */
export const readBytes = async (
  req: Request,
  res: Response,
  limit: number | string = JSON_LIMIT,
): Promise<void> => {
  const readRaw = express.raw({ type: () => true, limit });
  await new Promise<void>((resolve, reject) =>
    readRaw(req, res, (error?: unknown) =>
      error ? reject(error instanceof Error ? error : new Error('body')) : resolve(),
    ),
  );
  if (!Buffer.isBuffer(req.body)) req.body = Buffer.alloc(0);
};

/** What reads a body before the guard, by how a route says it is read. */
export const READERS = { form: readForm, json: [readJson], bytes: [] };
