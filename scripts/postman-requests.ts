/** The requests of the Postman collection: every grant, what describes a token and its user, the REST and SOAP APIs. */

export interface Request {
  readonly name: string;
  readonly about?: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it is sent with the access token. */
  readonly bearer?: true;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Those it can be answered with; 200 when left out. */
  readonly statuses?: readonly number[];
  /** Lines of JavaScript that keep what later requests need. */
  readonly save?: readonly string[];
}

export interface Folder {
  readonly name: string;
  readonly description: string;
  readonly requests: readonly Request[];
}

/** Keeps members of the answer under other names, where it has them. */
function keep(members: Readonly<Record<string, string>>): string[] {
  return [
    'const answer = pm.response.json();',
    ...Object.entries(members).map(
      ([member, name]) => `if (answer.${member}) pm.environment.set('${name}', answer.${member});`,
    ),
  ];
}

const TOKENS = keep({
  access_token: '_accessToken',
  refresh_token: '_refreshToken',
  instance_url: '_endpoint',
  id: '_id',
});

const clientOf = (app: string) => ({ client_id: `{{${app}_key}}`, client_secret: `{{${app}_secret}}` });

/** A request of the token endpoint. What it brings is the token of the requests that follow. */
function grant(
  name: string,
  about: string,
  form: Readonly<Record<string, string>>,
  more: Partial<Request> = {},
): Request {
  const url = '{{url}}/services/oauth2/token';
  return { name, about, method: 'POST', url, form, save: TOKENS, ...more };
}

const ON_SITE = { url: '{{site}}/services/oauth2/token' };
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const withCode = (code: string) => ({ code, redirect_uri: '{{redirectUrl}}' });
const authorizeUrl = (app: string, more = '') =>
  `Open {{url}}/services/oauth2/authorize?response_type=code&client_id={{${app}_key}}&redirect_uri={{redirectUrl}}${more} in a browser, log in, press Allow, and copy the code from the address bar, decoded.`;

