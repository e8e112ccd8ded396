/** The objects of the registry, as queries see them: small enough to be looked through whole. */
import type {
  DataRow,
  FieldDefinition,
  FieldType,
  FieldValue,
  ObjectDefinition,
} from '../../data/definition.ts';
import type { QuerySource, RowPage, RowRequest } from '../../data/soql/source.ts';
import { fieldNamed, type FieldType as RecordType } from '../../org/record-fields.ts';
import type { ObjectType, Reader } from './object.ts';
import { objectNamed } from './registry.ts';

export class RegistrySource implements QuerySource {
  readonly #reader: Reader;
  readonly reader: QuerySource['reader'];
  readonly now: number;

  constructor(reader: Reader) {
    this.#reader = reader;
    const { org, user, world } = reader;
    this.now = world.clock.of(org.id).now();
    this.reader = {
      userId: user.id,
      timeZone: user.timezone,
      locale: user.locale,
      currency: 'USD',
      fiscalYearStartMonth: 1,
    };
  }

  object(name: string): ObjectDefinition | undefined {
    const type = objectNamed(name);
    return type && definitionOf(type);
  }

  field({ fields }: ObjectDefinition, name: string): FieldDefinition | undefined {
    return fieldNamed(fields, name);
  }

  isIndexed(): boolean {
    return false;
  }

  async rows({ name }: ObjectDefinition, { where }: RowRequest): Promise<RowPage> {
    const records = (await objectNamed(name)?.records(this.#reader)) ?? [];
    const wanted = new Set(where?.values.map(shortId));
    const rows = where
      ? records.filter((record) => wanted.has(shortId(record[where.field.name] as FieldValue)))
      : records;
    return { rows: rows as DataRow[], next: undefined };
  }
}

function shortId(value: FieldValue): string {
  return String(value).slice(0, 15);
}

const definitions = new WeakMap<ObjectType, ObjectDefinition>();

function definitionOf(type: ObjectType): ObjectDefinition {
  const known = definitions.get(type);
  if (known) return known;
  const { name, label, labelPlural, keyPrefix } = type;
  const definition: ObjectDefinition = {
    name,
    label,
    labelPlural,
    keyPrefix,
    isCustom: false,
    capabilities: new Set(['queryable']),
    fields: type.fields.map(definitionOfField),
    childRelationships: [],
  };
  definitions.set(type, definition);
  return definition;
}

const TYPES: Readonly<Record<RecordType, FieldType>> = {
  Id: 'reference',
  String: 'string',
  Boolean: 'boolean',
  Integer: 'int',
  Double: 'double',
  Datetime: 'datetime',
  Address: 'address',
};

const ADDRESS_PARTS = /^(?:Street|City|State|PostalCode|Country|Latitude|Longitude|GeocodeAccuracy)$/;
/** References to users; where the others lead to is not there. */
const OF_USERS = /^(?:User|Manager|CreatedBy|LastModifiedBy)Id$/;

function definitionOfField({ name, type }: ObjectType['fields'][number]): FieldDefinition {
  const isOfUser = OF_USERS.test(name);
  return {
    name,
    label: name,
    type: name === 'Id' ? 'id' : TYPES[type],
    isCustom: false,
    length: type === 'String' ? 255 : 0,
    precision: 0,
    scale: 0,
    digits: 0,
    isNillable: true,
    isCreateable: false,
    isUpdateable: false,
    isDefaultedOnCreate: false,
    defaultValue: null,
    isNameField: name === 'Name',
    isIdLookup: name === 'Id',
    isExternalId: false,
    isUnique: false,
    isCaseSensitive: false,
    isAutoNumber: false,
    isCalculated: false,
    isFilterable: true,
    isSortable: true,
    isGroupable: true,
    isPermissionable: false,
    picklistValues: [],
    isRestrictedPicklist: false,
    referenceTo: isOfUser ? ['User'] : [],
    relationshipName: isOfUser ? name.replace(/Id$/, '') : null,
    compoundFieldName: ADDRESS_PARTS.test(name) ? 'Address' : null,
    extraTypeInfo: null,
  };
}
