/** What goes with a user's permission sets. */
import type { Org } from '../../org/model.ts';
import type { Fields } from '../../seed/records.ts';

/** Takes back the ends of assignments that a patch of the user takes back: given again later, they would be over already. */
export function endsTakenBack({ users }: Org, userId: string, { permissionSets }: Fields): Fields {
  const ends = users.find(({ id }) => id === userId)?.permissionSetExpirations;
  if (!ends || !Array.isArray(permissionSets)) return {};
  const gone = Object.keys(ends).filter((name) => !permissionSets.includes(name));
  return { permissionSetExpirations: Object.fromEntries(gone.map((name) => [name, null])) };
}
