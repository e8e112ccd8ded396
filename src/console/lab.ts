/**
 * The lab API, as the pages call it: through the door that programs use, so the inspector can neither show nor do anything that the
 * API cannot.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WholeOrg } from '../lab/answers.ts';
import { LabProblem } from '../lab/plane/answer-problem.ts';

export interface Lab {
  /** @throws LabProblem with the sentence of the API, FormProblem with each of them */
  get<Answer>(path: string, query?: Query): Promise<Answer>;
  /** The same for a call that changes something. */
  send<Answer>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Answer>;
}

/** Values that are empty or left out are not asked for. */
export type Query = Readonly<Record<string, string | undefined>>;

/** A refusal of the lab that names the fields at fault. */
class FormProblem extends LabProblem {
  readonly problems: readonly { readonly path: string; readonly message: string }[];

  constructor(message: string, problems: FormProblem['problems']) {
    super(400, message);
    this.problems = problems;
  }
}

/** Text of somebody as a segment of a path, which would mean another path. */
const LEADS_UP = /\/\.{1,2}(?:[/?]|$)/;

export function labOf(app: FastifyInstance, { host }: FastifyRequest, labToken: string | undefined): Lab {
  const headers = { host, ...(labToken !== undefined && { authorization: `Bearer ${labToken}` }) };
  const call = async (method: string, path: string, body?: object) => {
    if (LEADS_UP.test(path)) throw new LabProblem(404, "'.' and '..' name nothing that there is");
    const { statusCode, payload } = await app.inject({
      method: method as 'GET',
      url: `/_fauxforce${path}`,
      headers,
      ...(body && { payload: JSON.stringify(body) }),
    });
    const answer = payload === '' ? undefined : JSON.parse(payload);
    if (statusCode < 400) return answer;
    if (answer?.problems) throw new FormProblem(answer.error, answer.problems);
    throw new LabProblem(statusCode as 400, answer?.error ?? `the lab answered ${statusCode}`);
  };
  return {
    get: (path, query = {}) => call('GET', path + queryOf(query)),
    send: call,
  };
}

/** The whole of an org that stood in a list; undefined where it was deleted meanwhile. */
export async function orgOfList(lab: Lab, id: string): Promise<WholeOrg | undefined> {
  try {
    return await lab.get<WholeOrg>(`/orgs/${id}`);
  } catch (error) {
    if (error instanceof LabProblem && error.status === 404) return undefined;
    throw error;
  }
}

/** With its question mark. */
export function queryOf(query: Query): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
