/** getServerTimestamp(): what time it is in the org (soap-data.md 5). */
import type { SessionOperation } from '../operation.ts';
import { element, elements } from '../xml.ts';

export const getServerTimestamp: SessionOperation = {
  name: 'getServerTimestamp',
  session: 'needed',
  parameters: [],
  answer: ({ access: { org }, world }) => {
    const timestamp = new Date(world.clock.of(org.id).now()).toISOString();
    return [element('result', elements({ timestamp }))];
  },
};
