/** Reads bodies of the lab plane as JSON, whatever their Content-Type says: `curl -d` sends another one. */
import type { FastifyInstance } from 'fastify';
import { LabProblem } from './answer-problem.ts';

/** How deep objects and lists may be nested: deeper than in any document, and shallow enough to be walked through recursively. */
const DEEPEST = 64;

export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, readJson(body as string));
    } catch (error) {
      done(error as LabProblem);
    }
  });
  app.addHook('onRequest', async ({ raw }) => {
    delete raw.headers['content-type'];
  });
}

/**
 * @returns undefined for a chunked body without a byte, which counts as no body
 * @throws LabProblem
 */
function readJson(text: string): unknown {
  if (text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LabProblem(400, `the body is not JSON: ${(error as Error).message}`);
  }
  if (isTooDeep(value)) {
    throw new LabProblem(400, `the body has more than ${DEEPEST} objects and lists within each other`);
  }
  return value;
}

/** Whether objects and lists are nested deeper than the lab reads or writes them. */
export function isTooDeep(value: unknown): boolean {
  return isDeeper(value, DEEPEST);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
