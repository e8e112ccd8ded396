/** Resources that Salesforce has and fauxforce has not: refused by name, never as if they did not exist (rest-data.md 14). */
import { refuse } from '../../refusals/check.ts';
import type { Resource, RestCall } from '../call.ts';

/** Of the list that a version gives of itself, with all below them. */
const APIS =
  'actions analytics appMenu async-queries chatter commerce compactLayouts connect consent contact-tracing dedupe domino ' +
  'eclair emailConnect event fingerprint folders iot jsonxform knowledgeManagement licensing localizedvalue match metadata ' +
  'mobile nouns payments prechatForms process quickActions serviceTemplates smartdatadiscovery support tabs theme tokenizer ' +
  'tooling ui-api wave';

/** Below `/sobjects/<object>`. */
const OF_AN_OBJECT: Readonly<Record<string, string>> = {
  'describe/approvalLayouts': 'approval layouts',
  'describe/compactLayouts': 'compact layouts',
  'describe/layouts': 'layouts',
  'describe/namedLayouts': 'named layouts',
  defaultValues: 'default values',
  listviews: 'list views',
  quickActions: 'quick actions',
};

export const unsupported: readonly Resource[] = [
  ...APIS.split(' ').flatMap((name) => refusedBelow(`/${name}`, `the resource ${name}`)),
  ...Object.entries(OF_AN_OBJECT).flatMap(([path, what]) => refusedBelow(`/sobjects/:object/${path}`, what)),
  ...refusedBelow('/composite/graph', 'composite graphs'),
];

function refusedBelow(path: string, what: string): readonly Resource[] {
  const handler = (call: RestCall) => refuse(call, 'rest.unsupported', { what });
  const methods = { GET: handler, POST: handler, PATCH: handler, DELETE: handler };
  return [
    { path, methods },
    { path: `${path}/*`, methods },
  ];
}
