/** jsforce, unmodified, logs in by SOAP: what it does without an app, and the calls of its SOAP API that are here. */
import './helpers/loopback-only.ts';
import { Connection } from 'jsforce';
import { SoapApi } from 'jsforce/lib/api/soap.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { user } from '../helpers/token.ts';
import { runs } from './helpers/proof.ts';
import { ACME_QUERY, ORG_ID } from './helpers/rest.ts';

let sf: Fauxforce;

beforeEach(async () => {
  sf = await startFauxforce();
});

afterEach(() => sf[Symbol.asyncDispose]());

async function logIn(password = 'correct-horseTok3n'): Promise<Connection> {
  const connection = new Connection({ loginUrl: sf.url, version: '64.0' });
  await connection.login('ada@acme.example', password);
  return connection;
}

describe('jsforce without an app', () => {
  it('logs in by SOAP, queries by REST, and logs out', runs('jsforce', 'SOAP'), async () => {
    const connection = new Connection({ loginUrl: sf.url, version: '64.0' });
    expect(await connection.login('ada@acme.example', 'correct-horseTok3n')).toEqual({
      id: user(sf, 'ada').id,
      organizationId: ORG_ID,
      url: `${sf.url}/id/${ORG_ID}/${user(sf, 'ada').id}`,
    });
    expect(connection.instanceUrl).toBe(sf.url);
    expect((await connection.query(ACME_QUERY)).records).toMatchObject([{ Id: ORG_ID, Name: 'Acme' }]);
    await connection.logout();
    expect(sf.journal.last()).toMatchObject({
      endpoint: 'soap',
      status: 200,
      request: { operation: 'logout' },
    });
    await expect(logIn('wrong')).rejects.toThrow(
      'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
    );
  });

  it('calls the operations that are here', async () => {
    const connection = await logIn();
    const soap = new SoapApi(connection);
    expect(await soap.getUserInfo()).toMatchObject({
      userId: user(sf, 'ada').id,
      organizationId: ORG_ID,
      userName: 'ada@acme.example',
      roleId: null,
      sessionSecondsValid: 7200,
      userType: 'Standard',
    });
    expect(Date.parse((await soap.getServerTimestamp()).timestamp)).toBeGreaterThan(0);
    await soap.setPassword(user(sf, 'ada').id, 'correct-horse-9');
    await expect(logIn()).rejects.toThrow('INVALID_LOGIN');
    await logIn('correct-horse-9Tok3n');
    const { password } = await soap.resetPassword(user(sf, 'ada').id);
    await expect(logIn(`${password}Tok3n`)).rejects.toThrow('used password has expired');
  });

  it('logs in anew by itself when the session has timed out', async () => {
    const soap = new SoapApi(await logIn());
    sf.clock.advance('3h');
    expect((await soap.getUserInfo()).userName).toBe('ada@acme.example');
    expect(sf.journal.entries({ refusal: 'soap.dead-session' })).toHaveLength(1);
  });
});

describe('jsforce with records by SOAP', () => {
  const contact = (fields: object) => ({ type: 'Contact', ...fields });

  it('makes, changes, deletes and brings back', async () => {
    const connection = await logIn();
    const soap = new SoapApi(connection);
    const [made, refused] = (await soap.create([
      contact({ LastName: 'Byron', Email: 'byron@acme.example' }),
      contact({ LastName: 'Byron', Email: 'badone' }),
    ])) as unknown as readonly Record<string, unknown>[];
    expect(made).toMatchObject({ success: true, errors: [] });
    expect(refused).toMatchObject({
      id: null,
      success: false,
      errors: [
        {
          fields: ['Email'],
          message: 'Email: invalid email address: badone',
          statusCode: 'INVALID_EMAIL_ADDRESS',
        },
      ],
    });
    const id = String(made?.id);
    const changed = { ...contact({ Id: id, LastName: 'King' }), fieldsToNull: ['Email'] };
    expect(await soap.update([changed] as never)).toMatchObject([{ id, success: true }]);
    const byId = async () =>
      (await connection.query(`SELECT LastName, Email, Account.Name FROM Contact WHERE Id = '${id}'`))
        .records;
    expect(await byId()).toMatchObject([{ LastName: 'King', Email: null }]);
    expect(await soap.delete([id])).toMatchObject([{ id, success: true }]);
    expect(await byId()).toEqual([]);
    expect(await soap.undelete([id])).toMatchObject([{ id, success: true }]);
    expect(await byId()).toHaveLength(1);
  });

  it('upserts by an external id, with a parent by its own', async () => {
    const connection = await logIn();
    const soap = new SoapApi(connection);
    const record = (name: string) => contact({ Email: 'up@acme.example', LastName: name });
    expect(await soap.upsert('Email', [record('a')] as never)).toMatchObject([
      { created: true, success: true },
    ]);
    expect(await soap.upsert('Email', [record('b')] as never)).toMatchObject([
      { created: false, success: true },
    ]);
    const child = contact({ LastName: 'c', ReportsTo: { type: 'Contact', Email: 'up@acme.example' } });
    expect(await soap.create([child] as never)).toMatchObject([{ success: true }]);
    const found = await connection.query("SELECT ReportsTo.LastName FROM Contact WHERE LastName = 'c'");
    expect(found.records).toMatchObject([{ ReportsTo: { LastName: 'b' } }]);
  });

  it('tells what refuses the whole call by its code', async () => {
    const soap = new SoapApi(await logIn());
    await expect(soap.create([contact({ LastName: 'x', Equipo: 'y' })] as never)).rejects.toMatchObject({
      errorCode: 'sf:INVALID_FIELD',
      message: expect.stringContaining("No such column 'Equipo' on entity 'Contact'"),
    });
    await expect(soap.merge([] as never)).rejects.toThrow('fauxforce does not implement merge()');
  });
});
