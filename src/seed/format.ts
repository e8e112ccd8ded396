/** The seed format as a JSON Schema for editors, and as docs/seed.md for people. Both are made from the schema. */
import { z } from 'zod';
import { isRecord } from '../wire/json.ts';
import { SEED_EXAMPLES } from './examples.ts';
import type { SeedJsonSchema as JsonSchema } from './published-schema.ts';
import { SeedSchema } from './schema.ts';

function seedSchema(): JsonSchema {
  const schema: JsonSchema = z.toJSONSchema(SeedSchema, { io: 'input' });
  const { properties = {} } = schema;
  return { ...schema, properties: { ...properties, records: orPaths(asSchema(properties.records)) } };
}

/** In a file, records may stand in files of their own. */
function orPaths({ description, default: initial, ...records }: JsonSchema): JsonSchema {
  const path: JsonSchema = { type: 'string' };
  return {
    ...(description === undefined ? {} : { description }),
    default: initial,
    anyOf: [records, path, { type: 'array', items: path }],
  };
}

/** The published JSON Schema. */
export function seedJsonSchema(): string {
  return `${JSON.stringify(seedSchema(), null, 2)}\n`;
}

const INTRODUCTION = `# Seed files

A seed says which orgs fauxforce serves, and who and what is in them. It is YAML or JSON; every document of a file is
one org (\`---\` separates documents), and a directory stands for every \`*.yaml\`, \`*.yml\` and \`*.json\` in it. \`{}\` is a
complete org. Names are the Metadata API's, flattened. What is left out takes Salesforce's default; ids, keys and secrets
that are left out are derived from names and never change. [seed/demo.yaml](../seed/demo.yaml) is the demo org; \`fauxforce validate <seed>\`
lists every problem of a seed with its line. A Salesforce DX project is as good as a seed: [projects.md](projects.md).
Which key says what a box of Setup says: [setup-to-seed.md](setup-to-seed.md).

For completion and checks in an editor, begin a YAML file with
\`# yaml-language-server: $schema=node_modules/fauxforce/seed/seed.schema.json\`, or give a JSON file a \`$schema\` key.

\`npm run docs\` writes this page from the schema.
`;

/** docs/seed.md: every key with its type, its default and what it means. */
export function seedReference(): string {
  return [INTRODUCTION, examples(), ...sections('The document', seedSchema())].join('\n');
}

function examples(): string {
  const texts = SEED_EXAMPLES.map(({ title, note, yaml }) =>
    [`### ${title}\n`, `\`\`\`yaml\n${yaml}\`\`\`\n`, ...(note ? [`${note}\n`] : [])].join('\n'),
  );
  return ['## Examples\n', ...texts].join('\n');
}

/** One table for a mapping, then one for each mapping inside it. */
function sections(title: string, schema: JsonSchema): string[] {
  const fields = Object.entries(schema.properties ?? {}).map(([key, field]) => ({
    key,
    field: asSchema(field),
  }));
  const rows = fields.map(({ key, field }) => row(key, field, schema.required?.includes(key) ?? false));
  const table = ['| key | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
  const inner = fields.flatMap(({ key, field }) => {
    const mapping = mappingIn(field);
    const path = title.startsWith('`') ? `${title.slice(1, -1)}.${key}` : key;
    return mapping ? sections(`\`${path}${INNER[whatHolds(field)]}\``, mapping) : [];
  });
  return [`## ${title}\n\n${table}\n`, ...inner];
}

/** How a path goes on into the mappings that a field holds. */
const INNER = { mapping: '', list: '[]', byName: '.*' } as const;

function whatHolds(field: JsonSchema): keyof typeof INNER {
  if (field.type === 'array') return 'list';
  return field.properties ? 'mapping' : 'byName';
}

function row(key: string, field: JsonSchema, isRequired: boolean): string {
  const [meaning = '', computed] = (field.description ?? '').split(/ ?Left out: /);
  const isMapping = mappingIn(field) !== undefined && field.type === 'object';
  const constant = isMapping ? undefined : field.default;
  const initial = isRequired
    ? '**required**'
    : constant === undefined
      ? (computed?.replace(/\.$/, '') ?? '')
      : `\`${JSON.stringify(constant)}\``;
  return `| \`${key}\` | ${typeOf(field)} | ${cell(initial)} | ${cell(meaning)} |`;
}

function typeOf(field: JsonSchema): string {
  if (field.anyOf) return field.anyOf.map((one) => typeOf(asSchema(one))).join(', or ');
  if (field.enum) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.type === 'array') return `list of ${plural(typeOf(asSchema(field.items)))}`;
  if (field.type === 'object') {
    if (field.properties) return 'mapping';
    const values = asSchema(field.additionalProperties);
    const what = values.properties ? 'mappings' : values.type === 'array' ? 'lists' : 'text';
    return `mapping of text to ${what}`;
  }
  if (field.type === 'integer') return 'whole number';
  if (field.type === 'number') return 'number';
  return field.type === 'boolean' ? 'true or false' : 'text';
}

function plural(type: string): string {
  return type === 'mapping' ? 'mappings' : type;
}

function mappingIn(field: JsonSchema): JsonSchema | undefined {
  if (field.type === 'array') return mappingIn(asSchema(field.items));
  if (field.properties) return field;
  const values = asSchema(field.additionalProperties);
  return values.properties ? values : undefined;
}

function asSchema(schema: unknown): JsonSchema {
  return isRecord(schema) ? schema : {};
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
