/** An org in memory: a few objects and rows, as one user sees them. */
import type {
  ChildRelationship,
  DataRow,
  FieldDefinition,
  FieldType,
  FieldValue,
  ObjectDefinition,
} from '../../../src/data/definition.ts';
import { ID } from '../../../src/data/definitions/field.ts';
import type { IndexedValues, QuerySource, RowPage, RowRequest } from '../../../src/data/soql/source.ts';

function field(type: FieldType, name: string, traits: Partial<FieldDefinition> = {}): FieldDefinition {
  const plain = { isCreateable: true, isNillable: true, isIdLookup: false, isDefaultedOnCreate: false };
  return { ...ID, ...plain, length: type === 'string' ? 80 : 0, label: name, ...traits, name, type };
}

function reference(name: string, ...referenceTo: string[]): FieldDefinition {
  const relationshipName = name.endsWith('__c') ? name.replace(/c$/, 'r') : name.replace(/Id$/, '');
  return field('reference', name, { referenceTo, relationshipName });
}

function picklist(type: 'picklist' | 'multipicklist', name: string, ...values: string[]): FieldDefinition {
  const picklistValues = values.map((value) => ({ value, label: `The ${value}`, isDefault: false }));
  return field(type, name, { picklistValues });
}

function object(
  name: string,
  keyPrefix: string,
  fields: readonly FieldDefinition[],
  ...childRelationships: ChildRelationship[]
): ObjectDefinition {
  return {
    name,
    label: name,
    labelPlural: `${name}s`,
    keyPrefix,
    isCustom: name.endsWith('__c'),
    capabilities: new Set(['queryable', 'searchable']),
    fields: [ID, ...fields],
    childRelationships,
  };
}

function children(relationshipName: string, childObject: string, link: string): ChildRelationship {
  return { relationshipName, childObject, field: link, onDelete: 'clear' };
}

const name = field('string', 'Name', { isNameField: true });

const OBJECTS: readonly ObjectDefinition[] = [
  object(
    'Account',
    '001',
    [
      field('boolean', 'IsDeleted'),
      name,
      picklist('picklist', 'Rating', 'Hot', 'Warm', 'Cold'),
      picklist('multipicklist', 'Tags__c', 'red', 'green', 'blue'),
      field('currency', 'AnnualRevenue', { precision: 18, scale: 2, isGroupable: false }),
      field('int', 'NumberOfEmployees', { digits: 8 }),
      reference('ParentId', 'Account'),
      reference('OwnerId', 'User'),
      field('string', 'Ext__c', { isExternalId: true, isCustom: true }),
      field('textarea', 'Description', {
        length: 32_000,
        isFilterable: false,
        isSortable: false,
        isGroupable: false,
      }),
      field('string', 'BillingCity', { compoundFieldName: 'BillingAddress' }),
      field('string', 'BillingCountry', { compoundFieldName: 'BillingAddress' }),
      field('address', 'BillingAddress', { isSortable: false, isGroupable: false }),
      field('datetime', 'CreatedDate', { isGroupable: false }),
    ],
    children('Contacts', 'Contact', 'AccountId'),
    children('ChildAccounts', 'Account', 'ParentId'),
    children('Secrets__r', 'Secret__c', 'Account__c'),
  ),
  object(
    'Contact',
    '003',
    [
      field('string', 'FirstName'),
      field('string', 'LastName'),
      name,
      reference('AccountId', 'Account'),
      reference('OwnerId', 'Group', 'User'),
      field('date', 'Birthdate'),
    ],
    children('Tasks', 'Task', 'WhoId'),
  ),
  object('Lead', '00Q', [name, field('string', 'Company')]),
  object('Task', '00T', [
    field('string', 'Subject'),
    reference('WhoId', 'Contact', 'Lead'),
    field('time', 'At__c'),
  ]),
  object('User', '005', [
    name,
    field('string', 'Username'),
    field('email', 'Email'),
    reference('ManagerId', 'User'),
  ]),
  object('Secret__c', 'a00', [name, reference('Account__c', 'Account')]),
  { ...object('Change__c', 'a01', []), capabilities: new Set() },
];

/** `id('001', 7)` */
export function id(prefix: string, number: number): string {
  return `${prefix}5g00000${String(number).padStart(5, '0')}AAA`;
}

const account = (number: number, fields: DataRow): DataRow => ({
  Id: id('001', number),
  IsDeleted: false,
  CreatedDate: '2026-01-01T00:00:00.000+0000',
  OwnerId: id('005', 1),
  ...fields,
});

const contact = (number: number, first: string | null, last: string, fields: DataRow): DataRow => ({
  Id: id('003', number),
  FirstName: first,
  LastName: last,
  Name: [first, last].filter(Boolean).join(' '),
  OwnerId: id('005', 1),
  ...fields,
});

