/**
 * Refusals of the two grants that take SAML: `saml.*` of the bearer grant (token.md 8), `sso.*` of the legacy web
 * single sign-on grant (token.md 9). They check alike and answer differently.
 */

import { UPLOAD_CERTIFICATE } from './policy-words.ts';
import type { DemoChanges, Evidence, SamlFacts, Step } from './refusal.ts';
import { refusal } from './refusal.ts';

const BEARER = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
const BROWSER_SSO = 'urn:oasis:names:tc:SAML:2.0:profiles:SSO:browser';

/** How one of the grants answers, and how its refusals are reproduced. */
interface Dialect {
  readonly as: 'bearer' | 'sso';
  readonly section: string;
  /** The assertion could not be read. */
  readonly unreadable: Answer;
  /** It could be read, and is not valid. */
  readonly invalid: Answer;
  readonly expired: Answer;
  readonly audience: Answer;
  /** Of those refusals about which something is known. */
  readonly evidence: Readonly<Record<'malformed' | 'signature' | 'expired' | 'recipient', Evidence>>;
  readonly post: (assertion: string) => Step;
  readonly signWith: string;
}

interface Answer {
  readonly error: string;
  readonly description: string;
  readonly errorUri?: string;
}

const INVALID = { error: 'invalid_grant', description: 'invalid assertion' } as const;

/** The page's path is recalled. */
const INVALID_WITH_VALIDATOR = { ...INVALID, errorUri: '/setup/secur/SAMLValidationPage.apexp' } as const;

function refusalsOf({
  as,
  section,
  unreadable,
  invalid,
  expired,
  audience,
  evidence,
  post,
  signWith,
}: Dialect) {
  const token = { surface: 'token', status: 400 } as const;
  const recipe = (
    saml: SamlFacts,
    more: { signedWith?: 'other-key' | 'nothing'; given?: DemoChanges } = {},
  ) => {
    const { given, ...signed } = more;
    const steps: [Step, ...Step[]] = [{ saml, as, ...signed }, post('{{assertion}}')];
    return { ...(given ? { given } : {}), steps };
  };
  return {
    malformed: refusal<{ rule: string }>({
      ...token,
      ...unreadable,
      why: ({ rule }) => `the assertion must be such that ${rule}`,
      fix: `Send ${as === 'bearer' ? 'base64url of a SAML 2.0 Assertion' : 'base64 (not base64url), then URL-encoded, of a SAML 2.0 Response or Assertion'} in the parameter assertion.`,
      evidence: evidence.malformed,
      recipe: { steps: [post('PGE')] },
    }),
    markup: refusal<{ rule: string }>({
      ...token,
      ...unreadable,
      why: ({ rule }) => `the assertion must be such that ${rule}`,
      fix: 'Leave document types, entities, comments, CDATA and processing instructions out: none is needed, and each has been used to forge assertions.',
      evidence: { section, certainty: 'unconfirmed' },
      recipe: recipe({ prolog: '<!DOCTYPE a [<!ENTITY b "c">]>' }),
    }),
    structure: refusal<{ rule: string }>({
      ...token,
      ...invalid,
      why: ({ rule }) => `the assertion must be such that ${rule}`,
      fix: 'Send one signed Assertion, where SAML puts it, and nothing that looks like another.',
      evidence: { section, certainty: 'unconfirmed' },
      recipe: recipe({ times: 2 }),
    }),
    signature: refusal<{ whose: string; rule: string }>({
      ...token,
      ...invalid,
      why: ({ whose, rule }) =>
        `the signature, verified with the certificate of ${whose} whatever KeyInfo says, must be such that ${rule}`,
      fix: `Sign the Assertion (or its Response) with RSA and SHA-256, exclusive canonicalization and one Reference to its ID, with the private key of ${signWith}.`,
      evidence: evidence.signature,
      recipe: recipe({}, { signedWith: 'other-key' }),
    }),
    'no-expiry': refusal<{ rule: string }>({
      ...token,
      ...invalid,
      why: ({ rule }) => `the assertion must be such that ${rule}`,
      fix: 'Give SubjectConfirmationData or Conditions a NotOnOrAfter, in UTC.',
      evidence: { section, certainty: 'unconfirmed' },
      recipe: recipe({ notOnOrAfter: null }),
    }),
    expired: refusal<{ notBefore: string; notOnOrAfter: string; now: string }>({
      ...token,
      ...expired,
      why: ({ notBefore, notOnOrAfter, now }) =>
        `now is ${now}; the assertion is valid from ${notBefore} until before ${notOnOrAfter}, give or take 180 s`,
      fix: 'Make a new assertion for each request, and set the clock of the machine that signs it.',
      evidence: evidence.expired,
      recipe: recipe({ notOnOrAfter: '-5m' }),
    }),
    recipient: refusal<{ recipients: readonly string[]; accepted: readonly string[] }>({
      ...token,
      ...invalid,
      why: ({ recipients, accepted }) =>
        `the Recipient of a bearer confirmation was ${recipients.join(' or ') || 'not given'}; accepted: ${accepted.join(', ')}`,
      fix: 'Set the Recipient of SubjectConfirmationData to the URL of the token endpoint you post to.',
      evidence: evidence.recipient,
      recipe: recipe({ recipient: 'https://elsewhere.example/services/oauth2/token' }),
    }),
    audience: refusal<{ audiences: readonly string[]; accepted: readonly string[]; host: string }>({
      ...token,
      ...audience,
      why: ({ audiences, accepted, host }) =>
        `the Audience was ${audiences.join(', ') || 'not given'}; accepted when posted to ${host}: ${accepted.join(', ')}`,
      fix:
        as === 'bearer'
          ? 'Let Audience be the host you post to: https://login.salesforce.com there, https://test.salesforce.com there (sandboxes and scratch orgs); on a My Domain or site its own URL or the log-in host of the org.'
          : 'Set Audience to the entity id of Setup > Single Sign-On Settings: https://saml.salesforce.com or the My Domain.',
      evidence: { section, certainty: as === 'bearer' ? 'unconfirmed' : 'documented' },
      recipe: recipe({ audience: 'https://elsewhere.example' }),
    }),
    replayed: refusal<{ id: string }>({
      ...token,
      ...invalid,
      why: ({ id }) => `the assertion with ID ${id} must not have been used before`,
      fix: 'Make a new assertion, with an ID of its own, for each request.',
      evidence: { section, certainty: 'unconfirmed' },
      recipe: {
        steps: [
          { saml: {}, as },
          { ...post('{{assertion}}'), save: 'nothing' } as Step,
          post('{{assertion}}'),
        ],
      },
    }),
  };
}

