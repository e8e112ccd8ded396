/** The operations beside `login()`: answers byte for byte, what they change, what they refuse (soap-data.md 3 to 8). */
import { describe, expect, it } from 'vitest';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { codeExchange, credentials, members, postToken, send } from '../helpers/token.ts';
import { expectRow } from '../rows/expect-row.ts';
import { call, ENTERPRISE, fault, logIn, session } from './helpers.ts';

async function withOrg<Result>(
  test: (sf: Fauxforce) => Promise<Result>,
  demo?: DemoChanges,
): Promise<Result> {
  await using sf = await startFauxforce(demo ? { demo } : {});
  return await test(sf);
}

const head = (more: string, api = 'partner') =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:${api}.soap.sforce.com"${more}>`;
const XSI = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const limits = (calls: number) =>
  `<soapenv:Header><LimitInfoHeader><limitInfo><current>${calls}</current><limit>15000</limit><type>API REQUESTS</type></limitInfo></LimitInfoHeader></soapenv:Header>`;
const body = (content: string) => `<soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`;
const notForApi = fault(
  'sf:INVALID_SESSION_ID',
  'UnexpectedErrorFault',
  'INVALID_SESSION_ID',
  'This session is not valid for use with the API',
);
const rest = (sf: Fauxforce, id: string) =>
  send(sf, '/services/data/v60.0', { headers: { authorization: `Bearer ${id}` } });

async function tokensOf(sf: Fauxforce, app: string): Promise<Record<string, string>> {
  const scopes = app === 'Limited_Scope' ? 'id' : 'api refresh_token';
  return members((await postToken(sf, await codeExchange(sf, { app, scopes }))).body);
}

