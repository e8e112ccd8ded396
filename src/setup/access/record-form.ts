/** A form for part of a profile or permission set. */
import type { PermissionSet, Profile } from '../../org/model.ts';
import type { Fields } from '../../seed/records.ts';
import type { Control } from '../forms/control.ts';
import { formPage } from '../forms/form-page.ts';
import { changeRecord, fieldsOf, problemsOfChange } from '../forms/records.ts';
import { goneAway } from '../frame/words.ts';
import { EDIT_PERMISSIONS } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { pageOf, permissionSetAsked, profileAsked, titleOf } from './paths.ts';

export interface Kind {
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
  readonly shown?: (fields: Fields) => Fields;
  readonly complete?: (patch: Fields) => Fields;
}

export function recordForm({ section, what, find }: Kind, spec: Spec): SetupPage {
  const { heading, below, controls, shown, complete } = spec;
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
        heading: titleOf(found),
        above: heading,
        fields,
        ...(shown && { shown: shown(fields) }),
        to: pageOf(found, below),
        cancel: pageOf(found),
      };
    },
    refuse: () => goneAway(what),
    ...(complete && { complete }),
    async problems(patch, visit) {
      const named = record(visit);
      return named && problemsOfChange(visit, named, patch);
    },
    async save(patch, version, visit) {
      const found = find(visit);
      if (!found) throw new TypeError('the record was there a moment ago');
      await changeRecord(visit, { section, name: found.name }, patch, version);
      return pageOf(found);
    },
  });
}
