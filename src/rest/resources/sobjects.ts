/** `GET /services/data/vNN.0/sobjects`: the global describe; members and order as recorded in 2021 (identity-and-resources.md 10.3). */
import type { Resource } from '../call.ts';
import type { ObjectType } from '../objects/object.ts';
import { OBJECTS } from '../objects/registry.ts';

export const sobjects: Resource = {
  path: '/sobjects',
  read: ({ root }) => ({
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: OBJECTS.map((object) => ({
      ...objectSummary(object),
      urls: urlsOf(object, `${root}/sobjects/${object.name}`),
    })),
  }),
};

/** What SOAP tells of each object: all but the URLs of REST. */
export function describedObjects() {
  return OBJECTS.map(objectSummary);
}

function urlsOf({ urls }: ObjectType, root: string) {
  return Object.fromEntries(Object.entries(urls).map(([resource, path]) => [resource, root + path]));
}

function objectSummary({ name, label, labelPlural, keyPrefix, capabilities }: ObjectType) {
  const can = capabilities.has.bind(capabilities);
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: can('createable'),
    custom: false,
    customSetting: false,
    deepCloneable: false,
    deletable: false,
    deprecatedAndHidden: false,
    feedEnabled: can('feedEnabled'),
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix,
    label,
    labelPlural,
    layoutable: can('layoutable'),
    mergeable: false,
    mruEnabled: can('mruEnabled'),
    name,
    queryable: true,
    replicateable: can('replicateable'),
    retrieveable: can('retrieveable'),
    searchable: can('searchable'),
    triggerable: can('triggerable'),
    undeletable: false,
    updateable: can('updateable'),
  };
}
