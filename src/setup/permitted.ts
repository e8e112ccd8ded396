/** What a user's permissions allow. */
import { hasPermission } from '../org/permissions.ts';
import type { Subject } from '../org/subject.ts';
import type { Needs } from './visit.ts';

/** Permissions that are lacking, as one says them: alternatives with `or`. */
export function lacking(subject: Subject, needs: Needs): string[] {
  return needs.flatMap((need) => {
    const names = [need].flat();
    return names.some((name) => hasPermission(subject, name)) ? [] : [names.join(' or ')];
  });
}
