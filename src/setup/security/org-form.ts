/** A form of settings of the org. */
import type { Fields } from '../../seed/records.ts';
import { type FormSection, formPage } from '../forms/form-page.ts';
import { changeRecord, fieldsOf, problemsOfChange } from '../forms/records.ts';
import { goneAway } from '../frame/words.ts';
import { HOME } from '../home-path.ts';
import { EDIT_ORG } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';

const ORG = { section: 'org', name: '' } as const;

interface Spec {
  readonly heading: string;
  readonly above?: string;
  readonly to: string;
  /** Where Cancel leads, and Save if it does not stay; Setup Home when left out. */
  readonly back?: string;
  readonly sections: (visit: Visit) => readonly FormSection[];
  readonly complete?: (patch: Fields, visit: Visit) => Fields;
}

export function orgForm({ heading, above, to, back, sections, complete }: Spec): SetupPage {
  return formPage({
    saves: EDIT_ORG,
    sections,
    find({ org }) {
      const fields = fieldsOf(org, ORG) ?? {};
      return { heading, ...(above && { above }), fields, to, cancel: back ?? HOME };
    },
    refuse: () => goneAway('org'),
    ...(complete && { complete }),
    problems: (patch, visit) => problemsOfChange(visit, ORG, patch),
    async save(patch, version, visit) {
      await changeRecord(visit, ORG, patch, version);
      return back ?? to;
    },
  });
}
