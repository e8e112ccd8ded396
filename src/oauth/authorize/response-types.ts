/** What each response_type sends the browser back with. */
import type { ResponseType } from './approved.ts';
import { answerWithCode } from './code-response.ts';

export const RESPONSE_TYPES: ReadonlyMap<string, ResponseType> = new Map([['code', answerWithCode]]);
