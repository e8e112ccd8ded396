/**
 * The matchers with their types for Jest's globals (`@types/jest`):
 * `import { fauxforceMatchers } from 'fauxforce/testing/jest'; expect.extend(fauxforceMatchers);`
 */
import type { FauxforceMatchers } from './matchers.ts';

export { type FauxforceMatchers, fauxforceMatchers } from './matchers.ts';

declare global {
  namespace jest {
    interface Matchers<R, T> extends FauxforceMatchers<R> {}
  }
}
