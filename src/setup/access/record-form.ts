/** A form for part of a profile or permission set. */
import type { PermissionSet, Profile } from '../../org/model.ts';
import type { Fields } from '../../seed/records.ts';
import type { Control } from '../forms/control.ts';
import { formPage } from '../forms/form-page.ts';
import { changeRecord, fieldsOf, problemsOfChange } from '../forms/records.ts';
import { goneAway } from '../frame/words.ts';
import { EDIT_PERMISSIONS } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { pageOf, permissionSetAsked, profileAsked } from './paths.ts';

interface Kind {
  readonly section: 'profiles' | 'permissionSets';
  readonly what: string;
  readonly find: (visit: Visit) => Profile | PermissionSet | undefined;
}

export const PROFILE: Kind = { section: 'profiles', what: 'profile', find: profileAsked };
export const PERMISSION_SET: Kind = {
  section: 'permissionSets',
  what: 'permission set',
  find: permissionSetAsked,
};

interface Spec {
  readonly heading: string;
  /** The end of its address. */
  readonly below: string;
  readonly controls: readonly Control[];
  /** What the form begins with, where that is more than the record. */
  readonly shown?: (fields: Fields, visit: Visit, name: string) => Fields;
  readonly complete?: (patch: Fields) => Fields;
  /** Saves otherwise than by changing the record. @throws SeedError */
  readonly save?: (visit: Visit, name: string) => Promise<void>;
}

export function recordForm({ section, what, find }: Kind, spec: Spec): SetupPage {
  const { heading, below, controls, shown, complete, save } = spec;
  const record = (visit: Visit) => {
    const found = find(visit);
    return found && { section, name: found.name };
  };
  return formPage({
    saves: EDIT_PERMISSIONS,
    sections: () => [{ heading, controls }],
    find(visit) {
      const found = find(visit);
      const fields = found && fieldsOf(visit.org, { section, name: found.name });
      if (!found || !fields) return undefined;
      return {
        heading: 'label' in found ? found.label : found.name,
        above: heading,
        fields,
        ...(shown && { shown: shown(fields, visit, found.name) }),
        to: pageOf(found, below),
        cancel: pageOf(found),
      };
    },
    refuse: () => goneAway(what),
    ...(complete && { complete }),
    async problems(patch, visit) {
      const named = record(visit);
      return named && !save ? problemsOfChange(visit, named, patch) : undefined;
    },
    async save(patch, version, visit) {
      const found = find(visit);
      if (!found) throw new TypeError('the record was there a moment ago');
      if (save) await save(visit, found.name);
      else await changeRecord(visit, { section, name: found.name }, patch, version);
      return pageOf(found);
    },
  });
}
