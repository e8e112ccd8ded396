import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { ADA, ask, bare, GRACE, ORG, startAcme } from './acme.ts';

const PATH = `/id/${ORG}/${ADA}`;
const MY_DOMAIN = { host: 'acme.develop.my.salesforce.com' };

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startAcme();
});
afterAll(() => sf[Symbol.asyncDispose]());

const HEAD =
  '{"id":"https://login.salesforce.com/id/00D5g000004AcmeEAC/0055g000001Ada0AAC","asserted_user":true,' +
  '"user_id":"0055g000001Ada0AAC","organization_id":"00D5g000004AcmeEAC","username":"ada@acme.example",' +
  '"nick_name":"ada","display_name":"Ada Byron","email":"ada@acme.example","email_verified":true,' +
  '"first_name":"Ada","last_name":"Byron","timezone":"Europe/Berlin",' +
  '"photos":{"picture":"https://acme.develop.my.salesforce.com/profilephoto/005/F",' +
  '"thumbnail":"https://acme.develop.my.salesforce.com/profilephoto/005/T"},' +
  '"addr_street":null,"addr_city":null,"addr_state":null,"addr_country":"DE","addr_zip":null,' +
  '"mobile_phone":"+49 1764 000","mobile_phone_verified":true,"is_lightning_login_user":false,' +
  '"status":{"created_date":null,"body":null},';
const TAIL =
  '"active":true,"user_type":"STANDARD","language":"en_US","locale":"fr_FR","utcOffset":3600000,' +
  '"last_modified_date":"2025-09-28T09:30:18Z","is_app_installed":true}';

function urls(version: string): string {
  const host = 'https://acme.develop.my.salesforce.com';
  return (
    `"urls":{"enterprise":"${host}/services/Soap/c/${version}/00D5g000004Acme",` +
    `"metadata":"${host}/services/Soap/m/${version}/00D5g000004Acme",` +
    `"partner":"${host}/services/Soap/u/${version}/00D5g000004Acme",` +
    `"rest":"${host}/services/data/v${version}/","sobjects":"${host}/services/data/v${version}/sobjects/",` +
    `"search":"${host}/services/data/v${version}/search/","query":"${host}/services/data/v${version}/query/",` +
    `"recent":"${host}/services/data/v${version}/recent/",` +
    `"tooling_soap":"${host}/services/Soap/T/${version}/00D5g000004Acme",` +
    `"tooling_rest":"${host}/services/data/v${version}/tooling/","profile":"${host}/0055g000001Ada0AAC",` +
    `"feeds":"${host}/services/data/v${version}/chatter/feeds",` +
    `"groups":"${host}/services/data/v${version}/chatter/groups",` +
    `"users":"${host}/services/data/v${version}/chatter/users",` +
    `"feed_items":"${host}/services/data/v${version}/chatter/feed-items",` +
    `"feed_elements":"${host}/services/data/v${version}/chatter/feed-elements","custom_domain":"${host}"},`
  );
}

