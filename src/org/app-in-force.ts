/** An app whose last change in Setup has not spread yet: requests are still checked against it as it was (setup-pages.md 4.4). */
import type { App } from './model.ts';

/** The app as requests meet it at a moment. @param now milliseconds since the epoch */
export function appInForce<Known extends App | undefined>(app: Known, now: number): Known {
  if (app?.earlier === undefined || now >= app.earlier.until) return app;
  return { ...app, ...app.earlier.fields };
}
