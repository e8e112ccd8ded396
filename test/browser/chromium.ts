/** A headless Chromium that comes inside a package and talks to this machine only. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM } from './unpack.ts';

const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: QUIET, headless: true });
}

/** An app that waits for its callback: answers every request with 200 and remembers nothing; the browser's URL tells. */
export async function startApp(): Promise<AsyncDisposable & { readonly callback: string }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<title>The app</title>Welcome back');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    callback: `http://localhost:${port}/callback`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
