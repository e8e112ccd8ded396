/** What a call of Bulk API 1 answers, and how it is sent. */
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { JSON_TYPE } from '../../wire/headers.ts';
import { json } from '../../wire/json.ts';
import { type Members, NAMESPACE, XML_TYPE, xmlDocument, xmlList } from './xml.ts';

export type AsyncAnswer = { readonly status: number; readonly isJson: boolean } & (
  | { readonly root: string; readonly members: Members }
  | { readonly root: string; readonly item: string; readonly list: readonly Members[] }
  /** Ids of results. */
  | { readonly results: readonly string[] }
  /** CSV or JSON. */
  | { readonly content: Readable }
);

export function sendAsync(reply: FastifyReply, answer: AsyncAnswer): FastifyReply {
  const { status, isJson } = answer;
  reply.code(status);
  if ('content' in answer) return reply.type(isJson ? JSON_TYPE : 'text/csv').send(answer.content);
  return isJson ? reply.type(JSON_TYPE).send(json(jsonOf(answer))) : reply.type(XML_TYPE).send(xmlOf(answer));
}

function jsonOf(answer: Exclude<AsyncAnswer, { readonly content: Readable }>): unknown {
  if ('results' in answer) return answer.results;
  return 'list' in answer ? { [answer.item]: answer.list } : answer.members;
}

function xmlOf(answer: Exclude<AsyncAnswer, { readonly content: Readable }>): string {
  if ('results' in answer) {
    const results = answer.results.map((id) => `<result>${id}</result>`).join('');
    return `<result-list xmlns="${NAMESPACE}">${results}</result-list>`;
  }
  return 'list' in answer
    ? xmlList(answer.root, answer.item, answer.list)
    : xmlDocument(answer.root, answer.members);
}
