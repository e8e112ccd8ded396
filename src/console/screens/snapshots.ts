/** All state as one document: taken, put back, or back to the seed. */
import { LabProblem } from '../../lab/plane/answer-problem.ts';
import { blocks } from '../blocks.ts';
import { queryOf } from '../lab.ts';
import type { Page } from '../visit.ts';

const DONE: Readonly<Record<string, string>> = {
  restored: 'Restored: everything is as the snapshot has it.',
  reset: 'Back at the seed: no tokens, no failures, an empty journal, the machine’s time.',
};

export const snapshotsPage: Page = {
  path: 'snapshots',

  async show({ query }) {
    const done = DONE[query.get('done') ?? ''];
    return blocks('Snapshots', [
      done !== undefined && { kind: 'text', tone: 'said good', text: done },
      {
        kind: 'text',
        text: 'A snapshot has all orgs, tokens as hashes, records and the time. It is a secret: passwords and the secret of the store are in it.',
      },
      { kind: 'links', links: [{ name: 'Take a snapshot (JSON)', href: '/_fauxforce/snapshot' }] },
      { kind: 'heading', text: 'Restore' },
      {
        kind: 'form',
        form: {
          does: 'restore',
          fields: [
            {
              kind: 'area',
              name: 'snapshot',
              label: 'The document',
              isRequired: true,
              help: 'Of up to a megabyte; a larger one: fauxforce snapshot --restore',
            },
          ],
          button: 'Restore',
          tone: 'danger',
        },
      },
      { kind: 'heading', text: 'Reset' },
      { kind: 'form', form: { does: 'reset', button: 'Back to the seed', tone: 'danger' } },
    ]);
  },

  async act({ form, lab }) {
    if (form.get('do') === 'reset') {
      await lab.send('POST', '/reset');
      return { goTo: `/snapshots${queryOf({ done: 'reset' })}` };
    }
    if (form.get('do') !== 'restore')
      throw new LabProblem(400, 'the form says nothing that this page can do');
    await lab.send('PUT', '/snapshot', documentOf(form.get('snapshot') ?? ''));
    return { goTo: `/snapshots${queryOf({ done: 'restored' })}` };
  },
};

/** @throws LabProblem */
function documentOf(text: string): object {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null) return document;
  } catch {
    // Said below.
  }
  throw new LabProblem(400, 'that is no snapshot: it is a document in JSON');
}
