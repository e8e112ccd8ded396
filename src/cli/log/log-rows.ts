/** The rows that a terminal shows for a request: one for the request, indented ones for what followed. */
import colors from 'picocolors';
import type { JournalEntry } from '../../journal/entry.ts';
import { asked, printable } from '../../journal/request-line.ts';
import { isRecord } from '../../wire/json.ts';
import { filled } from '../rows.ts';

const INDENT = '    ';
const USUAL_WIDTH = 100;
/** Of the mark and the time before what was asked. */
const MARK_AND_TIME = 12;

/**
 * What was answered, or what was said, why, and what to do about it; with time (UTC) and id.
 *
 * @param page link to the page on the entry, as the terminal has it
 */
export function requestRows(entry: JournalEntry, width = USUAL_WIDTH, page?: string): string[] {
  const { at, id, status, refusal, mistake } = entry;
  const isWell = refusal === null && status < 500;
  const time = colors.dim(`${at.slice(11, 19)}Z`);
  const [what = '', ...more] = wrapped(asked(entry), width - MARK_AND_TIME);
  const head = [`${isWell ? colors.green('✓') : colors.red('✗')} ${time} ${what}`, ...indented(more)];
  const told = refusal === null ? answeredRows(entry, width) : refusedRows(refusal, id, status, width, page);
  return [...head, ...told, ...(mistake === undefined ? [] : labelled('mistake', mistake, width))];
}

function answeredRows({ id, status, ms, username, notes = {} }: JournalEntry, width: number): string[] {
  const who = username ? [printable(username)] : [];
  const facts = [`${status} in ${ms.toFixed(1)} ms`, ...who, colors.dim(id)];
  return [
    ...indented(filled(facts, '  ', width - INDENT.length)),
    ...Object.entries(notes).flatMap(([name, value]) => labelled(name, value, width)),
  ];
}

function refusedRows(
  { name, error, error_description, why, fix }: NonNullable<JournalEntry['refusal']>,
  id: string,
  status: number,
  width: number,
  page: string | undefined,
): string[] {
  const said = [error, error_description.trim().replaceAll(/\s*\n\s*/g, ' / ')].filter(Boolean).join(': ');
  const room = width - INDENT.length;
  const answer = [String(status), ...printable(said).split(' ').map(colors.red)];
  const rows = filled(answer, ' ', room);
  const names = [colors.bold(name), colors.dim(id)];
  return [
    ...indented([...rows.slice(0, -1), ...filled([...rows.slice(-1), ...names], '  ', room)]),
    ...labelled('why', why, width),
    ...labelled('fix', fix, width),
    // In one piece, however long: terminals find no link in two.
    ...(page === undefined ? [] : [`${INDENT}${colors.cyan('more:')} ${page}`]),
  ];
}

/** Every fact that the journal has about a request. */
export function entryRows(entry: JournalEntry, width = USUAL_WIDTH, page?: string): string[] {
  const { org, clientId, username, ip, via, armed, checks, request, response } = entry;
  const { location, body } = response;
  const whose = Object.entries({ org, app: clientId, user: username, from: ip, via, armed: armed?.id });
  const sent = Object.entries(request);
  return [
    ...requestRows(entry, width, page),
    ...section('who', whose, width),
    ...(checks.length === 0 ? [] : ['', 'checks', ...checks.flatMap((check) => checkRows(check, width))]),
    ...section('request', sent, width),
    ...section('answer', [['location', location], ...bodyFacts(body)], width),
  ];
}

function section(
  title: string,
  facts: readonly (readonly [string, string | null | undefined])[],
  width: number,
): string[] {
  const known = facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string');
  if (known.length === 0) return [];
  return ['', title, ...known.flatMap(([name, value]) => labelled(printable(name), value, width))];
}

/** A JSON object's members by name; any other body as one text. */
function bodyFacts(body: unknown): [string, string][] {
  if (body === undefined) return [];
  if (typeof body === 'string') return [['body', body]];
  if (!isRecord(body)) return [['body', JSON.stringify(body)]];
  return Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

export function checkRows(
  { name, ok, detail }: JournalEntry['checks'][number],
  width = USUAL_WIDTH,
): string[] {
  const [first = '', ...rest] = wrapped(`${name}: ${detail}`, width - INDENT.length - 2);
  const mark = ok ? colors.green('✓') : colors.red('✗');
  return [`${INDENT}${mark} ${first}`, ...rest.map((row) => `${INDENT}  ${row}`)];
}

function labelled(label: string, text: string, width: number): string[] {
  const [first = '', ...rest] = wrapped(text, width - INDENT.length - label.length - 2);
  const indent = ' '.repeat(Math.min(label.length, INDENT.length) + 2);
  return [`${INDENT}${colors.cyan(`${label}:`)} ${first}`, ...rest.map((row) => INDENT + indent + row)];
}

/** Wraps a text between words; a word that is too long gets a row of its own. */
function wrapped(text: string, width: number): string[] {
  return filled(printable(text).split(' '), ' ', width);
}

function indented(rows: readonly string[]): string[] {
  return rows.map((row) => INDENT + row);
}
