/** Describes: of all objects, of one in short, of one in full (rest-data.md 3). */
import { createHash } from 'node:crypto';
import type { ObjectDefinition, Schema } from '../../data/definition.ts';
import { describedObjects, describeObject, describeSummary } from '../../data/describe.ts';
import { instanceUrl } from '../../org/hosts.ts';
import { NO_CONTENT, ok, type RestAnswer } from '../answer.ts';
import { type Resource, type RestCall, versionOf } from '../call.ts';
import { isNotModified } from '../conditions.ts';
import { objectOfPath } from '../object-of-path.ts';
import { describeUrls, summaryUrls } from '../object-urls.ts';
import { createFromBody } from './create.ts';
import { recentItems } from './recent.ts';

export const describeGlobal: Resource = { path: '/sobjects', methods: { GET: answerGlobal } };

export const describeBasic: Resource = {
  path: '/sobjects/:object',
  methods: { GET: answerBasic, POST: createFromBody },
};

export const describeFull: Resource = { path: '/sobjects/:object/describe', methods: { GET: answerFull } };

const MASTER = '012000000000000AAA';

/** As many as lists of recent records in the user interface have (recalled). */
const MOST_RECENT = 25;

function answerGlobal(call: RestCall): RestAnswer {
  const { session, root } = call;
  return unlessKnown(call, () => ({
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: describedObjects(session).map(({ object, summary }) => ({
      ...summary,
      urls: summaryUrls(object, root),
    })),
  }));
}

async function answerBasic(call: RestCall): Promise<RestAnswer> {
  const object = objectOfPath(call);
  const summary = describeSummary(object, call.session.access(object));
  return ok({
    objectDescribe: { ...summary, urls: summaryUrls(object, call.root) },
    recentItems: await recentItems(call, MOST_RECENT, object),
  });
}

function answerFull(call: RestCall): RestAnswer {
  const { host, access, session, root } = call;
  const object = objectOfPath(call);
  return unlessKnown(call, () => ({
    ...describeObject(object, session.access(object), versionOf(call)),
    recordTypeInfos: recordTypesOf(object, root),
    urls: describeUrls(object, root, instanceUrl(host, access.org)),
  }));
}

/** Master alone, which every object with layouts has: no object has record types of its own (rest-data.md 3.3). */
function recordTypesOf({ name, capabilities }: ObjectDefinition, root: string): unknown[] {
  if (!capabilities.has('layoutable')) return [];
  return [
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: true,
      developerName: 'Master',
      master: true,
      name: 'Master',
      recordTypeId: MASTER,
      urls: { layout: `${root}/sobjects/${name}/describe/layouts/${MASTER}` },
    },
  ];
}

/** One pair of validators for the whole org: its last change of metadata, which is that of its first user here. */
function unlessKnown(call: RestCall, body: () => unknown): RestAnswer {
  const { org } = call.access;
  const changed = Date.parse(org.users[0]?.lastModified ?? '') || 0;
  const etag = createHash('sha256')
    .update(`${org.id} ${changed} ${shapeOf(call)}`)
    .digest('hex')
    .slice(0, 8);
  const headers = { ETag: `"${etag}"`, 'Last-Modified': new Date(changed).toUTCString() };
  if (isNotModified(call, headers)) return { ...NO_CONTENT, status: 304, headers };
  return ok(body(), headers);
}

const shapes = new WeakMap<Schema, string>();

/** What the org's objects are: another one when some were added. */
function shapeOf({ session: { schema } }: RestCall): string {
  const shape =
    shapes.get(schema) ?? schema.objects.map(({ name, fields }) => `${name} ${fields.length}`).join();
  shapes.set(schema, shape);
  return shape;
}
