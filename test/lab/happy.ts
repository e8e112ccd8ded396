/** Requests that succeed, one for every place and grant that a refusal can be armed at: the last step is the one to strike. */
import type { Step } from '../../src/refusals/refusal.ts';
import { soapCall, soapLogIn } from '../../src/refusals/soap-words.ts';

const BEARER = { authorization: 'Bearer {{access_token}}' };
const JSON_BODY = { 'content-type': 'application/json' };
const webServer = { client_id: '{{Web_Server.key}}', redirect_uri: '{{Web_Server.callback}}' };
const secret = { client_secret: '{{Web_Server.secret}}' };

const logIn: Step = { login: webServer };
const exchange: Step = {
  token: { grant_type: 'authorization_code', code: '{{code}}', ...webServer, ...secret },
};
const token: readonly Step[] = [logIn, exchange];
const refresh = (grant_type: string): Step => ({
  token: { grant_type, refresh_token: '{{refresh_token}}', client_id: '{{Web_Server.key}}', ...secret },
});
const device: Step = { token: { response_type: 'device_code', client_id: '{{Device.key}}' } };
const jwt: Step = {
  jwt: { iss: '{{JWT_Bearer.key}}', sub: 'ada@acme.example', aud: 'https://login.salesforce.com' },
};
const exchangeOf = (grant_type: string): Step[] => [
  { jwt: { email: 'ada@acme.example' } },
  {
    token: {
      grant_type,
      client_id: '{{Token_Exchange.key}}',
      client_secret: '{{Token_Exchange.secret}}',
      subject_token: '{{assertion}}',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    },
  },
];
const registration: Step = {
  method: 'POST',
  path: '/services/oauth2/register',
  headers: { authorization: 'Bearer DEMO0INITIAL0ACCESS0TOKEN', ...JSON_BODY },
  body: '{"client_name":"Example","redirect_uris":["http://localhost"]}',
};

const headlessLogIn: Step = {
  method: 'POST',
  path: '/customers/services/oauth2/authorize',
  headers: { 'Auth-Request-Type': 'Named-User' },
  form: {
    response_type: 'code_credentials',
    client_id: '{{Headless.key}}',
    redirect_uri: '{{Headless.callback}}',
    username: 'vera@acme.example',
    password: 'correct-horse',
  },
};

