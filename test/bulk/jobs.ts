/** Calls of jobs, as clients make them. */
import type { Fauxforce } from '../../src/testing/index.ts';
import { type Answer, send } from '../helpers/token.ts';

export const V = '/services/data/v58.0';
export const INGEST = `${V}/jobs/ingest`;
export const QUERY = `${V}/jobs/query`;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export class Caller {
  readonly sf: Fauxforce;
  readonly token: string;

  constructor(sf: Fauxforce, token: string) {
    this.sf = sf;
    this.token = token;
  }

  call(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return send(this.sf, path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': method === 'PUT' ? 'text/csv; charset=UTF-8' : 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: text }),
    });
  }

  /** A job that takes data. */
  async open(wanted: object): Promise<string> {
    const { status, body } = await this.call('POST', INGEST, wanted);
    if (status !== 200) throw new Error(body);
    return (JSON.parse(body) as { id: string }).id;
  }

  /** Sends data, and waits for the end of the job. */
  async run(wanted: object, csv: string): Promise<Ended> {
    const id = await this.open(wanted);
    const uploaded = await this.call('PUT', `${INGEST}/${id}/batches`, csv);
    if (uploaded.status !== 201) throw new Error(uploaded.body);
    const closed = await this.call('PATCH', `${INGEST}/${id}`, { state: 'UploadComplete' });
    if (closed.status !== 200) throw new Error(closed.body);
    return this.ended(`${INGEST}/${id}`);
  }

  /** What a job says of itself once it has ended. */
  async ended(path: string): Promise<Ended> {
    for (;;) {
      const { body } = await this.call('GET', path);
      const info = JSON.parse(body) as Ended;
      if (['JobComplete', 'Failed', 'Aborted'].includes(info.state)) return info;
    }
  }

  async results(id: string, kind: string): Promise<string> {
    return (await this.call('GET', `${INGEST}/${id}/${kind}`)).body;
  }
}

export interface Ended {
  readonly id: string;
  readonly state: string;
  readonly numberRecordsProcessed: number;
  readonly numberRecordsFailed: number;
  readonly errorMessage?: string;
}
