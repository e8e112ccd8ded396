/** OAuth Custom Scopes: those of the org, a new one, and what one says (setup-pages.md 11). */

import type { CustomScope } from '../../org/scopes.ts';
import { writeQuery } from '../../wire/form.ts';
import type { Control } from '../forms/control.ts';
import { check, fixed, text } from '../forms/controls.ts';
import { formPage } from '../forms/form-page.ts';
import { addNamed, problemsOfNamed } from '../forms/named-records.ts';
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
    return scope
      ? problemsOfChange(visit, { section: 'customScopes', name: scope.name }, patch)
      : problemsOfNamed(visit, 'customScopes', patch);
  },
  async save(patch, version, visit) {
    const scope = scopeAsked(visit);
    if (scope) await changeRecord(visit, { section: 'customScopes', name: scope.name }, patch, version);
    else await addNamed(visit, 'customScopes', patch);
    return CUSTOM_SCOPES;
  },
});

function scopeAsked({ org, query }: Visit): CustomScope | undefined {
  return org.customScopes.find(({ name }) => name === query.get('name'));
}