export const ROWS: Readonly<Record<string, readonly DataRow[]>> = {
  Account: [
    account(1, {
      Name: 'Acme',
      Rating: 'Hot',
      Tags__c: 'red;green',
      AnnualRevenue: 0.1,
      NumberOfEmployees: 10,
      Ext__c: 'A-1',
      Description: 'first',
      BillingCity: 'Oslo',
      CreatedDate: '2026-07-15T06:30:00.000+0000',
    }),
    account(2, {
      Name: 'acme Labs',
      Rating: 'Warm',
      Tags__c: 'blue',
      AnnualRevenue: 0.2,
      NumberOfEmployees: 20,
      ParentId: id('001', 1),
      Ext__c: 'A-2',
      CreatedDate: '2026-07-15T07:30:00.000+0000',
    }),
    account(3, {
      Name: 'Globex',
      Rating: 'Cold',
      AnnualRevenue: 30_000_000,
      ParentId: id('001', 2),
      OwnerId: id('005', 2),
      CreatedDate: '2026-06-30T12:00:00.000+0000',
    }),
    account(4, {
      Name: 'Initech',
      Rating: 'Unheard of',
      NumberOfEmployees: 20,
      CreatedDate: '2025-12-31T23:00:00.000+0000',
    }),
    account(5, { Name: 'Gone', IsDeleted: true }),
  ],
  Contact: [
    contact(1, 'Ada', 'Byron', { AccountId: id('001', 1), Birthdate: '2015-12-10' }),
    contact(2, 'Grace', 'Hopper', { AccountId: id('001', 1), Birthdate: '2026-07-15' }),
    contact(3, null, 'Cher', { AccountId: id('001', 2), OwnerId: id('00G', 1) }),
    contact(4, 'Tim', "O'Hara_%", { AccountId: null, Birthdate: '2026-07-14' }),
  ],
  Lead: [{ Id: id('00Q', 1), Name: 'Lena Lead', Company: 'Leads' }],
  Task: [
    { Id: id('00T', 1), Subject: 'Call', WhoId: id('003', 1), At__c: '17:30:45.125Z' },
    { Id: id('00T', 2), Subject: 'Mail', WhoId: id('00Q', 1), At__c: null },
    { Id: id('00T', 3), Subject: 'Idle', WhoId: null },
  ],
  User: [
    {
      Id: id('005', 1),
      Name: 'Una User',
      Username: 'una@acme.example',
      Email: 'una@acme.example',
      ManagerId: id('005', 2),
    },
    {
      Id: id('005', 2),
      Name: 'Max Manager',
      Username: 'max@acme.example',
      Email: 'max@acme.example',
      ManagerId: null,
    },
  ],
  Secret__c: [{ Id: id('a00', 1), Name: 'hidden', Account__c: id('001', 1) }],
};

export interface Sight {
  readonly rows?: Readonly<Record<string, readonly DataRow[]>>;
  /** `Account.Name`, or a whole object. */
  readonly hidden?: readonly string[];
  readonly timeZone?: string;
  readonly now?: number;
}

export class MemorySource implements QuerySource {
  readonly reader: QuerySource['reader'];
  readonly now: number;
  readonly #rows: Readonly<Record<string, readonly DataRow[]>>;
  readonly #objects: readonly ObjectDefinition[];
  /** How many rows were handed out. */
  handedOut = 0;
  /** How many pages were found by an index. */
  indexedPages = 0;

  constructor({
    rows = ROWS,
    hidden = [],
    timeZone = 'UTC',
    now = Date.parse('2026-07-15T10:00:00Z'),
  }: Sight = {}) {
    this.#rows = rows;
    this.now = now;
    const user = { userId: id('005', 1), timeZone, locale: 'en_US' };
    this.reader = { ...user, currency: 'USD', fiscalYearStartMonth: 1 };
    this.#objects = OBJECTS.filter((known) => !hidden.includes(known.name)).map((known) => ({
      ...known,
      fields: known.fields.filter((one) => !hidden.includes(`${known.name}.${one.name}`)),
    }));
  }

  object(wanted: string): ObjectDefinition | undefined {
    return this.#objects.find((known) => known.name.toLowerCase() === wanted.toLowerCase());
  }

  searchable(): readonly ObjectDefinition[] {
    return this.#objects.filter(({ capabilities }) => capabilities.has('searchable'));
  }

  field({ fields }: ObjectDefinition, wanted: string): FieldDefinition | undefined {
    return fields.find((known) => known.name.toLowerCase() === wanted.toLowerCase());
  }

  isIndexed(_object: ObjectDefinition, { type, isExternalId }: FieldDefinition): boolean {
    return type === 'id' || type === 'reference' || isExternalId;
  }

  async countFound(of: ObjectDefinition, where: IndexedValues, most: number): Promise<number> {
    const wanted = new Set(where.values.map((value) => folded(where.field, value)));
    const found = (this.#rows[of.name] ?? []).filter((row) =>
      wanted.has(folded(where.field, row[where.field.name] ?? null)),
    );
    return Math.min(found.length, most);
  }

  async rows(of: ObjectDefinition, { where, after, limit, includeDeleted }: RowRequest): Promise<RowPage> {
    const wanted = new Set(where?.values.map((value) => folded(where.field, value)));
    const rows = (this.#rows[of.name] ?? []).filter(
      (row) =>
        (includeDeleted || row.IsDeleted !== true) &&
        (where === undefined || wanted.has(folded(where.field, row[where.field.name] ?? null))),
    );
    const from = Number(after ?? 0);
    const page = rows.slice(from, from + limit);
    this.handedOut += page.length;
    if (where !== undefined) this.indexedPages++;
    return { rows: page, next: from + limit < rows.length ? String(from + limit) : undefined };
  }
}

function folded({ type }: FieldDefinition, value: FieldValue): FieldValue {
  if (typeof value !== 'string') return value;
  return type === 'id' || type === 'reference' ? value.slice(0, 15) : value.toLowerCase();
}