describe('the identity URL', () => {
  test.each([
    ['', '{version}'],
    ['?version=58.0', '58.0'],
    ['?version=latest', '67.0'],
    ['?format=json&version=31.0', '31.0'],
  ])('answers %s with the members of the 2023 recording, in its order', async (query, version) => {
    const answer = await ask(sf, PATH + query, { headers: MY_DOMAIN });

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json;charset=UTF-8');
    expect(answer.body).toBe(HEAD + urls(version) + TAIL);
  });

  test('tells a mobile app its policy and where its messages are pushed', async () => {
    await using own = await startAcme({
      apps: {
        Web_Server: {
          mobilePolicy: { screenLock: 10, pinLength: 4 },
          pushServices: ['apple', 'androidGcm'],
          attributes: { region: "'EMEA'" },
        },
      },
    });
    const { body } = await ask(own, PATH, { headers: MY_DOMAIN });
    expect(body).toBe(
      HEAD +
        urls('{version}') +
        TAIL.replace(
          /\}$/,
          ',"mobile_policy":{"screen_lock":10,"pin_length":4},"push_service_type":["apple","androidGcm"],"custom_attributes":{"region":"EMEA"}}',
        ),
    );
    const form = await ask(own, `${PATH}?format=xml`);
    expect(form.body).toContain(
      '<mobile_policy><screen_lock>10</screen_lock><pin_length>4</pin_length></mobile_policy>',
    );
    const { body: rest } = await ask(
      own,
      `/services/data/v60.0/query?q=${encodeURIComponent("SELECT MobileSessionTimeout, PinLength FROM ConnectedApplication WHERE Name = 'Web Server'")}`,
    );
    expect(rest).toContain('"MobileSessionTimeout":"10","PinLength":"4"');
  });

  test('repeats the element and the name of what is several, and escapes keys that are no names', async () => {
    await using own = await startAcme({
      apps: {
        Web_Server: {
          pushServices: ['apple', 'androidGcm'],
          attributes: {
            '1st': "'v'",
            'a b': "'<&>'",
            é: "'x\u0001'",
            'a:b/&=': "'y'",
            _x0020_: "'z'",
            __proto__x: "'p'",
          },
        },
      },
    });
    const xml = await ask(own, `${PATH}?format=xml`);
    expect(xml.body).toMatch(
      /<push_service_type>apple<\/push_service_type><push_service_type>androidGcm<\/push_service_type><custom_attributes>/,
    );
    // No key of the kind was seen: these are the names of ISO 9075-14, which .NET's XmlConvert writes and reads.
    expect(xml.body).toContain(
      '<custom_attributes><_x0031_st>v</_x0031_st><a_x0020_b>&lt;&amp;&gt;</a_x0020_b><é>x\ufffd</é>' +
        '<a_x003A_b_x002F__x0026__x003D_>y</a_x003A_b_x002F__x0026__x003D_><_x005F_x0020_>z</_x005F_x0020_>' +
        '<__proto__x>p</__proto__x></custom_attributes></user>',
    );
    const form = await ask(own, `${PATH}?format=urlencoded`);
    expect(form.body).toMatch(
      /&push_service_type=apple&push_service_type=androidGcm&custom_attributes\.1st=v&custom_attributes\.a\+b=%3C%26%3E&custom_attributes\.%C3%A9=x%01&custom_attributes\.a%3Ab%2F%26%3D=y&/,
    );
  });

  test('names custom permissions with a dot', async () => {
    await using own = await startFauxforce({
      seed: {
        permissionSets: [{ name: 'Mail', customPermissions: ['Email.View', 'ns__Edit'] }],
        users: [{ username: 'ada@acme.example', permissionSets: ['Mail'] }],
        apps: [{ name: 'Web_Server', scopes: ['id', 'custom_permissions'] }],
      },
    });
    const { org, user: ada } = own.world.orgs.userByUsername('ada@acme.example') ?? {};
    const { body } = await ask(own, `/id/${org?.id}/${ada?.id}`, { scopes: 'id custom_permissions' });
    expect(body).toMatch(/,"custom_permissions":\{"Email\.View":true,"ns__Edit":true\}\}$/);
  });

  test('takes 15-character ids', async () => {
    const { body } = await ask(sf, `/id/${ORG.slice(0, 15)}/${ADA.slice(0, 15)}`, { headers: MY_DOMAIN });
    expect(body).toBe(HEAD + urls('{version}') + TAIL);
  });

  test('answers another user to a token with api, saying that it is not the caller', async () => {
    const { body } = await ask(sf, `/id/${ORG}/${GRACE}`);
    expect(JSON.parse(body)).toMatchObject({
      asserted_user: false,
      user_id: GRACE,
      username: 'grace@acme.example',
      mobile_phone: null,
      mobile_phone_verified: false,
      utcOffset: -28800000,
    });
  });

  test.each(['oauth_token', 'access_token'])(
    'takes %s in the query of a GET, and in the body of a POST',
    async (name) => {
      const token = await accessTokenFor(sf, {
        app: app(sf, 'Web_Server'),
        user: user(sf, 'ada'),
        scopes: 'id',
      });
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await send(sf, `${PATH}?format=json&${name}=${token}`)).status).toBe(200);
      expect((await send(sf, PATH, { method: 'POST', headers, body: `${name}=${token}` })).status).toBe(200);
      expect((await ask(sf, PATH, { method: 'POST' })).status).toBe(200);
    },
  );

  test('writes XML with nulls and nested members', async () => {
    const answer = await ask(sf, `${PATH}?format=xml`, {
      headers: { ...MY_DOMAIN, accept: 'application/json' },
    });

    expect(answer.headers['content-type']).toBe('application/xml;charset=UTF-8');
    expect(answer.body).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?><user xmlns:xsi="http:\/\/www\.w3\.org\/2001\/XMLSchema-instance"><id>https:\/\/login\.salesforce\.com\/id\/00D5g000004AcmeEAC\/0055g000001Ada0AAC<\/id><asserted_user>true<\/asserted_user>/,
    );
    expect(answer.body).toContain(
      '<addr_street xsi:nil="true"/><addr_city xsi:nil="true"/><addr_state xsi:nil="true"/><addr_country>DE</addr_country>',
    );
    expect(answer.body).toContain('<status><created_date xsi:nil="true"/><body xsi:nil="true"/></status>');
    expect(answer.body).toMatch(/<is_app_installed>true<\/is_app_installed><\/user>$/);
  });

  test('writes XML and urlencoded on Accept, read from left to right', async () => {
    const xml = await ask(sf, PATH, { headers: { accept: 'application/xml, */*' } });
    expect(xml.headers['content-type']).toBe('application/xml;charset=UTF-8');
    const any = await ask(sf, PATH, { headers: { accept: '*/*, application/xml' } });
    expect(any.headers['content-type']).toBe('application/json;charset=UTF-8');
    const form = await ask(sf, PATH, {
      headers: { ...MY_DOMAIN, accept: 'application/x-www-form-urlencoded' },
    });
    expect(form.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    expect(form.body).toMatch(
      /^id=https%3A%2F%2Flogin\.salesforce\.com%2Fid%2F00D5g000004AcmeEAC%2F0055g000001Ada0AAC&asserted_user=true&/,
    );
    expect(form.body).toContain('&addr_city=&addr_state=&addr_country=DE&');
    expect(form.body).toContain('&status.created_date=&status.body=&');
  });

  test('writes JSONP when format asks for it, and only then', async () => {
    const script = await ask(sf, `${PATH}?format=jsonp&callback=got.it`, { headers: MY_DOMAIN });
    expect(script.headers['content-type']).toBe('application/javascript');
    expect(script.body).toBe(`got.it(${HEAD}${urls('{version}')}${TAIL});`);
    const plain = await ask(sf, `${PATH}?callback=got`, { headers: MY_DOMAIN });
    expect(plain.body).toBe(HEAD + urls('{version}') + TAIL);
  });

  test('tells which checks it passed', async () => {
    await ask(sf, PATH);
    const [entry] = sf.journal.entries({ endpoint: 'identity', limit: 1 });
    expect(entry).toMatchObject({ org: ORG, username: 'ada@acme.example', outcome: 'answered' });
    expect(entry?.checks.every(({ ok }) => ok)).toBe(true);
    expect(entry?.checks.map(({ name }) => name)).toContain('identity.wrong-org');
  });
});

