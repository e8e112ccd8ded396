/**
 * Answers `busy` while another request of this process uses the same refresh token, until its commit. A detail of this store: the
 * port wants `busy` or `rotated-out`, and another process is told the latter.
 */
import type { Row } from '../rows.ts';
import type { Tokens } from '../tokens.ts';

export function busyWhileUsed(refresh: Tokens['refresh']): Tokens['refresh'] {
  const used = new Set<Row>();
  return async (refreshToken, accessToken, successor) => {
    if (used.has(refreshToken)) return 'busy';
    used.add(refreshToken);
    try {
      return await refresh(refreshToken, accessToken, successor);
    } finally {
      used.delete(refreshToken);
    }
  };
}
