/** A description of an object, as data/ has it for every protocol, in the members that the WSDL of a version has (soap-data.md 6). */
import type { ObjectDefinition } from '../../data/definition.ts';
import { isRecord } from '../../wire/json.ts';
import { type Content, element, type XmlElement } from '../xml.ts';

type Members = Readonly<Record<string, unknown>>;

interface Type {
  /** The first version of each member that is younger than the oldest API: one that a strict client does not know stops it. */
  readonly since: Readonly<Record<string, number>>;
  /** Left out where they are false or null. */
  readonly optional: ReadonlySet<string>;
  /** What only REST has. */
  readonly absent?: ReadonlySet<string>;
  /** Booleans where values of any type may stand: they must say which, as a strict client stops otherwise. */
  readonly anyType?: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const OBJECT: Type = {
  since: {
    actionOverrides: 32,
    idEnabled: 35,
    mruEnabled: 35,
    supportedScopes: 35,
    networkScopeFieldName: 36,
    hasSubtypes: 39,
    isSubtype: 39,
    deepCloneable: 47,
    defaultImplementation: 47,
    implementedBy: 47,
    implementsInterfaces: 47,
    isInterface: 47,
    associateEntityType: 50,
    associateParentEntity: 50,
  },
  optional: new Set(),
  absent: words('extendedBy extendsInterfaces listviewable lookupLayoutable sobjectDescribeOption'),
};

const FIELD: Type = {
  since: {
    referenceTargetField: 32,
    highScaleNumber: 33,
    encrypted: 34,
    aggregatable: 36,
    defaultValue: 36,
    compoundFieldName: 39,
    polymorphicForeignKey: 40,
    searchPrefilterable: 40,
    aiPredictionField: 43,
    formulaTreatNullNumberAsZero: 43,
  },
  optional: words(
    'calculatedFormula cascadeDelete compoundFieldName controllerName defaultValue defaultValueFormula dependentPicklist ' +
      'displayLocationInDecimal encrypted externalId extraTypeInfo filteredLookupInfo formulaTreatNullNumberAsZero highScaleNumber ' +
      'htmlFormatted inlineHelpText mask maskType namePointing referenceTargetField relationshipName relationshipOrder ' +
      'restrictedDelete sortable writeRequiresMasterRead',
  ),
  anyType: words('defaultValue'),
};

const CHILD: Type = {
  since: { junctionReferenceTo: 33, junctionIdListNames: 37 },
  optional: words('relationshipName restrictedDelete'),
};

const PICKLIST_VALUE: Type = { since: {}, optional: words('validFor') };
const ANY: Type = { since: {}, optional: new Set() };

/** Of the members that have members. */
const TYPES: Readonly<Record<string, Type>> = {
  fields: FIELD,
  childRelationships: CHILD,
  picklistValues: PICKLIST_VALUE,
};

/**
 * @param described as REST has it, without its URLs
 * @param origin of the pages of the user interface
 */
export function descriptionOf(
  { keyPrefix, capabilities }: ObjectDefinition,
  described: Members,
  { version, origin }: { readonly version: number; readonly origin: string },
): XmlElement[] {
  const hasPages = capabilities.has('layoutable');
  const members = {
    ...described,
    idEnabled: false,
    urlDetail: hasPages ? `${origin}/{ID}` : null,
    urlEdit: hasPages ? `${origin}/{ID}/e` : null,
    urlNew: hasPages ? `${origin}/${keyPrefix}/e` : null,
  };
  return write(members, OBJECT, version);
}

/** In the order of the WSDL, which is that of the alphabet. */
function write(members: Members, type: Type, version: number): XmlElement[] {
  const { since, optional, absent, anyType } = type;
  return Object.entries(members)
    .filter(([name, value]) => {
      const isLeftOut = optional.has(name) && (value === null || value === false);
      return !isLeftOut && !absent?.has(name) && version >= (since[name] ?? 0);
    })
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, value]) => {
      if (anyType?.has(name)) return element(name, value as Content, { 'xsi:type': 'xsd:boolean' });
      return memberOf(name, value, version);
    });
}

/** A list is an element for each of its items. */
function memberOf(name: string, value: unknown, version: number): XmlElement[] {
  if (Array.isArray(value)) return value.flatMap((item) => memberOf(name, item, version));
  if (isRecord(value)) return [element(name, write(value, TYPES[name] ?? ANY, version))];
  return [element(name, value as Content)];
}
