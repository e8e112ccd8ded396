/** The parameters of `/parameterizedSearch`, of the URL or of a body, as the SOSL that says the same. */
import type { FormParameters } from '../../wire/form.ts';
import { isRecord } from '../../wire/json.ts';

/** Undefined where nothing is said, or what is said has not the form. */
interface Wanted {
  readonly q: string | undefined;
  readonly in: string | undefined;
  readonly overallLimit: string | undefined;
  readonly objects: readonly WantedObject[];
}

interface WantedObject {
  readonly name: string;
  readonly fields: readonly string[];
  readonly where: string | undefined;
  readonly limit: string | undefined;
}

/** @returns undefined without a term */
export function soslOfParameters(parameters: FormParameters): string | undefined {
  const said = (name: string) => parameters.get(name) || undefined;
  return soslOf({
    q: said('q'),
    in: said('in'),
    overallLimit: said('overallLimit'),
    objects: listOf(said('sobject')).map((name) => ({
      name,
      fields: listOf(said(`${name}.fields`) ?? said('fields')),
      where: said(`${name}.where`),
      limit: said(`${name}.limit`) ?? said('defaultLimit'),
    })),
  });
}

/** @returns undefined without a term */
export function soslOfBody(body: Readonly<Record<string, unknown>>): string | undefined {
  const objects = Array.isArray(body.sobjects) ? body.sobjects.filter(isRecord) : [];
  return soslOf({
    q: wordOf(body.q),
    in: wordOf(body.in),
    overallLimit: wordOf(body.overallLimit),
    objects: objects.map((object) => ({
      name: wordOf(object.name) ?? '',
      fields: namesOf(object.fields) ?? namesOf(body.fields) ?? [],
      where: wordOf(object.where),
      limit: wordOf(object.limit) ?? wordOf(body.defaultLimit),
    })),
  });
}

function soslOf({ q, in: group, overallLimit, objects }: Wanted): string | undefined {
  if (q === undefined) return undefined;
  // What SOSL gives a meaning to is searched for as it stands.
  const term = q.replace(/[\\{}]/g, ' ');
  const returning = objects.map(({ name, fields, where, limit }) => {
    return `${name}(${fields.join(', ') || 'Id'}${clause('WHERE', where)}${clause('LIMIT', limit)})`;
  });
  const fields = group === undefined ? '' : ` IN ${group} FIELDS`;
  return `FIND {${term}}${fields}${clause('RETURNING', returning.join(', '))}${clause('LIMIT', overallLimit)}`;
}

function clause(word: string, said: string | undefined): string {
  return said === undefined || said === '' ? '' : ` ${word} ${said}`;
}

function listOf(said: string | undefined): string[] {
  return (said ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function wordOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function namesOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.flatMap((name) => wordOf(name) ?? []) : undefined;
}
