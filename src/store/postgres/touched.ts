/**
 * The ends of sliding sessions are moved behind the answers. Until that is committed, this process finds them where they will be: the next
 * request of a client must not find its session older than the one before.
 */
import type { Row } from '../rows.ts';
import type { AccessTokens } from '../tokens.ts';
import type { PromisedAccessTokens } from './access-tokens.ts';

export function foundAsTouched(part: PromisedAccessTokens): AccessTokens {
  /** Those under way: as many as requests are served at a time. */
  const touched = new Map<Row, number>();
  return {
    ...part,
    touch(row, usedAt) {
      touched.set(row, usedAt);
      const done = () => {
        if (touched.get(row) === usedAt) touched.delete(row);
      };
      part.touch(row, usedAt).then(done, done);
    },
    async find(row) {
      const usedAt = touched.get(row);
      const found = await part.find(row);
      return found && usedAt !== undefined ? { ...found, lastUsedAt: usedAt } : found;
    },
  };
}
