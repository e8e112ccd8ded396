/** Failures that are armed, scenarios, and a form that arms another. */

import type { FailureFacts } from '../../lab/answers.ts';
import { FAULTS } from '../../lab/failures/failures.ts';
import { catalogue } from '../../refusals/catalogue.ts';
import { blocks, type Field } from '../blocks.ts';
import { queryOf } from '../lab.ts';
import { type Page, unknownForm, type Visit } from '../visit.ts';

export const failuresPage: Page = {
  path: 'failures',

  async show({ lab, query, appOf }) {
    const [{ failures }, { scenarios }] = await Promise.all([
      lab.get<{ failures: readonly FailureFacts[] }>('/failures'),
      lab.get<{ scenarios: readonly { name: string; story: string }[] }>('/scenarios'),
    ]);
    const done = query.get('done');
    const key = query.get('client_id') ?? '';
    const app = key && (appOf(key)?.label ?? key);
    const only: Field = { name: 'client_id', label: 'Only of the app (consumer key)', value: key };
    const times: Field = { name: 'times', label: 'Times', value: '1' };
    return blocks('Failures and scenarios', [
      done === 'armed' && { kind: 'text', tone: 'said good', text: 'Armed.' },
      done === 'disarmed' && { kind: 'text', tone: 'said good', text: 'Disarmed.' },
      {
        kind: 'table',
        caption: 'What is armed, in the order of arming',
        columns: ['What', 'For', 'Left', 'Struck'],
        rows: failures.map(({ id, what, where, remaining, struck, every, after, delay }) => ({
          cells: [
            isRefusal(what)
              ? { text: what, isCode: true, href: `/_fauxforce/console/refusals/${what}` }
              : { text: what, isCode: true },
            {
              text:
                Object.entries(where)
                  .map(([name, value]) => `${name} ${value}`)
                  .join(', ') || 'any request',
              more:
                [
                  ...(after > 0 ? [`after the first ${after}`] : []),
                  ...(every > 1 ? [`one in ${every}`] : []),
                  ...(delay > 0 ? [`${delay} ms late`] : []),
                ].join(', ') || undefined,
            },
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
            times,
            only,
            { name: 'username', label: 'Only of the user' },
          ],
          button: 'Arm',
          tone: 'primary',
        },
      },
      { kind: 'heading', text: 'Arm the network' },
      {
        kind: 'form',
        form: {
          does: 'arm',
          fields: [
            {
              kind: 'select',
              name: 'fault',
              label: 'The answer gets lost',
              value: FAULTS[0],
              options: [...FAULTS.map((fault) => [fault, fault] as const), ['', 'no, it only comes late']],
            },
            { name: 'delay', label: 'Delay', help: '500ms, 3s, up to 2m' },
            times,
            only,
          ],
          button: 'Arm',
        },
      },
      { kind: 'heading', text: 'Scenarios' },
      {
        kind: 'form',
        form: { method: 'get', fields: [only], button: app ? 'Change the app' : 'For one app only' },
      },
      {
        kind: 'table',
        caption: `Stories that users of Salesforce report, ${app ? `for ${app} only` : 'for the requests of every app'}`,
        columns: ['Scenario', 'What happens'],
        rows: scenarios.map(({ name, story }) => ({
          cells: [{ text: name, isCode: true }, story],
          forms: [
            {
              does: 'arm',
              fields: [
                { kind: 'hidden', name: 'scenario', value: name },
                { kind: 'hidden', name: 'client_id', value: key },
              ],
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
      case 'arm':
        await lab.send('POST', '/failures', orderOf(form));
        break;
      case 'disarm':
        await lab.send('DELETE', `/failures/${encodeURIComponent(form.get('id') ?? '')}`);
        return { goTo: `/failures${queryOf({ done: 'disarmed' })}` };
      case 'disarm-all':
        await lab.send('DELETE', '/failures');
        return { goTo: `/failures${queryOf({ done: 'disarmed' })}` };
      default:
        throw unknownForm();
    }
    return { goTo: `/failures${queryOf({ done: 'armed' })}` };
  },
};

function isRefusal(what: string): boolean {
  return Object.hasOwn(catalogue, what);
}

/** The form in the words of `POST /failures`, which says what is wrong with them. */
function orderOf(form: Visit['form']): object {
  const { client_id, username, times, ...effect } = given(form, [
    'refusal',
    'fault',
    'scenario',
    'delay',
    'times',
    'client_id',
    'username',
  ]);
  const where = { ...(client_id && { client_id }), ...(username && { username }) };
  return {
    ...effect,
    ...(times && { times: Number(times) || times }),
    ...(Object.keys(where).length > 0 && { where }),
  };
}

/** The fields that are not empty. */
function given(form: Visit['form'], names: readonly string[]): Partial<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (form.get(name) ? [[name, form.get(name)?.trim()]] : [])),
  );
}