describe('the identity URL refuses', () => {
  test('no token', async () => {
    expect(await send(sf, PATH)).toEqual(bare(403, 'Missing_OAuth_Token'));
  });

  test.each(['oauth_token', 'access_token'])(
    'a POST that carries its token only in the query, as %s',
    async (name) => {
      const token = await accessTokenFor(sf, {
        app: app(sf, 'Web_Server'),
        user: user(sf, 'ada'),
        scopes: 'id',
      });
      expect(await send(sf, `${PATH}?${name}=${token}`, { method: 'POST' })).toEqual(
        bare(403, 'Missing_OAuth_Token'),
      );
    },
  );

  test('a dead token', async () => {
    expect(await send(sf, PATH, { headers: { authorization: 'Bearer 00D!x' } })).toEqual(
      bare(403, 'Bad_OAuth_Token'),
    );
  });

  test('a token without an accepted scope', async () => {
    expect(await ask(sf, PATH, { scopes: 'web' })).toEqual(bare(403, 'Bad_OAuth_Token'));
  });

  test.each([
    [`/id/00D5g000004NoneEAC/${ADA}`, 'org "00D5g000004NoneEAC"'],
    [`/id/${ORG}/005000000000001AAA`, 'user "005000000000001AAA"'],
    [`/id/${ORG}/x`, 'user "x"'],
    [`/id/x/${ADA}`, 'org "x"'],
    [`/id/__proto__/constructor`, 'org "__proto__"'],
  ])('ids that do not exist: %s', async (path, named) => {
    expect(await ask(sf, path)).toEqual(bare(404, 'Bad_Id'));
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.why).toBe(`the path names ${named}`);
  });

  test("another org's id", async () => {
    await using two = await startAcme({ secondOrg: true });
    const globex = two.orgs.find(({ name }) => name === 'Globex');
    expect(await ask(two, `/id/${globex?.id}/${globex?.users[0]?.id}`)).toEqual(bare(403, 'Wrong_Org'));
  });

  test('an inactive user', async () => {
    await using own = await startAcme({ users: { grace: { isActive: false } } });
    expect(await ask(own, `/id/${ORG}/${GRACE}`)).toEqual(bare(404, 'Inactive'));
  });

  test('another user without api', async () => {
    expect(await ask(sf, `/id/${ORG}/${GRACE}`, { scopes: 'id' })).toEqual(bare(404, 'No_Access'));
  });

  test('another user without API Enabled, and by a portal user', async () => {
    await using own = await startAcme({
      profiles: { 'Standard User': { apiEnabled: false } },
      users: { ada: { userType: 'POWER_PARTNER' } },
    });
    expect(await ask(own, PATH, { user: 'grace' })).toEqual(bare(404, 'No_Access'));
    expect(own.journal.entries({ limit: 1 })[0]?.refusal?.why).toMatch(/missing: API Enabled$/);
    expect(await ask(own, `/id/${ORG}/${GRACE}`)).toEqual(bare(404, 'No_Access'));
    expect(own.journal.entries({ limit: 1 })[0]?.refusal?.why).toMatch(/missing: a standard user$/);
  });

  test.each(['30.0', '68.0', '58', 'newest', ''])('the version %s', async (version) => {
    expect(await ask(sf, `${PATH}?version=${version}`)).toEqual(bare(406, 'Invalid_Version'));
  });

  test.each(['', '1x', 'a(b)', 'alert%281%29', 'a%0Ab'])('the callback %s', async (callback) => {
    expect(await ask(sf, `${PATH}?format=jsonp&callback=${callback}`)).toEqual(bare(406, 'Invalid_Callback'));
  });
});
