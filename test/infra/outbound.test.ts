import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOutbound } from '../../src/infra/outbound.ts';

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((req, res) => {
    if (req.url === '/redirect') res.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    else if (req.url === '/large') res.end('x'.repeat(5000));
    else if (req.url === '/agent') res.end(req.headers['user-agent']);
    else if (req.url === '/echo')
      req.pipe(res.writeHead(201, { 'x-length': req.headers['content-length'] ?? '' }));
    else if (req.url === '/broken') res.write('half', () => res.destroy());
    // '/slow' never answers.
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const allowed = createOutbound(['127.0.0.1']);
const strict = createOutbound([]);

describe('calls out of the house', () => {
  it('name themselves: Canvas refuses requests without a user agent', async () => {
    expect((await allowed({ url: `${base}/agent` })).text).toMatch(/^Waymark/);
  });

  it.each([
    ['a private address', 'https://10.0.0.1/', 'outbound.refused'],
    ['the loopback by number', 'https://127.0.0.1/', 'outbound.refused'],
    ['the loopback by name', 'https://localhost/', 'outbound.refused'],
    ['the loopback in IPv6', 'https://[::1]/', 'outbound.refused'],
    ['a private address dressed as IPv6', 'https://[::ffff:10.0.0.1]/', 'outbound.refused'],
    ['a cloud’s metadata address', 'https://169.254.169.254/', 'outbound.refused'],
    ['plain http', 'http://example.org/', 'outbound.refused'],
    ['a host that isn’t there', 'https://no-such-host.invalid/', 'outbound.unreachable'],
  ])('refuse %s', async (_what, url, id) => {
    await expect(strict({ url })).rejects.toMatchObject({ id });
  });

  it('judge the address they connect to, however the name resolves', async () => {
    // `localhost` as any name that an attacker lets point inside.
    await expect(strict({ url: 'https://localhost:1/' })).rejects.toMatchObject({ id: 'outbound.refused' });
  });

  it('send a body with its length in bytes, and tell status and headers', async () => {
    const answer = await allowed({ url: `${base}/echo`, method: 'POST', body: '航标' });
    expect(answer).toMatchObject({ status: 201, text: '航标' });
    expect(answer.headers.get('x-length')).toBe('6');
  });

  it.each([
    ['a redirect', '/redirect', {}, 'outbound.redirect'],
    ['too much', '/large', { maxBytes: 1000 }, 'outbound.tooLarge'],
    ['an answer that breaks off', '/broken', {}, 'outbound.unreachable'],
    ['silence', '/slow', { timeoutMs: 200 }, 'outbound.unreachable'],
  ])('give up on %s', async (_what, path, limits, id) => {
    await expect(allowed({ url: base + path, ...limits })).rejects.toMatchObject({ id });
  });
});
