/** Where a code may be sent: the comparison of callback.test.ts at each endpoint that rests on it (authorize.md 11). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { poll, start } from '../device/helpers.ts';
import { codeExchange, postToken } from '../helpers/token.ts';
import { ask, CALLBACK, lastRefusal, webServer } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({
    demo: {
      apps: {
        Web_Server: { callbackUrls: [CALLBACK, 'https://app.acme.example/callback'] },
        Device: { callbackUrls: [CALLBACK] },
      },
    },
  });
});
afterAll(() => sf[Symbol.asyncDispose]());

/** None of them is the registered `http://localhost:3000/callback`. */
const NEAR = [
  'http://localhost:3000/callback/',
  'http://localhost:3000/callback/evil',
  'http://localhost:3000/callbackevil',
  'http://localhost:3000/callback?next=evil',
  'http://localhost:3000/callback?',
  'http://localhost:3000/callback#evil',
  'http://localhost:3000/callback%2Fevil',
  'http://localhost:3000/callback/../evil',
  'http://localhost:3000/callback ',
  ' http://localhost:3000/callback',
  'http://localhost:3000/callbac',
  'http://localhost:3000/Callback',
  'http://localhost:3000/',
  'http://localhost:3000',
  'http://localhost:30001/callback',
  'http://localhost:3001/callback',
  'http://localhost/callback',
  'http://127.0.0.1:3000/callback',
  'http://localhost:3000@evil.example/callback',
  'http://evil.example/http://localhost:3000/callback',
  'http://localhost:3000\\@evil.example/callback',
  'http://localhost.evil.example:3000/callback',
  'http://xlocalhost:3000/callback',
  'https://localhost:3000/callback',
  'https://app.acme.example/callback,http://localhost:3000/callback',
  `${CALLBACK}\nhttps://app.acme.example/callback`,
];

/** All of them are, or are the other one that is registered. */
const SAME = [CALLBACK, 'HTTP://LOCALHOST:3000/callback', 'https://app.acme.example/callback'];

describe('the authorize endpoint', () => {
  test.each(NEAR)('sends nobody to %j', async (redirect_uri) => {
    const answer = await ask(sf, webServer({ redirect_uri, state: 'never echoed' }));
    expect({
      status: answer.status,
      location: answer.headers.get('location'),
      body: await answer.text(),
    }).toEqual({
      status: 400,
      location: null,
      body: 'error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration',
    });
    expect(lastRefusal(sf)).toBe('callback.mismatch');
  });

  test.each(NEAR)('sends no error to %j either', async (redirect_uri) => {
    const asked = webServer({ redirect_uri, scope: 'no-such-scope', response_type: 'token', prompt: 'none' });
    const answer = await ask(sf, asked);
    expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({
      status: 400,
      location: null,
    });
  });

  test.each(SAME)('goes on with %j', async (redirect_uri) => {
    expect((await ask(sf, webServer({ redirect_uri }))).status).toBe(302);
  });
});

describe('the code exchange', () => {
  const MISMATCH = {
    status: 400,
    body: '{"error":"redirect_uri_mismatch","error_description":"redirect_uri must match configuration"}',
  };

  test.each(NEAR.concat('https://app.acme.example/callback', ''))('refuses %j', async (redirect_uri) => {
    const exchange = await codeExchange(sf, { app: 'Web_Server' });
    expect(await postToken(sf, { ...exchange, redirect_uri })).toMatchObject(MISMATCH);
    expect(lastRefusal(sf)).toBe('code.callback-mismatch');
    expect((await postToken(sf, exchange)).status).toBe(200);
  });
});

describe('a device that polls with a redirect_uri', () => {
  test.each(NEAR)('is refused %j', async (redirect_uri) => {
    expect((await poll(sf, await start(sf), { redirect_uri })).status).toBe(400);
    expect(lastRefusal(sf)).toBe('device.redirect-uri');
  });
});
