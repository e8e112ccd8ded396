/** What a user's permissions allow. */
import { hasPermission } from '../org/permissions.ts';
import type { Subject } from '../org/subject.ts';
import { check } from '../refusals/check.ts';
import type { Needs, Visit } from './visit.ts';

/** The needs in words, alternatives with `or` between them, and those that the user meets. */
function compared(subject: Subject, needs: Needs): { readonly needs: string[]; readonly has: string[] } {
  const words = needs.map((need) => {
    const names = [need].flat();
    return { name: names.join(' or '), isMet: names.some((name) => hasPermission(subject, name)) };
  });
  return {
    needs: words.map(({ name }) => name),
    has: words.flatMap(({ name, isMet }) => (isMet ? [name] : [])),
  };
}

export function mayDo(subject: Subject, needs: Needs): boolean {
  const { needs: all, has } = compared(subject, needs);
  return all.length === has.length;
}

/** @throws Refusal setup.privileges */
export function checkPermissions({ request, subject, user }: Visit, needs: Needs): void {
  if (needs.length === 0) return;
  const values = { username: user.username, ...compared(subject, needs) };
  check(request, 'setup.privileges', mayDo(subject, needs), values);
}
