/** All state at one moment: kept by a name, put back, taken as a document; or back to the seed. */
import { LabProblem } from '../../lab/plane/answer-problem.ts';
import { blocks, type Field } from '../blocks.ts';
import { queryOf } from '../lab.ts';
import { instantCell } from '../texts.ts';
import { type Page, unknownForm } from '../visit.ts';

const DONE: Readonly<Record<string, string>> = {
  restored: 'Restored: everything is as the snapshot has it.',
  kept: 'Kept in the store.',
  forgotten: 'Forgotten.',
  reset: 'Back at the seed: no tokens, no failures, an empty journal, the machine’s time.',
};

interface Kept {
  readonly name: string;
  readonly taken_at: string;
  readonly characters: number;
}

export const snapshotsPage: Page = {
  path: 'snapshots',

  async show({ query, lab }) {
    const { snapshots } = await lab.get<{ snapshots: readonly Kept[] }>('/snapshots');
    const done = DONE[query.get('done') ?? ''];
    return blocks('Snapshots', [
      done !== undefined && { kind: 'text', tone: 'said good', text: done },
      {
        kind: 'text',
        text: 'A snapshot has all orgs, tokens as hashes, records and the time. It is a secret: passwords and the secret of the store are in it.',
      },
      {
        kind: 'form',
        form: {
          does: 'keep',
          fields: [{ name: 'name', label: 'Name', isRequired: true, help: 'letters, digits, . _ and -' }],
          button: 'Keep a snapshot',
          tone: 'primary',
        },
      },
      {
        kind: 'table',
        caption: 'Kept in the store, newest first',
        columns: ['Name', 'Taken', 'Size'],
        rows: snapshots.map(({ name, taken_at, characters }) => ({
          cells: [name, instantCell(taken_at), `${Math.ceil(characters / 1_024)} KiB`],
          forms: [
            { does: 'restore-kept', fields: [named(name)], button: 'Restore', about: name },
            { does: 'forget', fields: [named(name)], button: 'Forget', about: name },
          ],
        })),
        empty: 'None is kept.',
      },
      { kind: 'heading', text: 'As a document' },
      {
        kind: 'links',
        links: [
          { name: 'Take a snapshot (JSON), which outlives this process', href: '/_fauxforce/snapshot' },
        ],
      },
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
    const kept = `/snapshots/${encodeURIComponent(form.get('name')?.trim() || '-')}`;
    switch (form.get('do')) {
      case 'keep':
        await lab.send('PUT', kept);
        return { goTo: `/snapshots${queryOf({ done: 'kept' })}` };
      case 'restore-kept':
        await lab.send('POST', `${kept}/restore`);
        return { goTo: `/snapshots${queryOf({ done: 'restored' })}` };
      case 'forget':
        await lab.send('DELETE', kept);
        return { goTo: `/snapshots${queryOf({ done: 'forgotten' })}` };
      case 'restore':
        await lab.send('PUT', '/snapshot', documentOf(form.get('snapshot') ?? ''));
        return { goTo: `/snapshots${queryOf({ done: 'restored' })}` };
      case 'reset':
        await lab.send('POST', '/reset');
        return { goTo: `/snapshots${queryOf({ done: 'reset' })}` };
      default:
        throw unknownForm();
    }
  },
};

function named(value: string): Field {
  return { kind: 'hidden', name: 'name', value };
}

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
