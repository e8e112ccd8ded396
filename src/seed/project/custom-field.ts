/** CustomField elements and files -> custom fields of a seed (Metadata API: CustomField). */
import { isOn, numberField, textField } from './fields.ts';
import { type Located, type LocatedFields, located } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** Elements that only people in Setup see, and large ones among them, and those of features that are not here. */
export const UNUSED_IN_FIELDS = [
  'description',
  'lookupFilter',
  'relationshipLabel',
  'trackFeedHistory',
  'trackHistory',
  'trackTrending',
  'valueSettings',
  'summaryFilterItems',
] as const;

/** Types that Salesforce has and fauxforce has not. */
const OTHER_TYPES: ReadonlySet<string> = new Set([
  'EncryptedText',
  'ExternalLookup',
  'File',
  'Hierarchy',
  'IndirectLookup',
  'MetadataRelationship',
]);

/** Their default is one of their values. */
const CHOICES = ['Picklist', 'MultiselectPicklist'];
const NUMBERS = ['Number', 'Currency', 'Percent'];

/** The field; undefined, and told, when it has no place in an org here. */
export function readCustomField(root: Element, name: string, report: Report): Located | undefined {
  const type = root.textOf('type');
  if (type === undefined) {
    // A file of one of Salesforce's own fields says what is special about it, and no type.
    report.skipOnce(root.place, "fields of Salesforce's own stay as they are");
    return undefined;
  }
  if (OTHER_TYPES.has(type)) {
    report.skip(
      root.child('type')?.place ?? root.place,
      `field ${name} is of the type ${type}, which is not here`,
    );
    return undefined;
  }
  const isFormula = root.child('formula') !== undefined;
  const fields: LocatedFields = {
    type: textField(root.child('type')),
    label: textField(root.child('label')),
    inlineHelpText: textField(root.child('inlineHelpText')),
    ...(isFormula ? { formula: textField(root.child('formula')) } : inputOf(root)),
    defaultValue: isFormula ? undefined : defaultOf(root, type, report),
    ...shapeOf(root, type, isFormula),
  };
  return located(fields, root.at);
}

/** What is false is left out: files say it of types too that cannot have it. */
function inputOf(root: Element): LocatedFields {
  return {
    required: onlyIfOn(root.child('required')),
    externalId: onlyIfOn(root.child('externalId')),
    unique: onlyIfOn(root.child('unique')),
    caseSensitive: onlyIfOn(root.child('caseSensitive')),
  };
}

function onlyIfOn(element: Element | undefined): Located | undefined {
  return element && isOn(element, false) ? located(true, element.at) : undefined;
}

function shapeOf(root: Element, type: string, isFormula: boolean): LocatedFields {
  if (NUMBERS.includes(type)) {
    return { precision: numberField(root.child('precision')), scale: numberField(root.child('scale')) };
  }
  if (isFormula) return {};
  switch (type) {
    case 'Text':
    case 'LongTextArea':
    case 'Html':
      return { length: numberField(root.child('length')) };
    case 'Location':
      return { scale: numberField(root.child('scale')) };
    case 'Picklist':
    case 'MultiselectPicklist':
      return choiceOf(root);
    case 'Lookup':
    case 'MasterDetail':
      return referenceOf(root, type);
    case 'AutoNumber':
      return {
        displayFormat: textField(root.child('displayFormat')),
        startingNumber: numberField(root.child('startingNumber')),
      };
    default:
      return {};
  }
}

function referenceOf(root: Element, type: string): LocatedFields {
  const isDetail = type === 'MasterDetail';
  return {
    referenceTo: textField(root.child('referenceTo')),
    relationshipName: textField(root.child('relationshipName')),
    deleteConstraint: isDetail ? undefined : textField(root.child('deleteConstraint')),
    reparentableMasterDetail: isDetail ? onlyIfOn(root.child('reparentableMasterDetail')) : undefined,
  };
}

/** `valueSet` since API 38, `picklist` before. A global value set is named, and its values are in another file. */
function choiceOf(root: Element): LocatedFields {
  const values = valuesOf(root);
  const [first] = values;
  const chosen = values.find((value) => isOn(value.child('default'), false));
  const others = values.filter((value) => {
    const label = value.textOf('label');
    return label !== undefined && label !== value.textOf('fullName');
  });
  return {
    values:
      first &&
      located(
        values.flatMap((value) => textField(value.child('fullName')) ?? []),
        first.at,
      ),
    labels:
      others[0] &&
      located(
        Object.fromEntries(
          others.map((value) => [value.textOf('fullName') ?? '', textField(value.child('label'))]),
        ),
        root.at,
      ),
    restricted: first && onlyIfOn(root.child('valueSet', 'restricted')),
    defaultValue: textField(chosen?.child('fullName')),
  };
}

function valuesOf(root: Element): Element[] {
  const own = root.child('valueSet', 'valueSetDefinition')?.all('value') ?? [];
  const older = root.child('picklist')?.all('picklistValues') ?? [];
  return [...own, ...older].filter(
    (value) => isOn(value.child('isActive'), true) && value.textOf('fullName'),
  );
}

/** A literal of the formula that a default value is. */
function defaultOf(root: Element, type: string, report: Report): Located | undefined {
  if (CHOICES.includes(type)) return undefined;
  const element = root.child('defaultValue');
  const text = element?.text;
  if (!element || !text) return undefined;
  const value = literalOf(text, type);
  if (value === undefined) {
    report.skip(element.place, 'defaultValue has no effect: formulas are not worked out');
    return undefined;
  }
  return located(value, element.at);
}

const TEXTS = ['Text', 'TextArea', 'Email', 'Phone', 'Url'];

function literalOf(text: string, type: string): string | number | boolean | undefined {
  if (type === 'Checkbox') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (NUMBERS.includes(type)) return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
  const quoted = /^(["'])([^"'\\]*)\1$/.exec(text)?.[2];
  return TEXTS.includes(type) ? quoted || undefined : undefined;
}
