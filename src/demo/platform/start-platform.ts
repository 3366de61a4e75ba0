import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import type { Locale } from '../../infra/views.ts';
import { readLocale } from '../reader-locale.ts';
import { createAccessTokens } from './access-tokens.ts';
import { mountCanvasServices } from './canvas/mount-canvas-services.ts';
import { createMessages, type CarriedForm, type Messages } from './messages.ts';
import { mountMoodleServices } from './moodle/mount-moodle-services.ts';
import { createState, type PlatformState } from './platform-state.ts';
import type { FaceName } from './platform.schema.ts';
import type { Platform } from './service-door.ts';
import { createSigner } from './signer.ts';
import { createToolTokens } from './tool-tokens.ts';

/** What the LMS shows people where the browser passes through it. */
export interface PlatformPages {
  /** A page whose form goes on by itself. */
  carry(form: CarriedForm, locale: Locale): string;
  /** What an LMS shows when it can't go on. */
  refuse(locale: Locale): string;
}

export interface PlatformGiven {
  face: FaceName;
  /** 0: any free one. */
  port: number;
  now: () => Date;
  siteName: string;
  pages: PlatformPages;
  /** Hosted Canvas has one issuer for all schools; default: the platform's own origin. */
  issuer?: string;
  /** Sent with everything. */
  headers?: Record<string, string>;
  /** Pages of the LMS beside its LTI addresses. */
  mount?: (app: Express, platform: RunningPlatform) => void;
}

export interface RunningPlatform extends Platform {
  messages: Messages;
  addresses: PlatformAddresses;
  close(): Promise<void>;
}

export interface PlatformAddresses {
  authentication: string;
  token: string;
  keys: string;
}

const PATHS: Record<FaceName, PlatformAddresses> = {
  moodle: {
    authentication: '/mod/lti/auth.php',
    token: '/mod/lti/token.php',
    keys: '/mod/lti/certs.php',
  },
  canvas: {
    authentication: '/api/lti/authorize_redirect',
    token: '/login/oauth2/token',
    keys: '/api/lti/security/jwks',
  },
};

/** An LTI platform on an origin of its own, with the addresses, words and oddities of Moodle 4.5 or of Canvas. */
export async function startPlatform(given: PlatformGiven): Promise<RunningPlatform> {
  const { face, now, siteName } = given;
  const app = express();
  app.disable('x-powered-by');
  app.use((_req, res, next) => {
    res.set(given.headers ?? {});
    next();
  });
  const server = createServer(app);
  server.listen(given.port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paths = PATHS[face];
  const platform: Platform = {
    face,
    url,
    issuer: given.issuer ?? url,
    siteName,
    state: createState(face, siteName),
    now,
    signer: await createSigner(),
    accessTokens: createAccessTokens(now),
    verifyToolToken: createToolTokens(now),
  };
  const running: RunningPlatform = {
    ...platform,
    messages: createMessages(platform),
    addresses: {
      authentication: url + paths.authentication,
      token: url + paths.token,
      keys: url + paths.keys,
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  app.get(paths.keys, (_req, res) => void res.json({ keys: [platform.signer.publicJwk] }));
  app.get(paths.authentication, async (req, res) => {
    const locale = readLocale(req.headers);
    const form = await running.messages.answer(req.query);
    if (form) res.type('html').send(given.pages.carry(form, locale));
    else res.status(400).type('html').send(given.pages.refuse(locale));
  });
  if (face === 'moodle') mountMoodleServices(app, platform);
  else mountCanvasServices(app, platform);
  given.mount?.(app, running);
  return running;
}

export type { PlatformState };
