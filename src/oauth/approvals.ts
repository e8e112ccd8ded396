/** Remembered approvals: what a user allowed an app before. Source: authorize.md 3, model.md 3.2. */
import { covers, type Scope } from '../org/scopes.ts';
import type { StoredApproval } from '../store/port.ts';
import { readScopes } from '../tokens/access.ts';

/** The newest approval that covers all of the scopes: the same or lesser ones need no further click on Allow. */
export function rememberedApproval(
  approvals: readonly StoredApproval[],
  scopes: readonly Scope[],
): StoredApproval | undefined {
  return approvals.findLast((approval) => {
    const allowed = readScopes(approval.scopes);
    return scopes.every((scope) => covers(allowed, scope));
  });
}