const GRANTS: Folder = {
  name: 'Authorization',
  description:
    'Every grant, and what asks about its token. What a person or a private key must bring is a variable of the environment.',
  requests: [
    grant('Web server flow', `Fill in code. ${authorizeUrl('Web_Server')}`, {
      grant_type: 'authorization_code',
      ...clientOf('Web_Server'),
      ...withCode('{{code}}'),
    }),
    grant('Refresh token', 'After the web server flow.', {
      grant_type: 'refresh_token',
      ...clientOf('Web_Server'),
      refresh_token: '{{_refreshToken}}',
    }),
    grant(
      'Web server flow with PKCE',
      `Fill in pkceCode. ${authorizeUrl('Web_Server_PKCE', '&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256')}`,
      {
        grant_type: 'authorization_code',
        client_id: '{{Web_Server_PKCE_key}}',
        code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
        ...withCode('{{pkceCode}}'),
      },
    ),
    grant('Hybrid web server flow', `Fill in hybridCode. ${authorizeUrl('Web_Server')}`, {
      grant_type: 'hybrid_auth_code',
      ...clientOf('Web_Server'),
      ...withCode('{{hybridCode}}'),
    }),
    grant('Hybrid refresh', 'After the hybrid web server flow.', {
      grant_type: 'hybrid_refresh',
      ...clientOf('Web_Server'),
      refresh_token: '{{_refreshToken}}',
    }),
    {
      name: 'Introspect',
      about:
        'After the web server flow or the hybrid one: a token of the username-password flow is never active.',
      method: 'POST',
      url: '{{_endpoint}}/services/oauth2/introspect',
      form: { token: '{{_accessToken}}', token_type_hint: 'access_token', ...clientOf('Web_Server') },
    },
    {
      name: 'Single access',
      about: 'After the hybrid flow: the token must hold the scope web or full.',
      method: 'POST',
      url: '{{_endpoint}}/services/oauth2/singleaccess',
      form: { access_token: '{{_accessToken}}' },
    },
    grant(
      'Client credentials',
      'On My Domain: {{site}}.',
      { grant_type: 'client_credentials', ...clientOf('Client_Credentials') },
      ON_SITE,
    ),
    grant('JWT bearer', 'Fill in jwtAssertion: npx fauxforce jwt --app JWT_Bearer --user ada', {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: '{{jwtAssertion}}',
    }),
    grant(
      'SAML bearer',
      'Fill in samlAssertion: npx fauxforce saml --grant bearer --app JWT_Bearer --user ada',
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
        assertion: '{{samlAssertion}}',
      },
    ),
    grant(
      'SAML assertion of an identity provider',
      'Fill in ssoAssertion: npx fauxforce saml --grant sso --user ada',
      {
        grant_type: 'assertion',
        assertion_type: 'urn:oasis:names:tc:SAML:2.0:profiles:SSO:browser',
        assertion: '{{ssoAssertion}}',
      },
      ON_SITE,
    ),
    grant(
      'Token exchange',
      'Fill in subjectToken: npx fauxforce jwt --app JWT_Bearer --user ada --claim email=ada@acme.example',
      {
        grant_type: exchange,
        ...clientOf('Token_Exchange'),
        subject_token: '{{subjectToken}}',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      },
      ON_SITE,
    ),
    grant(
      'Hybrid token exchange',
      'With the same subjectToken.',
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:hybrid-token-exchange',
        ...clientOf('Token_Exchange'),
        subject_token: '{{subjectToken}}',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      },
      ON_SITE,
    ),
    grant(
      'Device: codes',
      'Then open verification_uri in a browser, type user_code, log in, and press Allow.',
      { response_type: 'device_code', client_id: '{{Device_key}}', scope: 'api' },
      { save: keep({ device_code: '_deviceCode', user_code: '_userCode' }) },
    ),
    grant(
      'Device: token',
      'Answers authorization_pending until somebody has pressed Allow.',
      { grant_type: 'device', client_id: '{{Device_key}}', code: '{{_deviceCode}}' },
      {
        statuses: [200, 400],
        save: [
          ...TOKENS,
          "pm.test('has a token, or waits', () => pm.expect(answer.error ?? 'none').to.be.oneOf(['none', 'authorization_pending']));",
        ],
      },
    ),
    {
      name: 'Authorization code and credentials: code',
      about: 'Headless: the customer’s password, on an Experience Cloud site. The code comes in Location.',
      method: 'POST',
      url: '{{experience}}/services/oauth2/authorize',
      headers: { 'Auth-Request-Type': 'Named-User' },
      form: {
        response_type: 'code_credentials',
        client_id: '{{Headless_key}}',
        redirect_uri: '{{redirectUrl}}',
        username: 'vera@acme.example',
        password: '{{password}}',
      },
      statuses: [302],
      save: [
        "const [, code] = /[?&]code=([^&]+)/.exec(pm.response.headers.get('Location'));",
        "pm.environment.set('_headlessCode', decodeURIComponent(code));",
      ],
    },
    grant(
      'Authorization code and credentials: token',
      'After the code.',
      {
        grant_type: 'authorization_code',
        client_id: '{{Headless_key}}',
        ...withCode('{{_headlessCode}}'),
      },
      { url: '{{experience}}/services/oauth2/token' },
    ),
    grant('Username-password', 'The security token follows the password. The token of the requests below.', {
      grant_type: 'password',
      ...clientOf('Username_Password'),
      username: '{{username}}',
      password: '{{password}}{{secretToken}}',
    }),
  ],
};

/** A call of the REST API, below the version. */
function rest(name: string, method: Request['method'], path: string, more: Partial<Request> = {}): Request {
  const url = `{{_endpoint}}/services/data/v{{version}}${path}`;
  const headers = more.body === undefined ? {} : { 'Content-Type': 'application/json' };
  return { name, method, url, bearer: true, headers, ...more };
}

const json = (value: unknown) => JSON.stringify(value, null, 2);

