/**
 * The matchers with their types for Vitest:
 * `import { fauxforceMatchers } from 'fauxforce/testing/vitest'; expect.extend(fauxforceMatchers);`
 */
import type {} from 'vitest';
import type { FauxforceMatchers } from './matchers.ts';

export { type FauxforceMatchers, fauxforceMatchers } from './matchers.ts';

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void>, T> extends FauxforceMatchers<R> {}
}
