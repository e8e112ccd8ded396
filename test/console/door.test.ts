/** Who comes into the inspector, and what its pages let a browser do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneTimeCode } from '../../src/lab/plane/lab-cookie.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { submit, visit } from './helpers.ts';

const TOKEN = 'the-lab-token-of-this-test';

let sf: Fauxforce;
let locked: Fauxforce;
beforeAll(async () => {
  [sf, locked] = await Promise.all([startFauxforce(), startFauxforce({ labToken: TOKEN })]);
});
afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  await locked[Symbol.asyncDispose]();
});

describe('every page', () => {
  it('loads nothing from elsewhere, runs no script of its own text, and is in no frame', async () => {
    const { headers, html } = await visit(sf, '/no-such-page');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(html).not.toMatch(
      /<script(?! type="module" src="\/_fauxforce\/console\/console\.js")|<style|\sstyle=|\son\w+=/,
    );
  });

  it('answers HEAD as GET, without the body', async () => {
    for (const path of ['', '/journal', '/console.css']) {
      const answer = await fetch(`${sf.url}/_fauxforce/console${path}`, { method: 'HEAD' });
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
    const refused = await fetch(`${sf.url}/_fauxforce/console/journal/latest`, { method: 'PUT' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('takes its theme from a cookie that its form sets, and leads nowhere else', async () => {
    const { status, headers, location } = await submit(sf, '/theme', {
      theme: 'dark',
      to: '/_fauxforce/console/journal?outcome=refused',
    });
    expect({ status, location }).toEqual({
      status: 303,
      location: '/_fauxforce/console/journal?outcome=refused',
    });
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toBe(
      'fauxforce_theme=dark; Path=/_fauxforce/console; Max-Age=31536000; HttpOnly; SameSite=Strict',
    );
    expect((await visit(sf, '/nope', { cookie: 'fauxforce_theme=dark' })).html).toContain(
      'data-theme="dark"',
    );
    expect((await visit(sf, '/nope', { cookie: 'fauxforce_theme="><b>' })).html).toContain(
      'data-theme="auto"',
    );
    for (const to of [
      'https://evil.example',
      '//evil.example',
      '/services/oauth2/token',
      '/_fauxforce/consoles',
      '\\\\evil',
      'javascript:alert(1)',
    ])
      expect((await submit(sf, '/theme', { theme: 'dark', to })).location).toBe('/_fauxforce/console');
    expect((await submit(sf, '/theme', { theme: 'red' })).status).toBe(400);
  });

  it('takes no form of another site or port, and changes nothing by GET', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:1' },
      { origin: 'null' },
      { origin: sf.url, 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[])
      expect((await submit(sf, '/theme', { theme: 'dark' }, headers)).status).toBe(403);
    expect((await visit(sf, '/theme?theme=dark')).status).toBe(404);
    expect((await fetch(`${sf.url}/_fauxforce/console/journal/latest`, { method: 'DELETE' })).status).toBe(
      405,
    );
  });

  it('is for this machine: another Host, or a client that a proxy names, is refused on a page', async () => {
    const { request } = await import('node:http');
    const { hostname, port } = new URL(sf.url);
    const status = await new Promise((resolve) => {
      request(
        { hostname, port, path: '/_fauxforce/console', headers: { host: 'rebound.example' } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      ).end();
    });
    expect(status).toBe(403);
    expect((await visit(sf, '', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(403);
  });
});

describe('with a lab token', () => {
  it('a visitor without it is asked for it, and whoever types it comes in with a strict cookie', async () => {
    const { status, html, text } = await visit(locked, '/journal/latest?outcome=refused');
    expect(status).toBe(401);
    expect(text).toContain('Lab token');
    expect(html).toContain('name="to" value="/_fauxforce/console/journal/latest?outcome=refused"');
    expect((await submit(locked, '/sign-in', { token: 'wrong' })).status).toBe(401);
    const { location, headers } = await submit(locked, '/sign-in', {
      token: TOKEN,
      to: '/_fauxforce/console/nope',
    });
    expect(location).toBe('/_fauxforce/console/nope');
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^fauxforce_lab=[\w-]{43}; Path=\/_fauxforce; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(TOKEN);
    const sent = { cookie: cookie.split(';')[0] ?? '' };
    expect((await visit(locked, '/nope', sent)).status).toBe(404);
    expect((await fetch(`${locked.url}/_fauxforce/journal`, { headers: sent })).status).toBe(200);
    expect(
      (await fetch(`${locked.url}/_fauxforce/journal`, { headers: { cookie: 'fauxforce_lab=x' } })).status,
    ).toBe(401);
    const foreign = { ...sent, origin: 'http://localhost:1' };
    expect(
      (await fetch(`${locked.url}/_fauxforce/journal`, { method: 'DELETE', headers: foreign })).status,
    ).toBe(403);
  });

  it('a link opens it once, and its code leaves the address at once', async () => {
    const { entropy, clock } = locked.world;
    const code = oneTimeCode(TOKEN, entropy, clock.untold());
    const { status, location, headers } = await visit(locked, `/journal/latest?outcome=refused&once=${code}`);
    expect({ status, location }).toEqual({
      status: 303,
      location: '/_fauxforce/console/journal/latest?outcome=refused',
    });
    expect(headers.get('set-cookie')).toMatch(/^fauxforce_lab=/);
    const again = await visit(locked, `/nope?once=${code}`);
    expect({ location: again.location, cookie: again.headers.get('set-cookie') }).toEqual({
      location: '/_fauxforce/console/nope',
      cookie: null,
    });
  });

  it.each([
    ['of another token', () => oneTimeCode('another', locked.world.entropy, locked.world.clock.untold())],
    [
      'that is an hour old',
      () => oneTimeCode(TOKEN, locked.world.entropy, locked.world.clock.untold() - 3_600_001),
    ],
    ['that is empty', () => ''],
    ['that is made up', () => 'zzzzzzzzzzzz.x.y'],
  ])('a link %s opens nothing', async (_what, code) => {
    const { headers, status } = await visit(locked, `/?once=${code()}`);
    expect({ status, cookie: headers.get('set-cookie') }).toEqual({ status: 303, cookie: null });
  });

  it('style and script are there for the page that asks for it', async () => {
    for (const file of ['console.css', 'console.js', 'icon.svg'])
      expect((await visit(locked, `/${file}`)).status).toBe(200);
  });
});

describe('without a lab token, where other machines can reach the server', () => {
  it('says why it is closed', async () => {
    await using open = await startFauxforce({ exposed: true });
    const { status, text } = await visit(open, '');
    expect(status).toBe(403);
    expect(text).toContain('the lab is closed because other machines can reach this server');
  });
});