const REST: Folder = {
  name: 'REST',
  description: 'Records, queries and descriptions, with the newest token. Begin with Limits.',
  requests: [
    rest('Limits', 'GET', '/limits'),
    { name: 'Versions', method: 'GET', url: '{{_endpoint}}/services/data' },
    rest('Resources', 'GET', ''),
    rest('Record counts', 'GET', '/limits/recordCount', { query: { sObjects: 'Account,Contact' } }),
    rest('Describe global', 'GET', '/sobjects'),
    rest('Describe an object, in short', 'GET', '/sobjects/Account'),
    rest('Describe an object', 'GET', '/sobjects/Account/describe'),
    rest('Create an account', 'POST', '/sobjects/Account', {
      body: json({ Name: 'Postman Ltd' }),
      statuses: [201],
      save: keep({ id: '_accountId' }),
    }),
    rest('Create an account by Id', 'POST', '/sobjects/Account/Id', {
      body: json({ Name: 'Postman Two Ltd' }),
      statuses: [201],
      save: keep({ id: '_secondAccountId' }),
    }),
    rest('Read an account', 'GET', '/sobjects/Account/{{_accountId}}', { query: { fields: 'Id,Name' } }),
    rest('Change an account', 'PATCH', '/sobjects/Account/{{_accountId}}', {
      body: json({ Industry: 'Energy' }),
      statuses: [204],
    }),
    rest('Read an account by a key', 'GET', '/sobjects/Account/Id/{{_accountId}}'),
    rest('Change an account by a key', 'PATCH', '/sobjects/Account/Id/{{_accountId}}', {
      body: json({ Industry: 'Banking' }),
      statuses: [200, 204],
    }),
    rest('Query', 'GET', '/query', {
      query: { q: "SELECT Id, Name FROM Account WHERE Name LIKE 'Postman%25'" },
    }),
    rest('Query deleted records too', 'GET', '/queryAll', {
      query: { q: 'SELECT Id, IsDeleted FROM Account' },
    }),
    rest('Search', 'GET', '/search', {
      query: { q: 'FIND {Postman} IN NAME FIELDS RETURNING Account(Id, Name)' },
    }),
    rest('Parameterized search', 'GET', '/parameterizedSearch', {
      query: { q: 'Postman', sobject: 'Account', 'Account.fields': 'Id,Name' },
    }),
    rest('Parameterized search in a body', 'POST', '/parameterizedSearch', {
      body: json({ q: 'Postman', sobjects: [{ name: 'Account', fields: ['Id', 'Name'] }] }),
    }),
    rest('Recently viewed', 'GET', '/recent'),
    rest('Delete an account by a key', 'DELETE', '/sobjects/Account/Id/{{_secondAccountId}}', {
      statuses: [204],
    }),
    rest('Delete an account', 'DELETE', '/sobjects/Account/{{_accountId}}', { statuses: [204] }),
    rest('Composite', 'POST', '/composite', {
      body: json({
        compositeRequest: [
          { method: 'GET', url: '/services/data/v{{version}}/limits', referenceId: 'limits' },
        ],
      }),
    }),
    rest('Batch', 'POST', '/composite/batch', {
      body: json({ batchRequests: [{ method: 'GET', url: 'v{{version}}/limits' }] }),
    }),
    rest('Create a tree', 'POST', '/composite/tree/Account', {
      body: json({
        records: [{ attributes: { type: 'Account', referenceId: 'one' }, Name: 'Postman Tree Ltd' }],
      }),
      statuses: [201],
      save: ['const answer = pm.response.json();', "pm.environment.set('_treeId', answer.results[0].id);"],
    }),
    rest('Create several', 'POST', '/composite/sobjects', {
      body: json({ records: [{ attributes: { type: 'Account' }, Name: 'Postman Several Ltd' }] }),
    }),
    rest('Read several', 'GET', '/composite/sobjects/Account', {
      query: { ids: '{{_treeId}}', fields: 'Id,Name' },
    }),
    rest('Read many', 'POST', '/composite/sobjects/Account', {
      body: json({ ids: ['{{_treeId}}'], fields: ['Id', 'Name'] }),
    }),
    rest('Change several', 'PATCH', '/composite/sobjects', {
      body: json({ records: [{ attributes: { type: 'Account' }, id: '{{_treeId}}', Industry: 'Energy' }] }),
    }),
    rest('Upsert several by a key', 'PATCH', '/composite/sobjects/Account/Id', {
      body: json({ records: [{ attributes: { type: 'Account' }, Id: '{{_treeId}}', Industry: 'Banking' }] }),
    }),
    rest('Delete several', 'DELETE', '/composite/sobjects', { query: { ids: '{{_treeId}}' } }),
    rest('OAuth usage of apps', 'GET', '/apps/oauth/usage'),
  ],
};

