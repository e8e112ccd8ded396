/** Steps that recipes of several families take: log-ins to the demo's apps, and the grants that lead to a token. */
import type { DemoChanges, Recipe, Step } from './refusal.ts';

export type TokenStep = Extract<Step, { readonly token: unknown }>;

type Parameters = Readonly<Record<string, string>>;

export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** RFC 7636 appendix B: the challenge of this verifier. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** Parameters of an authorize request for a code. */
export function codeRequest(app: string) {
  return {
    response_type: 'code',
    client_id: `{{${app}.key}}`,
    redirect_uri: `{{${app}.callback}}`,
  } as const;
}

/** Logs ada in through the browser and lets the app in: saves the code. */
export function logInTo(app: string, more: Parameters = {}): Step {
  return { login: { client_id: `{{${app}.key}}`, redirect_uri: `{{${app}.callback}}`, ...more } };
}

/** Exchanges the code of the log-in before. */
export function exchangeCode(app: string, changes: Parameters = {}): TokenStep {
  return {
    token: { grant_type: 'authorization_code', ...clientOf(app), code: '{{code}}', ...changes },
  };
}

function clientOf(app: string) {
  return {
    client_id: `{{${app}.key}}`,
    client_secret: `{{${app}.secret}}`,
    redirect_uri: `{{${app}.callback}}`,
  };
}

export function clientCredentials(changes: Parameters = {}): TokenStep {
  return {
    token: {
      grant_type: 'client_credentials',
      client_id: '{{Client_Credentials.key}}',
      client_secret: '{{Client_Credentials.secret}}',
      ...changes,
    },
  };
}

export function passwordGrant(changes: Parameters = {}): TokenStep {
  return {
    token: {
      grant_type: 'password',
      client_id: '{{Username_Password.key}}',
      client_secret: '{{Username_Password.secret}}',
      username: 'ada@acme.example',
      password: 'correct-horseTok3n',
      ...changes,
    },
  };
}

/** Signs a JWT that the JWT bearer grant takes for ada, but for the changes. */
export function bearerJwt(
  changes: Readonly<Record<string, unknown>> = {},
): Extract<Step, { readonly jwt: unknown }> {
  return {
    jwt: {
      iss: '{{JWT_Bearer.key}}',
      sub: 'ada@acme.example',
      aud: 'https://login.salesforce.com',
      ...changes,
    },
  };
}

export const POST_ASSERTION: TokenStep = {
  token: { grant_type: JWT_BEARER, assertion: '{{assertion}}' },
};

/** Logs ada in to one of the web apps, for a request that carries the token. */
export function withToken(request: Step, given?: DemoChanges, app = 'Web_Server'): Recipe {
  const steps: Recipe['steps'] = [
    { login: codeRequest(app), as: 'ada@acme.example' },
    { token: { grant_type: 'authorization_code', code: '{{code}}', ...clientOf(app) } },
    request,
  ];
  return given === undefined ? { steps } : { given, steps };
}

/** An RSA key of 1,024 bits, in a certificate that openssl made once. */
export const WEAK_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB/DCCAWWgAwIBAgIUMGeqFxIPYKSXhstoZf+1dnzLtv0wDQYJKoZIhvcNAQEL
BQAwDzENMAsGA1UEAwwEd2VhazAgFw0yNjExMjkxMDQ1MjhaGA8yMTI2MTEwNTEw
NDUyOFowDzENMAsGA1UEAwwEd2VhazCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkC
gYEAr/WgsI2XO8BqZ6NkKefhjSwTvo9mzLy6Cp5/a9/sWCYteZo/qB6iJEHhOicM
HCElK3SlgHoM1rg2AYTUiCVb9Fb4vkZ6mH0z36R25VYkowh+PFFR8uu03IAHj0xE
XpzkPdcIwyi/7icDDFKLfpF3isWVqv6YRmwKp9lynxAISb8CAwEAAaNTMFEwHQYD
VR0OBBYEFGc0tuFiR3P9uq1Goy3bkCDMZ+6bMB8GA1UdIwQYMBaAFGc0tuFiR3P9
uq1Goy3bkCDMZ+6bMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADgYEA
lgxKGBwrkgiuee71xbWAjr0DfWcpummltt8imQmOZ7vecqL1auzDXDO/kD8FNPNN
XyK3I33UZYC2C745jYYLrDDLTPMJSVz7PJxsgrZ7601D6XKbtDJ5XxXS9TOVcGov
xpywTK5DspoLk9eNfmNhQYUbIBC5+Fbi4m8wxeWdvTI=
-----END CERTIFICATE-----
`;
