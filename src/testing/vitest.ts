/**
 * The matchers with their types for Vitest 3, 4 and 5:
 * `import { fauxforceMatchers } from 'fauxforce/testing/vitest'; expect.extend(fauxforceMatchers);`
 */
import type {} from 'vitest';
import type { FauxforceMatchers } from './matchers.ts';

export { type FauxforceMatchers, fauxforceMatchers } from './matchers.ts';

declare global {
  // Vitest's own Matchers has other type parameters in each major version; all of them build on this.
  namespace Chai {
    interface Assertion extends FauxforceMatchers {}
  }
}
