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
import { createDeepLinkingReturn, type DeepLinked } from './deep-linking-return.ts';
import { openRegistrations, type Registrations } from './registrations.ts';
import { createState } from './platform-state.ts';
import type { FaceName } from './platform.schema.ts';
import type { Platform } from './service-door.ts';
import { createSigner } from './signer.ts';
import { createToolTokens } from './tool-tokens.ts';

/** What the LMS shows people where the browser passes through it. */
export interface PlatformPages {
  /** A page whose form goes on by itself. */
  carry(form: CarriedForm, locale: Locale): string;
  /** What has come of a tool's deep linking. */
  linked(outcome: DeepLinked, locale: Locale): string;
  /** What an LMS shows when it can't go on. */
  refuse(locale: Locale): string;
}

export interface PlatformGiven {
  face: FaceName;
  /** 0: a free one. */
  port: number;
  now: () => Date;
  siteName: string;
  pages: PlatformPages;
  /** Hosted Canvas has one issuer for all schools; default: the platform's own origin. */
  issuer?: string;
  /** The platform's own ids begin after it. */
  lastId?: number;
  /** Where an address of the tool really is, for tests in which it listens elsewhere. */
  reach?: (address: string) => string;
  /** Sent with everything. */
  headers?: Record<string, string>;
  /** Pages of the LMS beside its LTI addresses. */
  mount?: (app: Express, platform: RunningPlatform) => void;
}

export interface RunningPlatform extends Platform {
  messages: Messages;
  registrations: Registrations;
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
    state: createState(face, siteName, given.lastId ?? 1000),
    now,
    signer: await createSigner(),
    accessTokens: createAccessTokens(now),
    verifyToolToken: createToolTokens(now, given.reach ?? ((address) => address)),
  };
  const addresses: PlatformAddresses = {
    authentication: url + paths.authentication,
    token: url + paths.token,
    keys: url + paths.keys,
  };
  const running: RunningPlatform = {
    ...platform,
    addresses,
    messages: createMessages(platform),
    registrations: openRegistrations(app, { ...platform, addresses }),
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
  mountDeepLinkingReturn(app, platform, given.pages);
  if (face === 'moodle') mountMoodleServices(app, platform);
  else mountCanvasServices(app, platform);
  given.mount?.(app, running);
  return running;
}

/** Where the browser brings what a teacher picked in the tool. */
function mountDeepLinkingReturn(app: Express, platform: Platform, pages: PlatformPages): void {
  const take = createDeepLinkingReturn(platform);
  const path =
    platform.face === 'moodle' ? '/mod/lti/contentitem_return.php' : '/courses/:course/deep_linking_response';
  app.post(path, express.urlencoded({ extended: false, limit: '1mb' }), async (req, res) => {
    const form = req.body as Record<string, unknown> | undefined;
    const { course, placement } = { ...req.params, ...req.query } as Record<string, unknown>;
    const outcome = await take({
      token: typeof form?.['JWT'] === 'string' ? form['JWT'] : '',
      courseId: typeof course === 'string' ? course : '',
      placement: typeof placement === 'string' ? placement : null,
    });
    const status = outcome.kind === 'linked' ? 200 : 400;
    res
      .status(status)
      .type('html')
      .send(pages.linked(outcome, readLocale(req.headers)));
  });
}