/** @param question of salesforce.stackexchange.com */
function seen(section: string, question: number): Evidence {
  return { section, certainty: 'observed', report: `salesforce.stackexchange.com/questions/${question}` };
}

const bearer = refusalsOf({
  as: 'bearer',
  section: 'token.md 8',
  unreadable: INVALID,
  invalid: INVALID,
  expired: { error: 'invalid_grant', description: 'expired authorization code' },
  audience: { error: 'invalid_grant', description: 'audience is invalid' },
  evidence: {
    malformed: seen('token.md 8', 71955),
    signature: seen('token.md 8', 71955),
    expired: seen('token.md 8', 18039),
    recipient: seen('token.md 8', 71955),
  },
  post: (assertion) => ({ token: { grant_type: BEARER, assertion } }),
  signWith: 'the certificate uploaded to the app (Use digital signatures)',
});

const sso = refusalsOf({
  as: 'sso',
  section: 'token.md 9',
  unreadable: INVALID,
  invalid: INVALID_WITH_VALIDATOR,
  expired: INVALID_WITH_VALIDATOR,
  audience: INVALID_WITH_VALIDATOR,
  evidence: {
    malformed: seen('token.md 9', 198011),
    signature: { section: 'token.md 9', certainty: 'documented' },
    expired: { section: 'token.md 9', certainty: 'documented' },
    recipient: { section: 'token.md 9', certainty: 'documented' },
  },
  post: (assertion) => ({
    token: { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion },
  }),
  signWith: 'the Identity Provider Certificate of Setup > Single Sign-On Settings',
});

type Prefixed<Prefix extends string, Entries> = {
  [Name in keyof Entries as `${Prefix}.${Name & string}`]: Entries[Name];
};

function prefixed<Prefix extends string, Entries extends object>(prefix: Prefix, entries: Entries) {
  return Object.fromEntries(
    Object.entries(entries).map(([name, facts]) => [`${prefix}.${name}`, facts]),
  ) as Prefixed<Prefix, Entries>;
}

export const samlRefusals = {
  ...prefixed('saml', bearer),
  'saml.no-certificate': refusal<{ app: string }>({
    surface: 'token',
    status: 400,
    ...INVALID,
    why: ({ app }) => `app ${app} must have a certificate`,
    fix: UPLOAD_CERTIFICATE,
    evidence: { section: 'token.md 8', certainty: 'unconfirmed' },
    recipe: {
      given: { apps: { JWT_Bearer: { certificate: null } } },
      steps: [{ saml: {}, as: 'bearer' }, { token: { grant_type: BEARER, assertion: '{{assertion}}' } }],
    },
  }),
  ...prefixed('sso', sso),
  'sso.assertion-type': refusal<{ sent: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_assertion_type',
    description: 'invalid assertion type',
    why: ({ sent }) => `assertion_type was "${sent}"; it must be ${BROWSER_SSO}`,
    fix: `Send assertion_type=${BROWSER_SSO}, URL-encoded.`,
    evidence: { section: 'token.md 9, authorize.md 1.1', certainty: 'unconfirmed' },
    recipe: { steps: [{ token: { grant_type: 'assertion', assertion_type: 'saml', assertion: 'PGE' } }] },
  }),
  'sso.issuer': refusal<{ issuer: string; known: readonly string[] }>({
    surface: 'token',
    status: 400,
    ...INVALID_WITH_VALIDATOR,
    why: ({ issuer, known }) =>
      `the Issuer was "${issuer}"; the org called trusts ${known.join(', ') || 'no identity provider'}`,
    fix: 'Setup > Single Sign-On Settings: the Issuer must be spelled as the identity provider spells it; in the seed, settings.samlSso.',
    evidence: { section: 'token.md 9', certainty: 'documented' },
    recipe: {
      steps: [
        { saml: { issuer: 'https://elsewhere.example' }, as: 'sso' },
        { token: { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion: '{{assertion}}' } },
      ],
    },
  }),
  'sso.subject': refusal<{ mapping: string; nameId: string }>({
    surface: 'token',
    status: 400,
    ...INVALID_WITH_VALIDATOR,
    why: ({ mapping, nameId }) => `a user of the org must have the ${mapping} "${nameId}"`,
    fix: 'Setup > Single Sign-On Settings > SAML Identity Type, and the Federation ID or username of the user.',
    evidence: { section: 'token.md 9', certainty: 'documented' },
    recipe: {
      steps: [
        { saml: { nameId: 'nobody@acme.example' }, as: 'sso' },
        { token: { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion: '{{assertion}}' } },
      ],
    },
  }),
};
