/** How REST writes a refusal: an array of one, its members in Salesforce's order (rest-data.md 1, identity-and-resources.md 10.4). */
import type { Refusal } from '../refusals/catalogue.ts';

/** @param path of the resource that refuses */
export function restError(refusal: Refusal, path: string): readonly [Record<string, unknown>] {
  const { error: errorCode, status } = refusal.facts;
  const { description: message, fields } = refusal;
  if (refusal.refusal === 'record.duplicate-rule') return [duplicates(errorCode, message)];
  if (fields) return [{ message, errorCode, fields }];
  const isFirst = refusal.refusal.startsWith('bulk.') || isErrorCodeFirst(status, path);
  return [isFirst ? { errorCode, message } : { message, errorCode }];
}

/** The key is really misspelled, and stands first (rest-data.md 2.8). */
function duplicates(errorCode: string, message: string): Record<string, unknown> {
  return { duplicateResut: { ...duplicateResult(message), matchResults: [] }, errorCode, message };
}

/** What is said of the rule. No record matches here. */
export function duplicateResult(errorMessage: string) {
  return {
    allowSave: true,
    duplicateRule: 'Standard_Contact_Duplicate_Rule',
    duplicateRuleEntityType: 'Contact',
    errorMessage,
  };
}

const CONNECT_API = /^\/services\/data\/[^/]+\/(?:apps|chatter|connect)(?:\/|$)/;

/** Of the core API 404 and 405, of the Connect API and of jobs every error. */
function isErrorCodeFirst(status: number, path: string): boolean {
  return status === 404 || status === 405 || CONNECT_API.test(path);
}
