/**
 * Refusals of the two grants that take SAML: `saml.*` of the bearer grant (token.md 8), `sso.*` of the legacy web
 * single sign-on grant (token.md 9). They check alike and answer differently.
 */

import { family, type WrittenEvidence } from './family.ts';
import { REPLAYED } from './login-history.ts';
import { token } from './place.ts';
import { UPLOAD_CERTIFICATE } from './policy-words.ts';
import { quote } from './quote.ts';
import type { TokenStep } from './recipe-words.ts';
import type { DemoChanges, Recipe, SamlFacts } from './refusal.ts';

const BEARER = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
const BROWSER_SSO = 'urn:oasis:names:tc:SAML:2.0:profiles:SSO:browser';

const BEARER_GRANT = { at: token(BEARER), surface: 'token', status: 400, section: 'token.md 8' } as const;
const SSO_GRANT = { at: token('assertion'), surface: 'token', status: 400, section: 'token.md 9' } as const;

/** How one of the grants answers, and how its refusals are reproduced. */
interface Dialect {
  readonly shared: typeof BEARER_GRANT | typeof SSO_GRANT;
  readonly as: 'bearer' | 'sso';
  /** The assertion could not be read. */
  readonly unreadable: Answer;
  /** It could be read, and is not valid. */
  readonly invalid: Answer;
  readonly expired: Answer;
  readonly audience: Answer;
  /** Of those refusals about which something is known. */
  readonly evidence: Readonly<
    Record<'malformed' | 'signature' | 'expired' | 'recipient' | 'audience', WrittenEvidence>
  >;
  readonly post: (assertion: string) => TokenStep;
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

/** What both grants check. */
function checkedByBoth<Name extends string>(name: Name, dialect: Dialect) {
  const { shared, as, unreadable, invalid, expired, audience, evidence, post, signWith } = dialect;
  const recipe = (
    saml: SamlFacts,
    { given, ...signed }: { signedWith?: 'other-key' | 'nothing'; given?: DemoChanges } = {},
  ): Recipe => ({ ...(given ? { given } : {}), steps: [{ saml, as, ...signed }, post('{{assertion}}')] });
  return family(name, shared, {
    malformed: {
      ...unreadable,
      why: ({ rule }: { rule: string }) => `the assertion must be such that ${rule}`,
      fix: `Send ${as === 'bearer' ? 'base64url of a SAML 2.0 Assertion' : 'base64 (not base64url), then URL-encoded, of a SAML 2.0 Response or Assertion'} in the parameter assertion.`,
      evidence: evidence.malformed,
      recipe: { steps: [post('PGE')] },
    },
    markup: {
      ...unreadable,
      why: ({ rule }: { rule: string }) => `the assertion must be such that ${rule}`,
      fix: 'Leave document types, entities, comments, CDATA and processing instructions out: none is needed, and each has been used to forge assertions.',
      evidence: 'unconfirmed',
      recipe: recipe({ prolog: '<!DOCTYPE a [<!ENTITY b "c">]>' }),
    },
    structure: {
      ...invalid,
      why: ({ rule }: { rule: string }) => `the assertion must be such that ${rule}`,
      fix: 'Send one signed Assertion, where SAML puts it, and nothing that looks like another.',
      evidence: 'unconfirmed',
      recipe: recipe({ times: 2 }),
    },
    signature: {
      ...invalid,
      why: ({ whose, rule }: { whose: string; rule: string }) =>
        `the signature, verified with the certificate of ${whose} whatever KeyInfo says, must be such that ${rule}`,
      fix: `Sign the Assertion (or its Response) with RSA and SHA-256, exclusive canonicalization and one Reference to its ID, with the private key of ${signWith}.`,
      evidence: evidence.signature,
      recipe: recipe({}, { signedWith: 'other-key' }),
    },
    'no-expiry': {
      ...invalid,
      why: ({ rule }: { rule: string }) => `the assertion must be such that ${rule}`,
      fix: 'Give SubjectConfirmationData or Conditions a NotOnOrAfter, in UTC.',
      evidence: 'unconfirmed',
      recipe: recipe({ notOnOrAfter: null }),
    },
    expired: {
      ...expired,
      why: ({ notBefore, notOnOrAfter, now }: { notBefore: string; notOnOrAfter: string; now: string }) =>
        `now is ${now}; the assertion is valid from ${notBefore} until before ${notOnOrAfter}, give or take 180 s`,
      fix: 'Make a new assertion for each request, and set the clock of the machine that signs it.',
      evidence: evidence.expired,
      recipe: recipe({ notOnOrAfter: '-5m' }),
    },
    recipient: {
      ...invalid,
      why: ({ recipients, accepted }: { recipients: readonly string[]; accepted: readonly string[] }) =>
        `the Recipient of a bearer confirmation was ${recipients.map(quote).join(' or ') || 'not given'}; accepted: ${accepted.join(', ')}`,
      fix: 'Set the Recipient of SubjectConfirmationData to the URL of the token endpoint you post to.',
      evidence: evidence.recipient,
      recipe: recipe({ recipient: 'https://elsewhere.example/services/oauth2/token' }),
    },
    audience: {
      ...audience,
      why: ({
        audiences,
        accepted,
        host,
      }: {
        audiences: readonly string[];
        accepted: readonly string[];
        host: string;
      }) =>
        `the Audience was ${audiences.map(quote).join(', ') || 'not given'}; accepted when posted to ${host}: ${accepted.join(', ')}`,
      fix:
        as === 'bearer'
          ? 'Let Audience be the host you post to: https://login.salesforce.com there, https://test.salesforce.com there (sandboxes and scratch orgs); on a My Domain or site its own URL or the log-in host of the org.'
          : 'Set Audience to the entity id of Setup > Single Sign-On Settings: https://saml.salesforce.com or the My Domain.',
      evidence: evidence.audience,
      recipe: recipe({ audience: 'https://elsewhere.example' }),
    },
    replayed: {
      ...invalid,
      loginHistory: REPLAYED,
      why: ({ id }: { id: string }) => `the assertion with ID ${quote(id)} must not have been used before`,
      fix: 'Make a new assertion, with an ID of its own, for each request.',
      evidence: 'unconfirmed',
      recipe: {
        steps: [{ saml: {}, as }, { ...post('{{assertion}}'), save: 'nothing' }, post('{{assertion}}')],
      },
    },
  });
}

/** @param question of salesforce.stackexchange.com */
function seen(question: number): WrittenEvidence {
  return { observed: `salesforce.stackexchange.com/questions/${question}` };
}

const bearer = checkedByBoth('saml', {
  shared: BEARER_GRANT,
  as: 'bearer',
  unreadable: INVALID,
  invalid: INVALID,
  expired: { error: 'invalid_grant', description: 'expired authorization code' },
  audience: { error: 'invalid_grant', description: 'audience is invalid' },
  evidence: {
    malformed: seen(71955),
    signature: seen(71955),
    expired: seen(18039),
    recipient: seen(71955),
    audience: 'unconfirmed',
  },
  post: (assertion) => ({ token: { grant_type: BEARER, assertion } }),
  signWith: 'the certificate uploaded to the app (Use digital signatures)',
});

const sso = checkedByBoth('sso', {
  shared: SSO_GRANT,
  as: 'sso',
  unreadable: INVALID,
  invalid: INVALID_WITH_VALIDATOR,
  expired: INVALID_WITH_VALIDATOR,
  audience: INVALID_WITH_VALIDATOR,
  evidence: {
    malformed: seen(198011),
    signature: 'documented',
    expired: 'documented',
    recipient: 'documented',
    audience: 'documented',
  },
  post: (assertion) => ({
    token: { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion },
  }),
  signWith: 'the Identity Provider Certificate of Setup > Single Sign-On Settings',
});

export const samlRefusals = {
  ...bearer,
  ...family('saml', BEARER_GRANT, {
    'no-certificate': {
      ...INVALID,
      why: ({ app }: { app: string }) => `app ${app} must have a certificate`,
      fix: UPLOAD_CERTIFICATE,
      evidence: 'unconfirmed',
      recipe: {
        given: { apps: { JWT_Bearer: { certificate: null } } },
        steps: [{ saml: {}, as: 'bearer' }, { token: { grant_type: BEARER, assertion: '{{assertion}}' } }],
      },
    },
  }),
  ...sso,
  ...family('sso', SSO_GRANT, {
    'assertion-type': {
      error: 'invalid_assertion_type',
      description: 'invalid assertion type',
      why: ({ sent }: { sent: string }) => `assertion_type was ${quote(sent)}; it must be ${BROWSER_SSO}`,
      fix: `Send assertion_type=${BROWSER_SSO}, URL-encoded.`,
      section: 'token.md 9, authorize.md 1.1',
      evidence: 'unconfirmed',
      recipe: { steps: [{ token: { grant_type: 'assertion', assertion_type: 'saml', assertion: 'PGE' } }] },
    },
    issuer: {
      ...INVALID_WITH_VALIDATOR,
      why: ({ issuer, known }: { issuer: string; known: readonly string[] }) =>
        `the Issuer was ${quote(issuer)}; the org called trusts ${known.join(', ') || 'no identity provider'}`,
      fix: 'Setup > Single Sign-On Settings: the Issuer must be spelled as the identity provider spells it; in the seed, settings.samlSso.',
      evidence: 'documented',
      recipe: {
        steps: [
          { saml: { issuer: 'https://elsewhere.example' }, as: 'sso' },
          { token: { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion: '{{assertion}}' } },
        ],
      },
    },
    subject: {
      ...INVALID_WITH_VALIDATOR,
      why: ({ mapping, nameId }: { mapping: string; nameId: string }) =>
        `a user of the org must have the ${mapping} ${quote(nameId)}`,
      fix: 'Setup > Single Sign-On Settings > SAML Identity Type, and the Federation ID or username of the user.',
      evidence: 'documented',
      recipe: {
        steps: [
          { saml: { nameId: 'nobody@acme.example' }, as: 'sso' },
          { token: { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion: '{{assertion}}' } },
        ],
      },
    },
  }),
};
