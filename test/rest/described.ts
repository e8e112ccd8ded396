/** The body of a describe, written from the facts alone (rest-data.md 3.3): nothing of src is asked. */

type Field = Readonly<Record<string, unknown>>;

/** Contact.AccountId as recorded. */
const REFERENCE: Field = JSON.parse(
  '{"aggregatable":true,"aiPredictionField":false,"autoNumber":false,"byteLength":18,"calculated":false,"calculatedFormula":null,"cascadeDelete":false,"caseSensitive":false,"compoundFieldName":null,"controllerName":null,"createable":true,"custom":false,"defaultValue":null,"defaultValueFormula":null,"defaultedOnCreate":false,"dependentPicklist":false,"deprecatedAndHidden":false,"digits":0,"displayLocationInDecimal":false,"encrypted":false,"externalId":false,"extraTypeInfo":null,"filterable":true,"filteredLookupInfo":null,"formulaTreatNullNumberAsZero":false,"groupable":true,"highScaleNumber":false,"htmlFormatted":false,"idLookup":false,"inlineHelpText":null,"label":"Account ID","length":18,"mask":null,"maskType":null,"name":"AccountId","nameField":false,"namePointing":false,"nillable":true,"permissionable":true,"picklistValues":[],"polymorphicForeignKey":false,"precision":0,"queryByDistance":false,"referenceTargetField":null,"referenceTo":["Account"],"relationshipName":"Account","relationshipOrder":null,"restrictedDelete":false,"restrictedPicklist":false,"scale":0,"searchPrefilterable":true,"soapType":"tns:ID","sortable":true,"type":"reference","unique":false,"updateable":true,"writeRequiresMasterRead":false}',
);
const ID: Field = {
  ...REFERENCE,
  referenceTo: [],
  relationshipName: null,
  searchPrefilterable: false,
  type: 'id',
};

const READ_ONLY = { createable: false, updateable: false };
const NOT_GROUPED = { groupable: false };

function plain(type: string, soapType: string, more: Field = {}): Field {
  return { ...ID, type, soapType, byteLength: 0, length: 0, ...more };
}

/** The table of section 3.3. */
const OF_TYPE: Readonly<Record<string, (length: number) => Field>> = {
  id: () => ID,
  reference: () => REFERENCE,
  textarea: (length) => ({
    ...text('textarea', length),
    extraTypeInfo: 'plaintextarea',
    ...(length > 255 && { filterable: false, sortable: false, groupable: false, aggregatable: false }),
  }),
  boolean: () =>
    plain('boolean', 'xsd:boolean', {
      nillable: false,
      defaultedOnCreate: true,
      defaultValue: false,
      aggregatable: false,
    }),
  datetime: () => plain('datetime', 'xsd:dateTime', NOT_GROUPED),
  date: () => plain('date', 'xsd:date'),
  int: () => plain('int', 'xsd:int', { digits: 8 }),
  double: () => plain('double', 'xsd:double', NOT_GROUPED),
  currency: () => plain('currency', 'xsd:double', NOT_GROUPED),
  percent: () => plain('percent', 'xsd:double', NOT_GROUPED),
  address: () =>
    plain('address', 'urn:address', { ...READ_ONLY, ...NOT_GROUPED, sortable: false, aggregatable: false }),
};

/** string, picklist, phone, email, url, combobox */
function text(type: string, length: number): Field {
  return plain(type, 'xsd:string', { length, byteLength: 3 * length });
}

const FLAGS: Readonly<Record<string, Field>> = {
  '!': { nillable: false },
  d: { defaultedOnCreate: true },
  '-': READ_ONLY,
  c: { updateable: false },
  s: { permissionable: false },
  x: { idLookup: true },
  R: { restrictedPicklist: true },
  N: { nameField: true },
};

/** @param line `LastName; Last Name; string(80); !s; {"extraTypeInfo":"personname"}` */
function field(line: string): Field {
  const [name = '', label = '', type = '', flags = '', ...more] = line
    .split('; ')
    .map((part) => part.replace(/;$/, ''));
  const [, word = '', length = '0'] = /^(\w+)(?:\((\d+)\))?$/.exec(type) ?? [];
  const { picklistValues, ...rest } = JSON.parse(more.join('; ') || '{}');
  return {
    ...(OF_TYPE[word]?.(Number(length)) ?? text(word, Number(length))),
    ...Object.assign({}, ...Array.from(flags, (flag) => FLAGS[flag])),
    ...rest,
    ...(picklistValues !== undefined && { picklistValues: picklistValues.split('|').map(picklistValue) }),
    label,
    name,
  };
}

function picklistValue(value: string) {
  const word = value.replace(/\*$/, '');
  return { active: true, defaultValue: value.endsWith('*'), label: word, validFor: null, value: word };
}

type Child = readonly [
  childSObject: string,
  field: string,
  relationshipName: string | null,
  deleted?: 'cascade' | 'restrict',
];

function child([childSObject, field, relationshipName, deleted]: Child) {
  return {
    cascadeDelete: deleted === 'cascade',
    childSObject,
    deprecatedAndHidden: false,
    field,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName,
    restrictedDelete: deleted === 'restrict',
  };
}

/** The 28 members of the global describe, with those flags that differ from Account's. */
export function summary(
  name: string,
  keyPrefix: string,
  labels: readonly [string, string],
  different: Field = {},
) {
  const flags = {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: true,
    custom: false,
    customSetting: false,
    deepCloneable: false,
    deletable: true,
    deprecatedAndHidden: false,
    feedEnabled: true,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix,
    label: labels[0],
    labelPlural: labels[1],
    layoutable: true,
    mergeable: true,
    mruEnabled: true,
    name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: true,
    updateable: true,
  };
  return { ...flags, ...different };
}

export interface Described {
  readonly summary: ReturnType<typeof summary>;
  readonly fields: string;
  readonly children: readonly Child[];
  /** `/services/data/v59.0` */
  readonly root: string;
  readonly origin: string;
}

/** The 46 members of a describe in version 59.0. */
export function described({ summary, fields, children, root, origin }: Described): string {
  const { name, labelPlural, keyPrefix } = summary;
  const own = `${root}/sobjects/${name}`;
  const whole = {
    actionOverrides: [],
    ...summary,
    childRelationships: children.map(child),
    compactLayoutable: true,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: fields.trim().split('\n').map(field),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: '012000000000000AAA',
        urls: { layout: `${own}/describe/layouts/012000000000000AAA` },
      },
    ],
    searchLayoutable: true,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: `All ${labelPlural.toLowerCase()}`, name: 'everything' },
      { label: `My ${labelPlural.toLowerCase()}`, name: 'mine' },
    ],
    urls: {
      compactLayouts: `${own}/describe/compactLayouts`,
      rowTemplate: `${own}/{ID}`,
      approvalLayouts: `${own}/describe/approvalLayouts`,
      uiDetailTemplate: `${origin}/{ID}`,
      uiEditTemplate: `${origin}/{ID}/e`,
      defaultValues: `${own}/defaultValues?recordTypeId&fields`,
      listviews: `${own}/listviews`,
      describe: `${own}/describe`,
      uiNewRecord: `${origin}/${keyPrefix}/e`,
      quickActions: `${own}/quickActions`,
      layouts: `${own}/describe/layouts`,
      sobject: own,
    },
  };
  return JSON.stringify(Object.fromEntries(Object.entries(whole).sort(([a], [b]) => (a < b ? -1 : 1))));
}