export const happy: Readonly<Record<string, readonly Step[]>> = {
  server: [{ method: 'GET', path: '/services/data' }],
  authorize: [{ authorize: { response_type: 'code', ...webServer } }],
  approval: [logIn],
  'log-in': [{ method: 'POST', path: '/', form: { un: 'ada@acme.example', pw: 'correct-horse' } }],
  connect: [device, { method: 'POST', path: '/setup/connect', form: { user_code: '{{user_code}}' } }],
  headless: [
    {
      method: 'POST',
      path: '/customers/services/auth/headless/init/passwordless/login',
      headers: JSON_BODY,
      body: '{"username":"vera@acme.example","verificationmethod":"email"}',
    },
  ],
  'headless-user': [headlessLogIn],
  'headless-log-in': [headlessLogIn],
  asset: [
    ...token,
    { jwt: { did: 'device-1' } },
    {
      token: {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: '{{access_token}}',
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        actor_token: '{{assertion}}',
        actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      },
    },
  ],
  introspect: [
    ...token,
    {
      method: 'POST',
      path: '/services/oauth2/introspect',
      form: { token: '{{access_token}}', client_id: '{{Web_Server.key}}', ...secret },
    },
  ],
  revoke: [
    ...token,
    { method: 'POST', path: '/services/oauth2/revoke', form: { token: '{{access_token}}' } },
  ],
  register: [registration],
  singleaccess: [...token, { method: 'GET', path: '/services/oauth2/singleaccess', headers: BEARER }],
  'idp-request': [{ authnRequest: {} }, { method: 'GET', path: '/idp/endpoint/HttpRedirect?{{samlQuery}}' }],
  idp: [{ browse: '/idp/login?app={{Service_Provider.sp}}' }],
  'front-door': [
    ...token,
    { method: 'POST', path: '/secur/frontdoor.jsp', form: { sid: '{{access_token}}' } },
  ],
  setup: [...token, { method: 'GET', path: '/ui/setup/Setup', headers: { cookie: 'sid={{access_token}}' } }],
  identity: [...token, { method: 'GET', path: '/services/oauth2/userinfo', headers: BEARER }],
  rest: [...token, { method: 'GET', path: '/services/data/v60.0/limits', headers: BEARER }],
  record: [
    ...token,
    {
      method: 'POST',
      path: '/services/data/v60.0/sobjects/Account',
      headers: { ...BEARER, ...JSON_BODY },
      body: '{"Name":"Acme"}',
    },
  ],
  query: [
    ...token,
    { method: 'GET', path: '/services/data/v60.0/query?q=SELECT%20Id%20FROM%20User', headers: BEARER },
  ],
  job: [
    ...token,
    {
      method: 'POST',
      path: '/services/data/v60.0/jobs/ingest',
      headers: { ...BEARER, ...JSON_BODY },
      body: '{"object":"Account","operation":"insert"}',
    },
  ],
  async: [
    ...token,
    {
      method: 'POST',
      path: '/services/async/60.0/job',
      headers: { 'x-sfdc-session': '{{access_token}}', ...JSON_BODY },
      body: '{"object":"Account","operation":"insert","contentType":"CSV"}',
    },
  ],
  soap: [soapLogIn()],
  'soap-session': [...token, soapCall('<getUserInfo/>')],
  'soap-password': [
    ...token,
    soapCall('<setPassword><userId>{{ada.id}}</userId><password>correct-horse-9</password></setPassword>'),
  ],
  'soap-record': [
    ...token,
    soapCall('<create><sObjects><type>Account</type><Name>Acme</Name></sObjects></create>'),
  ],
  'soap-log-in': [soapLogIn()],
  'token ': [device],
  'token client_credentials': [
    {
      token: {
        grant_type: 'client_credentials',
        client_id: '{{Client_Credentials.key}}',
        client_secret: '{{Client_Credentials.secret}}',
      },
    },
  ],
  'token authorization_code': token,
  'token hybrid_auth_code': [
    logIn,
    { token: { grant_type: 'hybrid_auth_code', code: '{{code}}', ...webServer, ...secret } },
  ],
  'token refresh_token': [...token, refresh('refresh_token')],
  'token hybrid_refresh': [...token, refresh('hybrid_refresh')],
  'token password': [
    {
      token: {
        grant_type: 'password',
        client_id: '{{Username_Password.key}}',
        client_secret: '{{Username_Password.secret}}',
        username: 'ada@acme.example',
        password: 'correct-horseTok3n',
      },
    },
  ],
  'token urn:ietf:params:oauth:grant-type:jwt-bearer': [
    jwt,
    { token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{{assertion}}' } },
  ],
  'token urn:ietf:params:oauth:grant-type:saml2-bearer': [
    { saml: {}, as: 'bearer' },
    { token: { grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer', assertion: '{{assertion}}' } },
  ],
  'token assertion': [
    { saml: {}, as: 'sso' },
    {
      token: {
        grant_type: 'assertion',
        assertion_type: 'urn:oasis:names:tc:SAML:2.0:profiles:SSO:browser',
        assertion: '{{assertion}}',
      },
    },
  ],
  'token urn:ietf:params:oauth:grant-type:token-exchange': exchangeOf(
    'urn:ietf:params:oauth:grant-type:token-exchange',
  ),
  'token urn:ietf:params:oauth:grant-type:hybrid-token-exchange': exchangeOf(
    'urn:ietf:params:oauth:grant-type:hybrid-token-exchange',
  ),
  'token device': [
    device,
    { connect: '{{user_code}}' },
    { token: { grant_type: 'device', client_id: '{{Device.key}}', code: '{{device_code}}' } },
  ],
};
