/** OAuth Custom Scopes: those of the org, a new one, and what one says (setup-pages.md 11). */

import type { CustomScope } from '../../org/scopes.ts';
import { SeedError } from '../../seed/problems.ts';
import { writeQuery } from '../../wire/form.ts';
import type { Control } from '../forms/control.ts';
import { check, fixed, text } from '../forms/controls.ts';
import { formPage } from '../forms/form-page.ts';
import { changeRecord, fieldsOf, problemsOfChange } from '../forms/records.ts';
import { button, link, mark } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import { goneAway } from '../frame/words.ts';
import { EDIT_ORG } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { CUSTOM_SCOPES } from './paths.ts';

const NEW = `${CUSTOM_SCOPES}/e`;

export const customScopes: SetupPage = {
  show({ org, query }) {
    const { rows, pager } = paged(org.customScopes, CUSTOM_SCOPES, query);
    return {
      kind: 'page',
      heading: 'OAuth Custom Scopes',
      blocks: [
        {
          kind: 'table',
          caption: 'OAuth Custom Scopes',
          buttons: [button('New', NEW)],
          columns: ['Action', 'Name', 'Description', 'Include in OpenID Connect Discovery'],
          rows: rows.map(({ name, description, isPublic }) => [
            link('Edit', `${NEW}?${writeQuery({ name })}`, { about: name }),
            name,
            description,
            mark(isPublic),
          ]),
          empty: 'No custom scopes.',
          ...(pager && { pager }),
        },
      ],
    };
  },
};

const WORDS: readonly Control[] = [
  text('description', 'Description', { help: 'What the Allow Access page says.' }),
  check('isPublic', 'Include in OpenID Connect Discovery'),
];

const NAME = text('name', 'Name', {
  isRequired: true,
  help: 'Letters, digits and underscores: what scope says.',
});

export const editCustomScope = formPage({
  saves: EDIT_ORG,
  sections(visit) {
    const scope = scopeAsked(visit);
    const name = scope ? fixed('name', 'Name', () => scope.name) : NAME;
    return [{ heading: 'Custom Scope', controls: [name, ...WORDS] }];
  },
  find(visit) {
    const scope = scopeAsked(visit);
    if (!scope)
      return visit.query.has('name')
        ? undefined
        : { heading: 'New Custom Scope', fields: {}, to: NEW, cancel: CUSTOM_SCOPES };
    const { name } = scope;
    const fields = fieldsOf(visit.org, { section: 'customScopes', name });
    return (
      fields && {
        heading: name,
        above: 'Edit Custom Scope',
        fields,
        to: `${NEW}?${writeQuery({ name })}`,
        cancel: CUSTOM_SCOPES,
      }
    );
  },
  refuse: () => goneAway('custom scope'),
  async problems(patch, visit) {
    const scope = scopeAsked(visit);
    const name = scope?.name ?? String(patch.name ?? '');
    const taken = scope ? undefined : takenBy(visit.org.customScopes, name);
    return taken ?? problemsOfChange(visit, { section: 'customScopes', name }, patch);
  },
  async save(patch, version, visit) {
    const scope = scopeAsked(visit);
    if (scope) {
      await changeRecord(visit, { section: 'customScopes', name: scope.name }, patch, version);
      return CUSTOM_SCOPES;
    }
    const name = String(patch.name ?? '');
    await visit.world.image.change(visit.org, (before) => {
      const taken = takenBy(before.customScopes, name);
      if (taken) throw taken;
      return [{ section: 'customScopes', name, fields: patch, path: [] }];
    });
    return CUSTOM_SCOPES;
  },
});

function scopeAsked({ org, query }: Visit): CustomScope | undefined {
  return org.customScopes.find(({ name }) => name === query.get('name'));
}

function takenBy(scopes: readonly CustomScope[], wanted: string): SeedError | undefined {
  if (!scopes.some(({ name }) => name.toLowerCase() === wanted.toLowerCase())) return undefined;
  const message = `name '${wanted}' is already that of a custom scope of this org`;
  return new SeedError([{ file: undefined, line: undefined, column: undefined, path: 'name', message }]);
}
