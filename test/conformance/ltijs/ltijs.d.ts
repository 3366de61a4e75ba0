/** What is used here of ltijs 5.9.9, which ships no types (those of DefinitelyTyped describe version 4). */
declare module 'ltijs' {
  import type { Express, Request, RequestHandler, Response } from 'express';
  import type { DatabasePlugin } from './database-plugin.ts';

  interface IdToken {
    user: string;
    userInfo: { name?: string };
    platformContext: { messageType: string; roles: string[] };
  }

  interface Options {
    appRoute?: string;
    loginRoute?: string;
    keysetRoute?: string;
    cookies?: { secure?: boolean; sameSite?: string };
    devMode?: boolean;
    tokenMaxAge?: number | false;
  }

  interface Provider {
    app: Express & { use(handler: RequestHandler): void };
    setup(encryptionKey: string, database: { plugin: DatabasePlugin }, options?: Options): Provider;
    deploy(options: { serverless: true; silent: true }): Promise<true>;
    onConnect(answer: (token: IdToken, req: Request, res: Response) => unknown): true;
    onDeepLinking(answer: (token: IdToken, req: Request, res: Response) => unknown): true;
  }

  export const Provider: Provider;
}