const INGEST = '/jobs/ingest/{{_jobId}}';
const QUERY_JOB = '/jobs/query/{{_queryJobId}}';
/** Refused as long as the job has not ended. */
const LATER = [200, 400, 412];

const BULK: Folder = {
  name: 'Bulk API 2.0',
  description:
    'A job that saves the rows of a CSV file, and one that answers a query as CSV. Send Job info until its state is JobComplete.',
  requests: [
    rest('Create a job', 'POST', '/jobs/ingest', {
      body: json({ object: 'Account', operation: 'insert', contentType: 'CSV', lineEnding: 'LF' }),
      save: keep({ id: '_jobId' }),
    }),
    rest('Upload data', 'PUT', `${INGEST}/batches`, {
      headers: { 'Content-Type': 'text/csv' },
      body: 'Name,Industry\nPostman Bulk Ltd,Energy\n',
      statuses: [201],
    }),
    rest('Close the job', 'PATCH', INGEST, { body: json({ state: 'UploadComplete' }) }),
    rest('Job info', 'GET', INGEST),
    rest('Successful results', 'GET', `${INGEST}/successfulResults`, { statuses: LATER }),
    rest('Failed results', 'GET', `${INGEST}/failedResults`, { statuses: LATER }),
    rest('Unprocessed records', 'GET', `${INGEST}/unprocessedrecords`, { statuses: LATER }),
    rest('Jobs', 'GET', '/jobs/ingest'),
    rest('Delete the job', 'DELETE', INGEST, { statuses: [204, 400] }),
    rest('Create a query job', 'POST', '/jobs/query', {
      body: json({ operation: 'query', query: 'SELECT Id, Name FROM Account' }),
      save: keep({ id: '_queryJobId' }),
    }),
    rest('Query job info', 'GET', QUERY_JOB),
    rest('Query results', 'GET', `${QUERY_JOB}/results`, { statuses: LATER }),
    rest('Query jobs', 'GET', '/jobs/query'),
    rest('Delete the query job', 'DELETE', QUERY_JOB, { statuses: [204, 400] }),
  ],
};

const ABOUT: Folder = {
  name: 'Identity and tokens',
  description: 'Who the newest token speaks for, what it is, and its end.',
  requests: [
    { name: 'User info', method: 'GET', url: '{{_endpoint}}/services/oauth2/userinfo', bearer: true },
    {
      name: 'Identity URL',
      method: 'GET',
      url: '{{_id}}',
      bearer: true,
      headers: { Accept: 'application/json' },
    },
    {
      name: 'Register an app',
      method: 'POST',
      url: '{{site}}/services/oauth2/register',
      headers: { Authorization: 'Bearer {{initialAccessToken}}', 'Content-Type': 'application/json' },
      body: json({ client_name: 'Registered', redirect_uris: ['http://localhost:3000/callback'] }),
      statuses: [201],
      save: keep({
        client_id: '_registeredKey',
        registration_access_token: '_registrationToken',
      }),
    },
    {
      name: 'Read a registration',
      method: 'GET',
      url: '{{site}}/services/oauth2/register/{{_registeredKey}}',
      headers: { Authorization: 'Bearer {{_registrationToken}}' },
    },
  ],
};

const DISCOVERY: Folder = {
  name: 'Discovery',
  description: 'What a client can find out without a token.',
  requests: [
    { name: 'OpenID configuration', method: 'GET', url: '{{url}}/.well-known/openid-configuration' },
    { name: 'Authentication configuration', method: 'GET', url: '{{site}}/.well-known/auth-configuration' },
    { name: 'Keys', method: 'GET', url: '{{url}}/id/keys' },
  ],
};

const envelope = (header: string, body: string) =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com">${header}<e:Body>${body}</e:Body></e:Envelope>`;

