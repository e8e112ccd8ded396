/** Whoever sits at the browser while a client waits for its callback. */
import { Browser, type Visitor } from '../../../src/testing/browser.ts';

export const ada: Visitor = { username: 'ada@acme.example', password: 'correct-horse' };

/**
 * Opens the authorize URL that a client made, logs in and presses Allow, or what the visitor presses.
 *
 * @returns the callback URL that the browser is sent to
 * @throws Error when the walk ends on a page instead
 */
export async function visit(authorizeUrl: string | URL, visitor: Visitor = ada): Promise<URL> {
  const url = new URL(authorizeUrl);
  const walk = await new Browser().authorize(url.origin, Object.fromEntries(url.searchParams), visitor);
  if (walk.callback) return new URL(walk.location);
  throw new Error(`the log-in ended on ${walk.url} (${walk.status}): ${walk.page}`);
}
