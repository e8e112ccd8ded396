/** A project of an app, 200 custom objects and 5,000 fields in files of their own, as `sf project retrieve` writes them. */
import { connectedApp, metadata } from '../test/project/metadata.ts';

const OBJECTS = 200;
const FIELDS = 25;

type Files = Readonly<Record<string, string>>;

/** The same project without `objects/`. */
export function appProject(): Files {
  return {
    'sfdx-project.json': '{ "packageDirectories": [{ "path": "force-app" }], "name": "fields" }',
    'force-app/main/default/connectedApps/Portal.connectedApp-meta.xml': connectedApp(
      '<callbackUrl>https://portal.example/callback</callbackUrl>\n<consumerKey>3MVG9Portal</consumerKey>\n<scopes>Api</scopes>',
    ),
  };
}

export function fieldsProject(): Files {
  const objects = Array.from({ length: OBJECTS }, (_, number) => objectFiles(number));
  return Object.assign({}, appProject(), ...objects) as Files;
}

function objectFiles(number: number): Files {
  const name = `Thing_${number}__c`;
  const folder = `force-app/main/default/objects/${name}`;
  const fields = Array.from({ length: FIELDS }, (_, field) => [
    `${folder}/fields/Field_${field}__c.field-meta.xml`,
    metadata('CustomField', fieldContent(number, field)),
  ]);
  return {
    [`${folder}/${name}.object-meta.xml`]: metadata('CustomObject', objectContent(number)),
    ...Object.fromEntries(fields),
  };
}

const ACTIONS = ['Accept', 'CancelEdit', 'Clone', 'Delete', 'Edit', 'List', 'New', 'SaveEdit', 'Tab', 'View'];

function objectContent(number: number): string {
  const overrides = ACTIONS.map(
    (action) =>
      `    <actionOverrides>\n        <actionName>${action}</actionName>\n        <type>Default</type>\n    </actionOverrides>\n`,
  );
  return `${overrides.join('')}    <allowInChatterGroups>false</allowInChatterGroups>
    <compactLayoutAssignment>SYSTEM</compactLayoutAssignment>
    <deploymentStatus>Deployed</deploymentStatus>
    <enableActivities>true</enableActivities>
    <enableBulkApi>true</enableBulkApi>
    <enableFeeds>false</enableFeeds>
    <enableHistory>true</enableHistory>
    <enableReports>true</enableReports>
    <enableSearch>true</enableSearch>
    <externalSharingModel>Private</externalSharingModel>
    <label>Thing ${number}</label>
    <nameField>
        <displayFormat>T-{00000}</displayFormat>
        <label>Thing Number</label>
        <type>AutoNumber</type>
    </nameField>
    <pluralLabel>Things ${number}</pluralLabel>
    <searchLayouts/>
    <sharingModel>ReadWrite</sharingModel>
    <visibility>Public</visibility>`;
}

/** What is special about each type, in turn. */
const TYPES: readonly ((object: number, field: number) => string)[] = [
  () =>
    '<length>80</length>\n    <required>false</required>\n    <type>Text</type>\n    <unique>false</unique>',
  () =>
    '<precision>16</precision>\n    <required>false</required>\n    <scale>2</scale>\n    <type>Currency</type>',
  () => `<required>false</required>\n    <type>Picklist</type>\n    ${valueSet()}`,
  (object, field) =>
    `<deleteConstraint>SetNull</deleteConstraint>\n    <referenceTo>Thing_${(object + 1) % OBJECTS}__c</referenceTo>\n    <relationshipLabel>Things ${object}</relationshipLabel>\n    <relationshipName>Things_${object}_${field}</relationshipName>\n    <required>false</required>\n    <type>Lookup</type>`,
  () => '<defaultValue>false</defaultValue>\n    <type>Checkbox</type>',
];

function valueSet(): string {
  const values = ['New', 'Working', 'Waiting', 'Done', 'Refused'].map(
    (value) =>
      `            <value>\n                <fullName>${value}</fullName>\n                <default>false</default>\n                <label>${value}</label>\n            </value>\n`,
  );
  return `<valueSet>\n        <restricted>true</restricted>\n        <valueSetDefinition>\n            <sorted>false</sorted>\n${values.join('')}        </valueSetDefinition>\n    </valueSet>`;
}

function fieldContent(object: number, field: number): string {
  const special = TYPES[field % TYPES.length]?.(object, field);
  return `    <fullName>Field_${field}__c</fullName>
    <description>What somebody once wrote of field ${field} &amp; nobody has read since.</description>
    <externalId>false</externalId>
    <inlineHelpText>Helps with field ${field}</inlineHelpText>
    <label>Field ${field}</label>
    <trackHistory>false</trackHistory>
    <trackTrending>false</trackTrending>
    ${special}`;
}