function soap(name: string, url: string, text: string, save: readonly string[] = []): Request {
  const headers = { 'Content-Type': 'text/xml; charset=UTF-8', SOAPAction: '""' };
  return { name, method: 'POST', url, headers, body: text, save };
}

const SOAP: Folder = {
  name: 'SOAP',
  description: 'The partner API: a session of its own, with username, password and security token.',
  requests: [
    soap(
      'login',
      '{{url}}/services/Soap/u/64.0',
      envelope(
        '',
        '<login><username>{{username}}</username><password>{{password}}{{secretToken}}</password></login>',
      ),
      [
        "const of = (name) => new RegExp('<' + name + '>([^<]+)<').exec(pm.response.text())[1];",
        "pm.environment.set('_sessionId', of('sessionId'));",
        "pm.environment.set('_serverUrl', of('serverUrl'));",
      ],
    ),
    soap(
      'getUserInfo',
      '{{_serverUrl}}',
      envelope(
        '<e:Header><SessionHeader><sessionId>{{_sessionId}}</sessionId></SessionHeader></e:Header>',
        '<getUserInfo/>',
      ),
    ),
    soap(
      'create',
      '{{_serverUrl}}',
      envelope(
        '<e:Header><SessionHeader><sessionId>{{_sessionId}}</sessionId></SessionHeader></e:Header>',
        '<create><sObjects><type>Contact</type><LastName>Postman</LastName></sObjects></create>',
      ),
      ["pm.environment.set('_contactId', /<id>([^<]+)</.exec(pm.response.text())[1]);"],
    ),
    soap(
      'query',
      '{{_serverUrl}}',
      envelope(
        '<e:Header><SessionHeader><sessionId>{{_sessionId}}</sessionId></SessionHeader></e:Header>',
        "<query><queryString>SELECT Id, LastName FROM Contact WHERE Id = '{{_contactId}}'</queryString></query>",
      ),
    ),
    soap(
      'delete',
      '{{_serverUrl}}',
      envelope(
        '<e:Header><SessionHeader><sessionId>{{_sessionId}}</sessionId></SessionHeader></e:Header>',
        '<delete><ids>{{_contactId}}</ids></delete>',
      ),
    ),
    soap(
      'logout',
      '{{_serverUrl}}',
      envelope(
        '<e:Header><SessionHeader><sessionId>{{_sessionId}}</sessionId></SessionHeader></e:Header>',
        '<logout/>',
      ),
    ),
  ],
};

const FIRST: Folder = {
  name: 'A new app',
  description:
    'What guides begin with: an app, its key and secret, a token, a call. Until then nothing is needed.',
  requests: [
    {
      name: 'Make an app',
      method: 'POST',
      url: '{{lab}}/apps',
      headers: { 'Content-Type': 'application/json' },
      body: json({
        name: 'Postman',
        callbackUrls: ['http://localhost:3000/callback'],
        scopes: ['api', 'refresh_token'],
      }),
      statuses: [201],
      save: [
        'const { app } = pm.response.json();',
        "pm.environment.set('clientId', app.consumerKey);",
        "pm.environment.set('clientSecret', app.consumerSecret);",
      ],
    },
    grant('Token by username and password', 'With the key and secret of the new app.', {
      grant_type: 'password',
      client_id: '{{clientId}}',
      client_secret: '{{clientSecret}}',
      username: '{{username}}',
      password: '{{password}}{{secretToken}}',
    }),
    rest('First call', 'GET', '/limits'),
    { name: 'Delete the app', method: 'DELETE', url: '{{lab}}/apps/{{clientId}}', statuses: [204] },
  ],
};

const END: Folder = {
  name: 'Revoke',
  description: 'The newest token ends.',
  requests: [
    {
      name: 'Revoke',
      method: 'POST',
      url: '{{_endpoint}}/services/oauth2/revoke',
      form: { token: '{{_accessToken}}' },
    },
  ],
};

export const FOLDERS: readonly Folder[] = [FIRST, GRANTS, ABOUT, DISCOVERY, REST, BULK, SOAP, END];
