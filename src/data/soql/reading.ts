/** A query that is being read, and how it is refused. */
import { refuse, type Traced } from '../../refusals/check.ts';
import type { QueryPlace } from '../../refusals/query.ts';
import { placeOfName, placeOfToken } from './place.ts';

export interface QueryOptions {
  /** Of the API that was called, as a number: 60. */
  readonly apiVersion: number;
  /** Rows in the recycle bin count too, as in queryAll. */
  readonly includeDeleted: boolean;
}

export interface Reading extends Traced {
  readonly soql: string;
  readonly options: QueryOptions;
  /** A part of a SOSL search, whose syntax is refused by another code. */
  readonly isSearch?: true;
}

/** @throws Refusal */
export function refuseSyntax(reading: Reading, problem: string, place: QueryPlace | undefined): never {
  refuse(reading, reading.isSearch ? 'search.malformed' : 'query.malformed', { problem, place });
}

/** What is wrong with a name of the query, or with what is done to it. @throws Refusal */
export function malformed(reading: Reading, problem: string, at: number): never {
  refuseSyntax(reading, problem, placeOfName(reading.soql, at));
}

/** What cannot stand where it stands. @throws Refusal */
export function unexpected(reading: Reading, token: { readonly text: string; readonly at: number }): never {
  const problem = `unexpected token: '${token.text}'`;
  refuseSyntax(reading, problem, placeOfToken(reading.soql, token.at));
}

/** @throws Refusal */
export function unsupported(reading: Reading, feature: string): never {
  refuse(reading, 'query.unsupported', { feature });
}

/** @throws Refusal */
export function tooComplicated(reading: Reading, what: string, most: number): never {
  refuse(reading, 'query.too-complicated', { what, most });
}
