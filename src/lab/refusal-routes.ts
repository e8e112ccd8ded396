/** The catalogue as data. */
import type { FastifyInstance } from 'fastify';
import { catalogueInWords } from '../refusals/in-words.ts';
import { readQuery } from './input.ts';

export function refusalRoutes(app: FastifyInstance): void {
  app.get('/refusals', ({ query }) => {
    readQuery(query, []);
    return { refusals: catalogueInWords() };
  });
}
