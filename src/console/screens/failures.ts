/** Failures that are armed, scenarios, and a form that arms another. */
import { SCENARIOS } from '../../lab/failures/scenarios/index.ts';
import { LabProblem } from '../../lab/plane/answer-problem.ts';
import { catalogue } from '../../refusals/catalogue.ts';
import { blocks } from '../blocks.ts';
import { queryOf } from '../lab.ts';
import type { Page } from '../visit.ts';
import type { FailureFacts } from './lab-answers.ts';

export const failuresPage: Page = {
  path: 'failures',

  async show({ lab, query }) {
    const { failures } = await lab.get<{ failures: readonly FailureFacts[] }>('/failures');
    const done = query.get('done');
    return blocks('Failures and scenarios', [
      done === 'armed' && { kind: 'text', tone: 'said good', text: 'Armed.' },
      done === 'disarmed' && { kind: 'text', tone: 'said good', text: 'Disarmed.' },
      {
        kind: 'table',
        caption: 'What is armed, in the order of arming',
        columns: ['What', 'For', 'Left', 'Struck'],
        rows: failures.map(({ id, what, where, remaining, struck }) => ({
          cells: [
            isRefusal(what)
              ? { text: what, isCode: true, href: `/_fauxforce/console/refusals/${what}` }
              : { text: what, isCode: true },
            Object.entries(where)
              .map(([name, value]) => `${name} ${value}`)
              .join(', ') || 'any request',
            remaining === null ? 'without end' : String(remaining),
            String(struck),
          ],
          forms: [
            {
              does: 'disarm',
              fields: [{ kind: 'hidden', name: 'id', value: id }],
              button: 'Disarm',
              about: what,
            },
          ],
        })),
        empty: 'Nothing is armed.',
      },
      ...(failures.length > 1
        ? [{ kind: 'form', form: { does: 'disarm-all', button: 'Disarm all', tone: 'danger' } } as const]
        : []),
      { kind: 'heading', text: 'Arm a refusal' },
      {
        kind: 'form',
        form: {
          does: 'arm',
          fields: [
            {
              name: 'refusal',
              label: 'Refusal',
              value: query.get('refusal'),
              isRequired: true,
              help: 'refresh.expired, code.spent',
            },
            { name: 'times', label: 'Times', value: '1' },
            { name: 'client_id', label: 'Only of the app (consumer key)', value: query.get('client_id') },
            { name: 'username', label: 'Only of the user' },
          ],
          button: 'Arm',
          tone: 'primary',
        },
      },
      { kind: 'heading', text: 'Scenarios' },
      {
        kind: 'table',
        caption: 'Stories that users of Salesforce report',
        columns: ['Scenario', 'What happens'],
        rows: Object.entries(SCENARIOS).map(([name, { story }]) => ({
          cells: [{ text: name, isCode: true }, story],
          forms: [
            {
              does: 'scenario',
              fields: [{ kind: 'hidden', name: 'scenario', value: name }],
              button: 'Arm',
              about: name,
            },
          ],
        })),
        empty: '',
      },
    ]);
  },

  async act({ form, lab }) {
    switch (form.get('do')) {
      case 'arm': {
        const where = given({ client_id: form.get('client_id'), username: form.get('username') });
        await lab.send('POST', '/failures', {
          refusal: form.get('refusal') ?? '',
          times: Number(form.get('times') || 1),
          ...(Object.keys(where).length > 0 && { where }),
        });
        break;
      }
      case 'scenario':
        await lab.send('POST', '/failures', { scenario: form.get('scenario') ?? '' });
        break;
      case 'disarm':
        await lab.send('DELETE', `/failures/${encodeURIComponent(form.get('id') ?? '')}`);
        return { goTo: `/failures${queryOf({ done: 'disarmed' })}` };
      case 'disarm-all':
        await lab.send('DELETE', '/failures');
        return { goTo: `/failures${queryOf({ done: 'disarmed' })}` };
      default:
        throw new LabProblem(400, 'the form says nothing that this page can do');
    }
    return { goTo: `/failures${queryOf({ done: 'armed' })}` };
  },
};

function isRefusal(what: string): boolean {
  return Object.hasOwn(catalogue, what);
}

function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
}
