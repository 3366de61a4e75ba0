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

  it.each([
    ['a redirect', '/redirect', {}, 'outbound.redirect'],
    ['too much', '/large', { maxBytes: 1000 }, 'outbound.tooLarge'],
    ['silence', '/slow', { timeoutMs: 200 }, 'outbound.unreachable'],
  ])('give up on %s', async (_what, path, limits, id) => {
    await expect(allowed({ url: base + path, ...limits })).rejects.toMatchObject({ id });
  });
});