async function clientTokens(sf: Fauxforce): Promise<Record<string, string>> {
  const grant = { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') };
  return members((await postToken(sf, grant)).body);
}

describe('getServerTimestamp and getUserInfo', () => {
  it('are answered byte for byte, and counted with the calls of REST', async () => {
    await withOrg(async (sf) => {
      sf.clock.freeze();
      sf.clock.set('2026-11-29T06:35:00Z');
      const id = await session(sf);
      expectRow(
        'soap-data 5/timestamp',
        await call(sf, '<getServerTimestamp/>', id),
        200,
        head('') +
          limits(1) +
          body(
            '<getServerTimestampResponse><result><timestamp>2026-11-29T06:35:00.000Z</timestamp></result></getServerTimestampResponse>',
          ),
      );
      expect((await rest(sf, id)).headers['sforce-limit-info']).toBe('api-usage=2/15000');
      const info = /<userInfo>(.*)<\/userInfo>/.exec((await logIn(sf)).body)?.[1] ?? '';
      expectRow(
        'soap-data 5/user-info',
        await call(sf, '<getUserInfo/>', id),
        200,
        head(XSI) + limits(3) + body(`<getUserInfoResponse><result>${info}</result></getUserInfoResponse>`),
      );
      const enterprise = { path: '/services/Soap/c/66.0', namespace: ENTERPRISE };
      expect((await call(sf, '<getUserInfo/>', id, enterprise)).body).toBe(
        head(XSI, 'enterprise') +
          limits(4) +
          body(`<getUserInfoResponse><result>${info}</result></getUserInfoResponse>`),
      );
    });
  });
});

describe('tokens of apps', () => {
  it('are sessions, but for those without api and JWTs', async () => {
    await withOrg(async (sf) => {
      const { access_token = '' } = await tokensOf(sf, 'Web_Server');
      expect((await call(sf, '<getUserInfo/>', access_token)).status).toBe(200);
      const limited = await tokensOf(sf, 'Limited_Scope');
      expect((await call(sf, '<getUserInfo/>', limited.access_token)).body).toBe(notForApi);
    });
    await withOrg(
      async (sf) => {
        const { access_token = '' } = await tokensOf(sf, 'Web_Server');
        expect(access_token).toMatch(/^ey/);
        expectRow('soap-data 8/jwt', await call(sf, '<getUserInfo/>', access_token), 500, notForApi);
        expect(sf.journal.last()?.refusal?.name).toBe('soap.scope');
      },
      { apps: { Web_Server: { isNamedUserJwtEnabled: true } } },
    );
  });

  it('of an External Client App are taken, but under API Access Control', async () => {
    const EXTERNAL = { apps: { Client_Credentials: { kind: 'externalClientApp', isPkceRequired: false } } };
    const token = async (sf: Fauxforce) => (await clientTokens(sf)).access_token ?? '';
    await withOrg(async (sf) => {
      expect((await call(sf, '<getUserInfo/>', await token(sf))).status).toBe(200);
    }, EXTERNAL);
    await withOrg(
      async (sf) => {
        expect((await call(sf, '<getUserInfo/>', await token(sf))).body).toBe(notForApi);
      },
      { ...EXTERNAL, settings: { apiAccessControl: true } },
    );
  });
});

describe('logout', () => {
  it('ends the session for REST too, and is answered without a header', async () => {
    await withOrg(async (sf) => {
      const id = await session(sf);
      expectRow(
        ['soap-data 5/logout', 'soap-data 3/escapes'],
        await call(sf, '<logout/>', id),
        200,
        head('') + body('<logoutResponse/>'),
      );
      expect((await rest(sf, id)).status).toBe(401);
    });
  });

  it('at once by several requests succeeds once', async () => {
    await withOrg(async (sf) => {
      const id = await session(sf);
      const answers = await Promise.all(Array.from({ length: 5 }, () => call(sf, '<logout/>', id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 500, 500, 500, 500]);
    });
  });

  it('with a refresh token revokes its approval, as jsforce asks for it', async () => {
    await withOrg(async (sf) => {
      const { refresh_token = '', access_token = '' } = await tokensOf(sf, 'Web_Server');
      expect((await call(sf, '<logout/>', refresh_token)).status).toBe(200);
      expect((await rest(sf, access_token)).status).toBe(401);
      expect((await call(sf, '<logout/>', refresh_token)).status).toBe(500);
    });
  });
});

describe('invalidateSessions', () => {
  it('says of each whether it ended, in the order of the request', async () => {
    await withOrg(async (sf) => {
      const [own, other] = [await session(sf), await session(sf)];
      const ids = [other, 'foo', own].map((id) => `<sessionIds>${id}</sessionIds>`).join('');
      expectRow(
        'soap-data 5/invalidate',
        await call(sf, `<invalidateSessions>${ids}</invalidateSessions>`, own),
        200,
        head('') +
          limits(1) +
          body(
            '<invalidateSessionsResponse><result><success>true</success></result><result><success>false</success></result><result><success>true</success></result></invalidateSessionsResponse>',
          ),
      );
      for (const id of [own, other]) expect((await rest(sf, id)).status).toBe(401);
    });
  });

  it('takes 200 and no more', async () => {
    await withOrg(async (sf) => {
      const id = await session(sf);
      const ask = (count: number) =>
        call(
          sf,
          `<invalidateSessions>${'<sessionIds>x</sessionIds>'.repeat(count)}</invalidateSessions>`,
          id,
        );
      expect((await ask(200)).status).toBe(200);
      expect((await ask(201)).body).toBe(
        fault(
          'sf:EXCEEDED_ID_LIMIT',
          'UnexpectedErrorFault',
          'EXCEEDED_ID_LIMIT',
          'record limit reached. cannot submit more than 200 records into this call',
        ),
      );
    });
  });
});

describe('passwords', () => {
  const setPassword = (userId: string, password: string) =>
    `<setPassword><userId>${userId}</userId><password>${password}</password></setPassword>`;

  it('are set, for oneself and by an administrator for others', async () => {
    await withOrg(async (sf) => {
      const id = await session(sf);
      const ada = sf.users.ada?.id ?? '';
      expectRow(
        'soap-data 5/set-password',
        await call(sf, setPassword(ada, 'correct-horse-9'), id),
        200,
        head('') + limits(1) + body('<setPasswordResponse><result/></setPasswordResponse>'),
      );
      expect((await logIn(sf)).status).toBe(500);
      expect((await logIn(sf, { password: 'correct-horse-9Tok3n' })).status).toBe(200);
      const integration = sf.users.integration?.id ?? '';
      expect((await call(sf, setPassword(integration.slice(0, 15), 'correct-horse-8'), id)).status).toBe(200);
      const token = sf.users.integration?.securityToken ?? '';
      const username = sf.users.integration?.username ?? '';
      expect((await logIn(sf, { username, password: `correct-horse-8${token}` })).status).toBe(200);
    });
  });

  it('that have expired are mended by setPassword for oneself, and by nothing else', async () => {
    await withOrg(
      async (sf) => {
        const id = await session(sf);
        const ada = sf.users.ada?.id ?? '';
        expectRow(
          'soap-data 7/password-expired',
          await call(sf, '<getUserInfo/>', id),
          500,
          fault(
            'sf:INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
            'UnexpectedErrorFault',
            'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
            'The users password has expired, you must call SetPassword before attempting any other API operations',
          ),
        );
        expect((await call(sf, setPassword(sf.users.vera?.id ?? '', 'correct-horse-9'), id)).status).toBe(
          500,
        );
        expect((await call(sf, setPassword(ada.slice(0, 15), 'correct-horse-9'), id)).status).toBe(200);
        expect((await call(sf, '<getUserInfo/>', id)).status).toBe(200);
      },
      { users: { ada: { isPasswordExpired: true } } },
    );
  });

  it('are reset to one that has to be changed, which the journal does not tell', async () => {
    await withOrg(async (sf) => {
      const id = await session(sf);
      const answered = await call(
        sf,
        `<resetPassword><userId>${sf.users.ada?.id}</userId></resetPassword>`,
        id,
      );
      const password = /<password>(\w{10,20})<\/password>/.exec(answered.body)?.[1] ?? '';
      expectRow(
        'soap-data 5/reset-password',
        answered,
        200,
        head('') +
          limits(1) +
          body(
            `<resetPasswordResponse><result><password>${password}</password></result></resetPasswordResponse>`,
          ),
      );
      expect(JSON.stringify(sf.journal.entries())).not.toContain(password);
      const { body: again } = await logIn(sf, { password: `${password}Tok3n` });
      expect(again).toContain('<passwordExpired>true</passwordExpired>');
    });
  });

  it.each<[string, string, string, string, string]>([
    [
      'short',
      'InvalidNewPasswordFault',
      'INVALID_NEW_PASSWORD',
      'Your password must be at least 8 characters long.',
      '',
    ],
    [
      'letters-alone',
      'InvalidNewPasswordFault',
      'INVALID_NEW_PASSWORD',
      'Your password must include letters and numbers.',
      '',
    ],
    [
      `a1${'x'.repeat(16_000)}`,
      'InvalidNewPasswordFault',
      'INVALID_NEW_PASSWORD',
      'Your password can&apos;t be longer than 16000 bytes.',
      '',
    ],
    ['correct-horse-9', 'InvalidIdFault', 'MALFORMED_ID', 'bad id ada', 'ada'],
    [
      'correct-horse-9',
      'InvalidIdFault',
      'INVALID_ID_FIELD',
      'invalid cross reference id: 005000000000001AAA',
      '005000000000001AAA',
    ],
  ])('%s is refused as %s', async (password, type, code, text, userId) => {
    await withOrg(async (sf) => {
      const id = await session(sf);
      const answered = await call(sf, setPassword(userId || (sf.users.ada?.id ?? ''), password), id);
      const row = userId === '' ? 'soap-data 7/weak-password' : 'soap-data 7/password-id';
      expectRow(row, answered, 500, fault(`sf:${code}`, type, code, text));
      expect((await logIn(sf)).status).toBe(200);
    });
  });

  it('of others are refused to who is no administrator', async () => {
    await withOrg(async (sf) => {
      const { access_token } = await clientTokens(sf);
      expect(
        (await call(sf, setPassword(sf.users.ada?.id ?? '', 'correct-horse-9'), access_token)).body,
      ).toBe(
        fault(
          'sf:INSUFFICIENT_ACCESS',
          'UnexpectedErrorFault',
          'INSUFFICIENT_ACCESS',
          'insufficient access rights on object id',
        ),
      );
    });
  });
});

describe('describeGlobal', () => {
  it('lists the objects that are there, with the members of its version', async () => {
    await withOrg(async (sf) => {
      const id = await session(sf);
      const { body: now } = await call(sf, '<describeGlobal/>', id);
      expect(now).toContain(
        '<describeGlobalResponse><result><encoding>UTF-8</encoding><maxBatchSize>200</maxBatchSize><sobjects><activateable>false</activateable><associateEntityType xsi:nil="true"/>',
      );
      expect(now).toContain('<keyPrefix>005</keyPrefix><label>User</label><labelPlural>Users</labelPlural>');
      const { body: then } = await call(sf, '<describeGlobal/>', id, { path: '/services/Soap/u/31.0' });
      const names = /<sobjects>(.*?)<\/sobjects>/
        .exec(then)?.[1]
        ?.replace(/>[^<]*<\/\w+>/g, ' ')
        .replace(/[<>]/g, '');
      expect(names).toBe(
        'activateable createable custom customSetting deletable deprecatedAndHidden feedEnabled keyPrefix label labelPlural layoutable mergeable name queryable replicateable retrieveable searchable triggerable undeletable updateable ',
      );
    });
  });
});

describe('what is not here', () => {
  it.each(['merge', 'convertLead', 'describeLayout', 'sendEmail'])(
    '%s says so, to who has a session',
    async (name) => {
      await withOrg(async (sf) => {
        const id = await session(sf);
        expect((await call(sf, `<${name}/>`, id)).body).toBe(
          fault(
            'sf:FUNCTIONALITY_NOT_ENABLED',
            'UnexpectedErrorFault',
            'FUNCTIONALITY_NOT_ENABLED',
            `fauxforce does not implement ${name}(); see docs/limits.md`,
          ),
        );
        await call(sf, `<${name}/>`, undefined);
        expect(sf.journal.last()?.refusal?.name).toBe('soap.no-session');
      });
    },
  );

  it('the Metadata API says so in its own namespace', async () => {
    await withOrg(async (sf) => {
      const { body: answered } = await call(sf, '<describeMetadata/>', 'x', {
        path: '/services/Soap/m/64.0',
      });
      expect(answered).toContain('xmlns:sf="http://soap.sforce.com/2006/04/metadata"');
      expect(answered).toContain('fauxforce does not implement the Metadata API; see docs/limits.md');
    });
  });

  it.each(['x', 'class/Foo', 'U'])('/services/Soap/%s leads nowhere', async (word) => {
    await withOrg(async (sf) => {
      expect((await call(sf, '<login/>', 'x', { path: `/services/Soap/${word}/64.0` })).status).toBe(404);
    });
  });
});
