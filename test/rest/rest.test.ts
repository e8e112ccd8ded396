import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { hashOrder } from '../../src/wire/hash-order.ts';
import { app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { ADA, ask, GRACE, ORG, startAcme } from '../identity/acme.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startAcme();
});
afterAll(() => sf[Symbol.asyncDispose]());

describe('/services/data', () => {
  test('lists 37 versions to everybody, one with a typographic apostrophe', async () => {
    const answer = await send(sf, '/services/data');

    expect(answer.headers).toMatchObject({ 'content-type': 'application/json;charset=UTF-8' });
    expect(answer.headers).not.toHaveProperty('sforce-limit-info');
    const versions = JSON.parse(answer.body) as { version: string }[];
    expect(versions).toHaveLength(37);
    expect(answer.body).toMatch(
      /^\[\{"label":"Summer '14","url":"\/services\/data\/v31\.0","version":"31\.0"\},/,
    );
    for (const entry of [
      `{"label":"Spring ’18","url":"/services/data/v42.0","version":"42.0"}`,
      `{"label":"Summer '23","url":"/services/data/v58.0","version":"58.0"}`,
      `{"label":"Spring '24","url":"/services/data/v60.0","version":"60.0"}`,
      `{"label":"Summer '25","url":"/services/data/v64.0","version":"64.0"}`,
      `{"label":"Winter '26","url":"/services/data/v65.0","version":"65.0"}`,
    ]) {
      expect(answer.body).toContain(entry);
    }
    expect(answer.body).toMatch(
      /,\{"label":"Summer '26","url":"\/services\/data\/v67\.0","version":"67\.0"\}\]$/,
    );
  });

  test('takes doubled and trailing slashes', async () => {
    const { body } = await send(sf, '/services/data');
    expect((await send(sf, '//services/data/')).body).toBe(body);
    expect((await ask(sf, '//services/data/v50.0/sobjects/')).status).toBe(200);
  });

  test('does not take a doubled slash inside a data path', async () => {
    const answer = await ask(sf, '/services/data/v50.0//sobjects');
    expect(answer).toMatchObject({
      status: 404,
      body: '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
    });
  });

  test('is pretty on X-PrettyPrint: 1', async () => {
    const { body } = await send(sf, '/services/data', { headers: { 'x-prettyprint': '1' } });
    expect(body).toMatch(/^\[ \{\n {2}"label" : "Summer '14",\n {2}"url" : "\/services\/data\/v31.0",\n/);
  });
});

describe('/services/data/vNN.0', () => {
  const KEYS =
    'tooling, metadata, eclair, folders, prechatForms, contact-tracing, jsonxform, chatter, payments, tabs, appMenu, quickActions, queryAll, commerce, wave, iot, analytics, search, smartdatadiscovery, identity, composite, parameterizedSearch, fingerprint, theme, nouns, domino, event, serviceTemplates, recent, connect, licensing, limits, process, dedupe, async-queries, query, jobs, match, localizedvalue, mobile, emailConnect, consent, tokenizer, compactLayouts, knowledgeManagement, sobjects, actions, support'.split(
      ', ',
    );

  test('maps 48 resources in the recorded order', async () => {
    const answer = await ask(sf, '/services/data/v58.0/', {
      headers: { host: 'acme.develop.my.salesforce.com' },
    });

    const map = JSON.parse(answer.body) as Record<string, string>;
    expect(Object.keys(map)).toEqual(KEYS);
    expect(map.tooling).toBe('/services/data/v58.0/tooling');
    expect(map.identity).toBe(`https://login.salesforce.com/id/${ORG}/${ADA}`);
  });

  test('whose order is that of a HashMap', () => {
    expect(hashOrder(KEYS)).toEqual(KEYS);
  });

  test('counts the calls of the last 24 hours', async () => {
    await using own = await startAcme();
    own.clock.freeze();
    const usage = async () => (await ask(own, '/services/data/v60.0')).headers['sforce-limit-info'];
    expect(await usage()).toBe('api-usage=1/15000');
    expect(await usage()).toBe('api-usage=2/15000');
    const { body } = await ask(own, '/services/data/v60.0/limits');
    expect(body).toContain('"DailyApiRequests":{"Max":15000,"Remaining":14997}');
    own.clock.advance(24 * 60 * 60_000 - 1);
    expect(await usage()).toBe('api-usage=4/15000');
    own.clock.advance(1);
    expect(await usage()).toBe('api-usage=1/15000');
  });

  test('counts none of an org that was deleted for a new one of its id', async () => {
    for (let i = 0; i < 2; i++) {
      await using org = await sf.org({ org: { id: '00D5g00000Again' } });
      const [ofOrg, who] = [Object.values(org.apps)[0]!, Object.values(org.users)[0]!];
      const token = await accessTokenFor(sf, { app: ofOrg, user: who, scopes: 'api' });
      const headers = { authorization: `Bearer ${token}` };
      const answer = await send(sf, '/services/data/v60.0', { headers });
      expect(answer.headers['sforce-limit-info']).toBe('api-usage=1/15000');
    }
  });

  test('answers HEAD without a body', async () => {
    const answer = await ask(sf, '/services/data/v60.0', { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers['sforce-limit-info']).toMatch(/^api-usage=\d+\/15000$/);
  });

  test('reads Authorization: OAuth', async () => {
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: user(sf, 'ada'),
      scopes: 'full',
    });
    const answer = await send(sf, '/services/data/v60.0', { headers: { authorization: `OAuth ${token}` } });
    expect(answer.status).toBe(200);
  });
});

describe('/limits', () => {
  test('is alphabetical, and nothing but calls and permission sets is used up', async () => {
    const { body } = await ask(sf, '/services/data/v60.0/limits');
    const limits = JSON.parse(body) as Record<string, { Max: number; Remaining: number }>;
    const names = Object.keys(limits);
    expect(names).toEqual([...names].sort());
    expect(names.length).toBeGreaterThanOrEqual(50);
    expect(body).toMatch(/^\{"ActiveScratchOrgs":\{"Max":3,"Remaining":3\},/);
    expect(body).toContain(
      '"PermissionSets":{"Max":1500,"Remaining":1499,"CreateCustom":{"Max":1000,"Remaining":999}}',
    );
    expect(limits.DataStorageMB).toEqual({ Max: 5, Remaining: 5 });
  });
});

describe('/sobjects', () => {
  test('describes Organization and User as recorded in 2021', async () => {
    const { body } = await ask(sf, '/services/data/v52.0/sobjects');
    expect((JSON.parse(body) as { sobjects: { name: string }[] }).sobjects.map(({ name }) => name)).toEqual([
      'Account',
      'AppMenuItem',
      'Case',
      'ConnectedApplication',
      'Contact',
      'Event',
      'IdpEventLog',
      'Lead',
      'LoginHistory',
      'OauthToken',
      'Opportunity',
      'Organization',
      'PermissionSet',
      'PermissionSetAssignment',
      'Profile',
      'RecordType',
      'Task',
      'User',
    ]);
    expect(body).toMatch(/^\{"encoding":"UTF-8","maxBatchSize":200,"sobjects":\[/);
    expect(body).toContain(
      '{"activateable":false,"associateEntityType":null,"associateParentEntity":null,"createable":false,"custom":false,"customSetting":false,"deepCloneable":false,"deletable":false,"deprecatedAndHidden":false,"feedEnabled":false,"hasSubtypes":false,"isInterface":false,"isSubtype":false,"keyPrefix":"00D","label":"Organization","labelPlural":"Organizations","layoutable":false,"mergeable":false,"mruEnabled":false,"name":"Organization","queryable":true,"replicateable":true,"retrieveable":true,"searchable":false,"triggerable":false,"undeletable":false,"updateable":true,"urls":{"rowTemplate":"/services/data/v52.0/sobjects/Organization/{ID}","describe":"/services/data/v52.0/sobjects/Organization/describe","sobject":"/services/data/v52.0/sobjects/Organization"}},',
    );
    expect(body).toContain(
      '{"activateable":false,"associateEntityType":null,"associateParentEntity":null,"createable":true,"custom":false,"customSetting":false,"deepCloneable":false,"deletable":false,"deprecatedAndHidden":false,"feedEnabled":true,"hasSubtypes":false,"isInterface":false,"isSubtype":false,"keyPrefix":"005","label":"User","labelPlural":"Users","layoutable":true,"mergeable":false,"mruEnabled":true,"name":"User","queryable":true,"replicateable":true,"retrieveable":true,"searchable":true,"triggerable":true,"undeletable":false,"updateable":true,"urls":{"compactLayouts":"/services/data/v52.0/sobjects/User/describe/compactLayouts","rowTemplate":"/services/data/v52.0/sobjects/User/{ID}","namedLayouts":"/services/data/v52.0/sobjects/User/describe/namedLayouts/{LayoutName}","passwordUtilities":"/services/data/v52.0/sobjects/User/{ID}/password","describe":"/services/data/v52.0/sobjects/User/describe","quickActions":"/services/data/v52.0/sobjects/User/quickActions","layouts":"/services/data/v52.0/sobjects/User/describe/layouts","sobject":"/services/data/v52.0/sobjects/User"}}]}',
    );
  });

  test('reads a user, attributes first and dates in the form of REST', async () => {
    const { body } = await ask(sf, `/services/data/v51.0/sobjects/user/${ADA.slice(0, 15)}`);
    expect(body).toMatch(
      /^\{"attributes":\{"type":"User","url":"\/services\/data\/v51\.0\/sobjects\/User\/0055g000001Ada0AAC"\},"Id":"0055g000001Ada0AAC","Username":"ada@acme\.example","LastName":"Byron","FirstName":"Ada","Name":"Ada Byron",/,
    );
    expect(body).toContain('"LastModifiedDate":"2025-09-28T09:30:18.000+0000"');
    expect(body).toContain(
      '"Address":{"city":null,"country":"DE","geocodeAccuracy":null,"latitude":null,"longitude":null,"postalCode":null,"state":null,"street":null}',
    );
    expect(JSON.parse(body)).toMatchObject({
      MobilePhone: '+49 1764 000',
      UserType: 'Standard',
      IsActive: true,
    });
  });

  test('reads the organization with the fields of the recording, in its order', async () => {
    const { body } = await ask(sf, `/services/data/v60.0/sobjects/Organization/${ORG}`);
    const record = JSON.parse(body) as Record<string, unknown>;
    expect(Object.keys(record)).toEqual(
      'attributes Id Name Division Street City State PostalCode Country Latitude Longitude GeocodeAccuracy Address Phone Fax PrimaryContact DefaultLocaleSidKey TimeZoneSidKey LanguageLocaleKey ReceivesInfoEmails ReceivesAdminInfoEmails PreferencesRequireOpportunityProducts PreferencesTransactionSecurityPolicy PreferencesTerminateOldestSession PreferencesConsentManagementEnabled PreferencesAutoSelectIndividualOnMerge PreferencesLightningLoginEnabled PreferencesOnlyLLPermUserAllowed FiscalYearStartMonth UsesStartDateAsFiscalYearName DefaultAccountAccess DefaultContactAccess DefaultOpportunityAccess DefaultLeadAccess DefaultCaseAccess DefaultCalendarAccess DefaultPricebookAccess DefaultCampaignAccess DelegatedAuthenticationServiceUrl SystemModstamp ComplianceBccEmail UiSkin SignupCountryIsoCode TrialExpirationDate NumKnowledgeService OrganizationType NamespacePrefix InstanceName IsSandbox WebToCaseDefaultOrigin MonthlyPageViewsUsed MonthlyPageViewsEntitlement IsReadOnly CreatedDate CreatedById LastModifiedDate LastModifiedById'.split(
        ' ',
      ),
    );
    expect(record).toMatchObject({ Name: 'Acme', IsSandbox: false, TrialExpirationDate: null });
  });

  test('reads the time zone of the organization', async () => {
    await using tokyo = await startFauxforce({ demo: { settings: { timezone: 'Asia/Tokyo' } } });
    const { access_token: token } = await tokyo.token({ app: 'Web_Server', user: 'ada' });
    const { body } = await send(
      tokyo,
      `/services/data/v60.0/query?q=${encodeURIComponent('SELECT TimeZoneSidKey FROM Organization')}`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    );
    expect(JSON.parse(body).records).toMatchObject([{ TimeZoneSidKey: 'Asia/Tokyo' }]);
  });
});

describe('the REST API refuses', () => {
  const V = '/services/data/v60.0';
  const refused = (status: number, body: string) =>
    expect.objectContaining({
      status,
      body,
      headers: expect.objectContaining({ 'content-type': 'application/json;charset=UTF-8' }),
    });
  const message = (status: number, text: string, errorCode: string) =>
    refused(status, `[{"message":"${text}","errorCode":"${errorCode}"}]`);
  const notFound = refused(
    404,
    '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
  );

  test.each([V, `${V}/limits`, `${V}/nonsense`, '/services/data/v99.0', '/services/data/x/y'])(
    'no token on %s',
    async (path) => {
      const answer = await send(sf, path);
      expect(answer).toEqual(message(401, 'Authorization required', 'INVALID_SESSION_ID'));
      expect(answer.headers).not.toHaveProperty('www-authenticate');
      expect(answer.headers).not.toHaveProperty('sforce-limit-info');
    },
  );

  test('no token on the Connect API, which has errorCode first', async () => {
    for (const path of ['/services/data/v64.0/apps/oauth/usage', '/services/data/v64.0/chatter/users/me']) {
      expect(await send(sf, path)).toEqual(
        refused(401, '[{"errorCode":"INVALID_SESSION_ID","message":"Authorization required"}]'),
      );
    }
  });

  test.each(['Basic YTpi', 'Bearer', 'Bearer ', 'Bearer a b', 'x', '!'])(
    'Authorization: %s',
    async (authorization) => {
      expect(await send(sf, V, { headers: { authorization } })).toEqual(
        message(401, 'INVALID_HEADER_TYPE', 'INVALID_AUTH_HEADER'),
      );
    },
  );

  test('a dead token', async () => {
    const dead = message(401, 'Session expired or invalid', 'INVALID_SESSION_ID');
    expect(await send(sf, V, { headers: { authorization: 'Bearer nonsense' } })).toEqual(dead);
    await using own = await startAcme();
    own.clock.freeze();
    const token = await accessTokenFor(own, {
      app: app(own, 'Web_Server'),
      user: user(own, 'ada'),
      scopes: 'api',
    });
    const headers = { authorization: `Bearer ${token}` };
    own.clock.advance(120 * 60_000);
    expect((await send(own, V, { headers })).status).toBe(200);
    own.clock.advance(120 * 60_000 + 1);
    expect(await send(own, V, { headers })).toEqual(dead);
    expect(own.journal.entries({ limit: 1 })[0]?.refusal?.why).toBe('the access token is expired');
  });

  test("another org's My Domain", async () => {
    await using two = await startAcme({ secondOrg: true });
    const globex = two.orgs.find(({ name }) => name === 'Globex');
    const host = `${globex?.myDomain}.develop.my.salesforce.com`;
    expect(await ask(two, V, { headers: { host } })).toEqual(
      message(401, 'Session expired or invalid', 'INVALID_SESSION_ID'),
    );
  });

  test.each(['id', 'web', 'openid refresh_token', 'chatter_api'])('a token with only %s', async (scopes) => {
    expect(await ask(sf, V, { scopes })).toEqual(
      message(401, 'This session is not valid for use with the REST API', 'INVALID_SESSION_ID'),
    );
  });

  test('a user without API Enabled', async () => {
    await using own = await startAcme({ profiles: { 'Standard User': { apiEnabled: false } } });
    expect(await ask(own, V, { user: 'grace' })).toEqual(
      message(403, 'The REST API is not enabled for this Organization.', 'API_DISABLED_FOR_ORG'),
    );
  });

  test.each(['login.salesforce.com', 'test.salesforce.com'])('data calls on %s', async (host) => {
    expect(await ask(sf, V, { headers: { host } })).toEqual(
      message(
        403,
        'Destination URL not reset. The URL returned from login must be set in the SforceService',
        'URL_NOT_RESET',
      ),
    );
  });

  test.each(['21.0', '30.0'])('the retired version %s, whoever asks', async (version) => {
    const answer = await send(sf, `/services/data/v${version}/limits`);
    expect(answer.status).toBe(410);
    expect(JSON.parse(answer.body)).toEqual([{ message: expect.any(String), errorCode: 'GONE' }]);
  });

  test.each([
    '/services/data/v99.0',
    '/services/data/v68.0/limits',
    '/services/data/v20.0',
    '/services/data/60.0',
    '/services/data/v60',
    `${V}/nonsense`,
    `${V}/sobjects/Nonsense/${ADA}`,
    `${V}/sobjects/User/005000000000001AAA`,
    `${V}/sobjects/User/${ADA}/nonsense`,
    `${V}/sobjects/__proto__/${ADA}`,
  ])('%s', async (path) => {
    expect(await ask(sf, path)).toEqual(notFound);
  });

  test.each(['ada', '0055g000001Ada0AAC9', '%2e%2e'])('the record key %s', async (key) => {
    const text = `Provided external ID field does not exist or is not accessible: ${decodeURIComponent(key)}`;
    expect(await ask(sf, `${V}/sobjects/User/${key}`)).toEqual(
      refused(404, `[{"errorCode":"NOT_FOUND","message":"${text}"}]`),
    );
  });

  test.each([
    ['POST', 'limits', 'HEAD,GET'],
    ['PATCH', 'limits', 'HEAD,GET'],
    ['POST', `sobjects/User/${GRACE}`, 'HEAD,GET,PATCH,DELETE'],
    ['PUT', `sobjects/User/${GRACE}`, 'HEAD,GET,PATCH,DELETE'],
    ['DELETE', `sobjects/User/${GRACE}`, 'HEAD,GET'],
  ] as const)('%s %s', async (method, path, allowed) => {
    expect(await ask(sf, `${V}/${path}`, { method })).toEqual(
      refused(
        405,
        `[{"errorCode":"METHOD_NOT_ALLOWED","message":"HTTP Method '${method}' not allowed. Allowed are ${allowed}"}]`,
      ),
    );
  });

  test('prettily on X-PrettyPrint: 1', async () => {
    const { body } = await send(sf, V, { headers: { 'x-prettyprint': '1' } });
    expect(body).toBe(
      '[ {\n  "message" : "Authorization required",\n  "errorCode" : "INVALID_SESSION_ID"\n} ]',
    );
  });
});
