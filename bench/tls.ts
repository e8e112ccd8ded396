/** What https costs: beside http on kept connections, and whoever is served while others begin theirs. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Row } from './report.ts';

/** Requests a second by a URL of the token endpoint. */
type Measure = (url: string) => Promise<number>;

const TURNS = 3;

/** @param measure takes the origin of the server */
export async function tlsRow(url: string, measure: Measure): Promise<Row> {
  const secure = url.replace(/^http:/, 'https:');
  await measure(url);
  await measure(secure);
  const turns: { http: number; https: number }[] = [];
  for (let turn = 0; turn < TURNS; turn++)
    turns.push({ http: await measure(url), https: await measure(secure) });
  turns.sort((a, b) => a.https / a.http - b.https / b.http);
  const { http, https } = turns[Math.floor(TURNS / 2)] as (typeof turns)[number];
  return {
    name: 'https on kept connections, against http',
    unit: 'requests/s',
    bare: http,
    ours: https,
    ratio: https / http,
    target: 0.8,
    atLeast: true,
  };
}

const CONNECTIONS_A_SECOND = 500;
const ALLOWED_MS = 50;

/** Another process opens connections, so that the one that measures is not kept from it. */
export async function handshakeRows(url: string, seconds: number): Promise<Row[]> {
  const script = fileURLToPath(new URL('servers/handshakes.ts', import.meta.url));
  const child = fork(script, [url, String(CONNECTIONS_A_SECOND), String(seconds)]);
  const failed = once(child, 'exit').then(() => {
    throw new Error('the connections came to nothing: no number would mean anything');
  });
  const done = Promise.race([once(child, 'message'), failed]) as Promise<[{ made: number; took: number }]>;
  const slowest: number[] = [];
  let isOver = false;
  const ended = done
    .then(([facts]) => facts)
    .finally(() => {
      isOver = true;
    });
  while (!isOver) slowest.push(await answerTime(url));
  const { made, took } = await ended;
  const rate = made / (took / 1000);
  const worst = Math.max(...slowest);
  return [
    {
      name: 'new TLS connections, against 500 a second',
      unit: 'requests/s',
      bare: CONNECTIONS_A_SECOND,
      ours: rate,
      ratio: rate / CONNECTIONS_A_SECOND,
      target: 0.98,
      atLeast: true,
    },
    {
      name: 'slowest answer by http meanwhile, against 50 ms',
      unit: 'ms',
      bare: ALLOWED_MS,
      ours: worst,
      ratio: worst / ALLOWED_MS,
      target: 1,
      atLeast: false,
    },
  ];
}

async function answerTime(url: string): Promise<number> {
  const begun = performance.now();
  const asked = request(`${url}/.well-known/openid-configuration`).end();
  const [answer] = await once(asked, 'response');
  await once(answer.resume(), 'end');
  return performance.now() - begun;
}
