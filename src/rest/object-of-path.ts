/** The object that a path names, as its caller sees it. */
import { visibleObject } from '../data/data.ts';
import type { ObjectCapability, ObjectDefinition } from '../data/definition.ts';
import { check } from '../refusals/check.ts';
import type { RestCall } from './call.ts';

/** @throws Refusal: an object that the caller may not read is not there (rest-data.md 9) */
export function objectOfPath(call: RestCall): ObjectDefinition {
  const object = visibleObject(call.session, call.path.object ?? '');
  check(call, 'rest.not-found', object, { path: call.trace.path });
  return object;
}

/** The same of an object that is written to: those of log-ins are only read. @throws Refusal */
export function writableObject(
  call: RestCall,
  method: string,
  capability: ObjectCapability,
): ObjectDefinition {
  const object = objectOfPath(call);
  check(call, 'rest.method', object.capabilities.has(capability), { method, allowed: 'HEAD,GET' });
  return object;
}
