/** Turns what the schema found into sentences that say how to correct it. */
import { z } from 'zod';
import { didYouMean } from '../ground/nearest.ts';
import { formatPath, type Path } from './problems.ts';
import { describeOwner } from './records.ts';
import { SeedSchema } from './schema.ts';

export interface Finding {
  readonly path: Path;
  readonly of: 'key' | 'value';
  /** A function is called only when the finding is shown: of many findings few are. */
  readonly message: string | (() => string);
}

type Issue = z.core.$ZodIssue;

/** Every way a document does not fit the schema, one per field. */
export function shapeFindings(document: unknown, issues: readonly Issue[]): Finding[] {
  const findings = new Map<string, Finding>();
  for (const issue of issues) {
    for (const finding of findingsOf(document, issue)) {
      const place = JSON.stringify(finding.path);
      if (!findings.has(place)) findings.set(place, finding);
    }
  }
  return [...findings.values()];
}

function findingsOf(document: unknown, issue: Issue): Finding[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      of: 'key',
      message: () => unknownKey(document, path, key),
    }));
  }
  const value = valueAt(document, path);
  if (issue.code === 'invalid_type' && value === undefined) {
    const parent = path.slice(0, -1);
    return [
      { path: parent, of: 'value', message: `missing key '${path.at(-1)}'${within(document, parent)}` },
    ];
  }
  return [{ path, of: 'value', message: () => `${fieldOf(document, path)}${complaint(issue, value)}` }];
}

function unknownKey(document: unknown, path: Path, key: string): string {
  const known = keysAt(path);
  const hint = didYouMean(key, known) || `: the keys here are ${known.join(', ')}`;
  return `unknown key '${key}'${within(document, path)}${hint}`;
}

function within(document: unknown, path: Path): string {
  if (path.length === 0) return '';
  const { owner, rest } = describeOwner(document, path);
  const inside = [...(rest.length > 0 ? [formatPath(rest)] : []), ...(owner ? [owner] : [])].join(' of ');
  return ` in ${inside}`;
}

/** `callbackUrls[0] of app 'Order_Portal'`. */
export function fieldOf(document: unknown, path: Path): string {
  if (path.length === 0) return 'a seed document';
  const { owner, rest } = describeOwner(document, path);
  if (rest.length === 0) return owner;
  return owner ? `${formatPath(rest)} of ${owner}` : formatPath(rest);
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a whole number',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
};

/** The rest of a sentence that begins with the field. It never shows a value, which may be a secret, except that of an enum. */
function complaint(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      if (value === null) return ' is empty: give it a value or remove the key';
      const quote = issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
      return ` must be ${TYPES[issue.expected] ?? issue.expected}${quote ? ': put it in quotes' : ''}`;
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const hint = typeof value === 'string' ? didYouMean(value, allowed) : '';
      const shown = typeof value === 'string' ? ` is '${value}'` : '';
      return `${shown}${hint || `${shown ? ':' : ''} must be one of ${allowed.join(', ')}`}`;
    }
    case 'too_small':
      return issue.origin === 'string' ? ' must not be empty' : ` must be at least ${issue.minimum}`;
    case 'too_big':
      return ` must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`;
    default:
      return `: ${issue.message}`;
  }
}

function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Readonly<Record<string | number, unknown>>)[step]
        : undefined,
    document,
  );
}

/** The keys that the schema has at a path. */
function keysAt(path: Path): string[] {
  const schema = path.reduce<unknown>((within, step) => {
    const inner = unwrapped(within);
    if (inner instanceof z.ZodArray) return inner.element;
    if (inner instanceof z.ZodRecord) return inner.valueType;
    return inner instanceof z.ZodObject ? inner.shape[step] : undefined;
  }, SeedSchema);
  const inner = unwrapped(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapped ? unwrapped(schema.unwrap()) : schema;
}
