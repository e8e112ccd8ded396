/** Records that are written at one replica and read at others. */
import type { Answer } from '../fleet.ts';
import type { Random } from '../random.ts';
import { appOf, PASSWORD, SECURITY_TOKEN } from '../seed.ts';
import { eachOf, orLost, type Soak, type Story } from '../soak.ts';
import { getToken } from './ask-token.ts';

const DATA = '/services/data/v60.0';
const ACCOUNTS = `${DATA}/sobjects/Account`;
const app = appOf('Username_Password');

/** Calls the REST API at any replica, as a user whom no story revokes. */
type Call = (method: string, path: string, body?: object) => Promise<Answer>;

async function callAs({ fleet, tokens }: Soak, random: Random): Promise<Call> {
  const user = { username: 'ada@acme.example', password: PASSWORD + SECURITY_TOKEN };
  const { access_token } = await getToken(fleet, random, {
    grant_type: 'password',
    ...app.credentials,
    ...user,
  });
  tokens.add(access_token);
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
  return (method, path, body) =>
    fleet.send(fleet.any(random), path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}

const nameOf = ({ text }: Answer) => (JSON.parse(text) as { Name?: string }).Name;

/** Creates, reads, changes and sometimes deletes one. */
export const recordLife: Story = async (soak, random) => {
  const { report, records } = soak;
  const call = await callAs(soak, random);
  const draw = () => `Soak ${random.between(0, 1_000_000_000)}`;
  const name = draw();
  const { id } = JSON.parse((await call('POST', ACCOUNTS, { Name: name })).text) as { id: string };
  records.is(id, name);
  await mustBe(soak, call, id);
  const next = draw();
  const before = records.mayChange(id);
  const changed = await orLost(call('PATCH', `${ACCOUNTS}/${id}`, { Name: next }));
  if (changed) records.is(id, next);
  else {
    const found = nameOf(await call('GET', `${ACCOUNTS}/${id}`)) ?? '';
    report.expect(
      found === next || found === before,
      'what was answered is there',
      () => `a record whose change was not answered has the name ${found}`,
    );
    records.is(id, found);
  }
  await mustBe(soak, call, id);
  if (random.between(0, 3) > 0) return;
  records.mayChange(id);
  await call('DELETE', `${ACCOUNTS}/${id}`);
  const { status } = await call('GET', `${ACCOUNTS}/${id}`);
  report.expect(
    status === 404,
    'what was answered is there',
    () => `a record that was deleted answers ${status}`,
  );
};

/** Looks for one of those that were written before. */
export const oldRecord: Story = async (soak, random) => {
  const id = soak.records.any(random);
  if (id !== undefined) await mustBe(soak, await callAs(soak, random), id);
};

/** Looks for all of them. */
export async function everyRecord(soak: Soak, random: Random): Promise<void> {
  const call = await callAs(soak, random);
  await eachOf(soak.records.all, ([id]) => mustBe(soak, call, id));
}

async function mustBe({ records, report }: Soak, call: Call, id: string): Promise<void> {
  const before = records.nameOf(id);
  const answer = await call('GET', `${ACCOUNTS}/${id}?fields=Name`);
  // Somebody else may have changed it meanwhile.
  if (before === undefined || records.nameOf(id) !== before) return;
  report.expect(
    answer.status === 200 && nameOf(answer) === before,
    'what was answered is there',
    () => `the record ${id} named ${before} answers ${answer.status} ${answer.text}`,
  );
}
