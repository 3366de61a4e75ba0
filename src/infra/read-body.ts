import {
  MaxFileSizeExceededError,
  MaxTotalSizeExceededError,
  MultipartParseError,
  parseMultipartRequest,
} from '@remix-run/multipart-parser/node';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { WaymarkError, badRequest } from './errors.ts';

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

const MEGABYTE = 1024 * 1024;
const UPLOAD_LIMIT = 200 * MEGABYTE;
const UPLOAD_PARTS = 20;

/** A file as it was chosen, byte for byte. */
export class UploadedFile {
  /** As the sender's computer calls it. */
  readonly name: string;
  readonly content: Buffer;
  constructor(name: string, content: Buffer) {
    this.name = name;
    this.content = content;
  }
}

/** A form with files, read only when a guard has let its sender in; no file chosen arrives as none. */
export const readUpload = async (req: Request): Promise<void> => {
  const fields: Record<string, string | UploadedFile> = {};
  const limits = { maxFileSize: UPLOAD_LIMIT, maxTotalSize: UPLOAD_LIMIT + MEGABYTE, maxParts: UPLOAD_PARTS };
  try {
    for await (const part of parseMultipartRequest(req, limits)) {
      if (part.name === undefined) continue;
      if (part.filename === undefined) fields[part.name] = part.text;
      else if (part.filename !== '')
        fields[part.name] = new UploadedFile(part.filename, Buffer.from(part.arrayBuffer));
    }
  } catch (error) {
    if (error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError)
      throw new WaymarkError('uploadTooLarge', 413, { limit: UPLOAD_LIMIT / MEGABYTE });
    if (error instanceof MultipartParseError) throw badRequest('badForm');
    throw error;
  }
  req.body = fields;
};

/** What reads a body before the guard, by how a route says it is read. */
export const READERS = { form: readForm, json: [readJson], bytes: [], upload: [] };
