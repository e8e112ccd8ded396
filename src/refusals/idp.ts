/**
 * How an org says no as SAML identity provider: on a page of its own, with the code and text of the Identity Provider Event Log, and never to the app
 * (identity-and-resources.md 8, setup-pages.md A.4). Which check has which code is recalled, where its text does not say it.
 */
import { family } from './family.ts';
import { IDP_EVENTS, type IdpEventCode } from './idp-events.ts';
import { place } from './place.ts';
import { yesOrNo } from './policy-words.ts';
import { quote } from './quote.ts';
import type { DemoChanges, Recipe, SamlRequestFacts, Step } from './refusal.ts';

const REQUEST = place('idp-request');
const LOG_IN = place('idp');
const BOTH = place('idp-request', 'idp');

const SHARED = {
  surface: 'idp-page',
  status: 403,
  section: 'setup-pages.md A.4',
  evidence: 'recalled',
} as const;

const event = <Code extends IdpEventCode>(error: Code) => ({ error, description: IDP_EVENTS[error] });

const SCREEN = 'at Setup > App Manager > (app) > Edit > Enable SAML';
const START: Step = { browse: '/idp/login?app={{Service_Provider.sp}}' };
const SEND: Step = { method: 'GET', path: '/idp/endpoint/HttpRedirect?{{samlQuery}}' };

/** An AuthnRequest that differs in these facts, sent by redirect. */
function asked(facts: SamlRequestFacts, given?: DemoChanges): Recipe {
  return { ...(given && { given }), steps: [{ authnRequest: facts }, SEND] };
}

const app = (fields: Readonly<Record<string, unknown>>): DemoChanges => ({
  apps: { Service_Provider: fields },
});

const FOREIGN_LOG_OUT = Buffer.from(
  '<p:LogoutRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0" IssueInstant="2026-11-30T12:00:00Z">' +
    '<a:Issuer xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">https://elsewhere.example</a:Issuer></p:LogoutRequest>',
).toString('base64');

const SAML = { entityUrl: 'https://sp.acme.example', acsUrl: 'http://localhost:3000/saml/acs' };

function started(given: DemoChanges): Recipe {
  return { given, steps: [START] };
}

export const idpRefusals = family('idp', SHARED, {
  malformed: {
    ...event('InvalidAuthnRequest'),
    at: BOTH,
    evidence: 'documented',
    why: ({ rule }: { rule: string }) => `of the SAML message that was sent must hold: ${rule}`,
    fix: 'Send a SAML 2.0 message in base64, deflated before if it goes by redirect, without DOCTYPE, comments and entities; start again from the app if the link is old.',
    recipe: { steps: [{ method: 'GET', path: '/idp/endpoint/HttpRedirect?SAMLRequest=nonsense' }] },
  },
  'relay-state': {
    ...event('InvalidAuthnRequest'),
    at: BOTH,
    why: ({ bytes, most }: { bytes: number; most: number }) =>
      `RelayState has ${bytes} bytes; ${most} are kept at most`,
    fix: 'Keep the state in the app, and send a name for it: SAML 2.0 speaks of 80 bytes.',
    section: 'setup-pages.md A.2',
    evidence: 'unconfirmed',
    recipe: {
      steps: [
        {
          method: 'POST',
          path: '/idp/endpoint/HttpPost',
          form: { SAMLRequest: 'PGE+', RelayState: 'a'.repeat(4_097) },
        },
      ],
    },
  },
  issuer: {
    ...event('InvalidIssuer'),
    at: REQUEST,
    why: ({ issuer }: { issuer: string }) =>
      `the Issuer of the request is ${quote(issuer)}: the app's entity id must be there`,
    fix: `Send the entity id as Issuer, as it stands ${SCREEN} > Entity Id.`,
    recipe: asked({ issuer: null }),
  },
  unresolved: {
    ...event('UnableToResolve'),
    at: BOTH,
    evidence: 'documented',
    why: ({ asked, known, host }: { asked: string; known: readonly string[]; host: string }) =>
      `${quote(asked)} was looked for among the service providers of ${host}, which are ${known.join(', ') || 'none'}`,
    fix: `Send the entity id, or the id of the service provider, as it stands ${SCREEN}, to the My Domain or site of the app's org, and to the log-in of a user of that org.`,
    recipe: asked({ issuer: 'https://unknown.acme.example' }),
  },
  untrusted: {
    ...event('InvalidIssuer'),
    at: BOTH,
    section: 'identity-and-resources.md 6',
    why: ({ issuer, known }: { issuer: string; known: readonly string[] }) =>
      `the Issuer of the message is ${quote(issuer)}; the org called trusts ${known.join(', ') || 'no identity provider'}`,
    fix: 'Setup > Single Sign-On Settings: the Issuer must be spelled as the identity provider spells it; in the seed, settings.samlSso.',
    recipe: {
      steps: [
        {
          method: 'POST',
          path: '/services/auth/sp/saml2/logout',
          form: { SAMLRequest: FOREIGN_LOG_OUT },
        },
      ],
    },
  },
  settings: {
    ...event('InvalidSettings'),
    at: BOTH,
    evidence: 'documented',
    why: ({ enabled, validUntil, now }: { enabled: boolean; validUntil: string; now: string }) =>
      `the org is enabled as identity provider: ${yesOrNo(enabled)}; its certificate is valid until ${validUntil}, and it is ${now}`,
    typical: { enabled: false },
    fix: 'Setup > Identity Provider > Enable Identity Provider, with a certificate that is in force. In the seed: settings.identityProvider.',
    recipe: asked({}, { settings: { identityProvider: { enabled: false } } }),
  },
  signature: {
    ...event('InvalidSignature'),
    at: BOTH,
    evidence: 'documented',
    why: ({ rule, entityUrl }: { rule: string; entityUrl: string }) =>
      `${quote(entityUrl)} has a certificate that its messages are verified with; of them must hold: ${rule}`,
    fix: `Sign messages with the key of the certificate that stands ${SCREEN} > Verify Request Signatures (of the identity provider that the org trusts: Setup > Single Sign-On Settings), with RSA and SHA-256 or SHA-1: by redirect the query, by POST the document.`,
    recipe: asked({}, app({ saml: { ...SAML, certificate: './demo.crt' } })),
  },
  destination: {
    ...event('InvalidIdpEndpoint'),
    at: REQUEST,
    evidence: 'documented',
    why: ({ destination, accepted }: { destination: string; accepted: readonly string[] }) =>
      `the Destination of the message is ${quote(destination)}; accepted are ${accepted.join(', ')}; it may be left out`,
    fix: 'Take the endpoint from the metadata: Setup > Identity Provider > Download Metadata.',
    recipe: asked({ destination: 'https://elsewhere.example/idp/endpoint/HttpRedirect' }),
  },
  expired: {
    ...event('InvalidAuthnRequest'),
    at: BOTH,
    evidence: 'unconfirmed',
    why: ({ issuedAt, now, minutes }: { issuedAt: string; now: string; minutes: number }) =>
      `the request was issued at ${issuedAt}, and it is ${now}; it is good for ${minutes} minutes`,
    fix: 'Start again from the app; set its clock, and that of the org, right.',
    recipe: asked({ issuedAgo: '2h' }),
  },
  replayed: {
    ...event('InvalidAuthnRequest'),
    at: LOG_IN,
    evidence: 'unconfirmed',
    why: ({ id }: { id: string }) => `the request ${quote(id)} counts once`,
    fix: 'Start again from the app: each request has an ID of its own.',
    recipe: {
      steps: [
        { authnRequest: {} },
        { browse: '/idp/endpoint/HttpRedirect?{{samlQuery}}' },
        { browse: '/idp/endpoint/HttpRedirect?{{samlQuery}}' },
      ],
    },
  },
  acs: {
    ...event('InvalidSp'),
    at: BOTH,
    evidence: 'documented',
    why: ({ asked, acsUrl, binding }: { asked: string; acsUrl: string; binding: string }) =>
      `the request asks for an answer at ${quote(asked)} by ${quote(binding)}; answers are posted to ${acsUrl}`,
    fix: `Register the URL ${SCREEN} > ACS URL, or leave AssertionConsumerServiceURL out; responses go by HTTP-POST.`,
    recipe: asked({ acsUrl: 'https://elsewhere.example/acs' }),
  },
  'no-access': {
    ...event('NoAccess'),
    at: LOG_IN,
    evidence: 'documented',
    why: ({
      username,
      profile,
      app,
      allowed,
    }: {
      username: string;
      profile: string;
      app: string;
      allowed: readonly string[];
    }) =>
      `${username} (profile ${profile}) must have one of the profiles and permission sets of ${app}, administrators too; they are ${allowed.join(', ') || 'none'}`,
    fix: 'Setup > Manage Connected Apps > (app) > Manage Profiles or Manage Permission Sets. In the seed: profiles and permissionSets of the app.',
    section: 'setup-pages.md A.1',
    recipe: started(app({ profiles: [] })),
  },
  'app-blocked': {
    ...event('AppBlocked'),
    at: LOG_IN,
    why: ({ app, state }: { app: string; state: string }) => `the app ${app} is ${state}`,
    typical: { state: 'blocked' },
    fix: 'Setup > Connected Apps OAuth Usage > Unblock.',
    recipe: started(app({ state: 'blocked' })),
  },
  'app-disabled': {
    ...event('AppAccessDenied'),
    at: LOG_IN,
    why: ({
      app,
      isEnabled,
      isOauthPluginEnabled,
    }: {
      app: string;
      isEnabled: boolean;
      isOauthPluginEnabled: boolean;
    }) => `the app ${app} is enabled: ${yesOrNo(isEnabled)}; its plugin: ${yesOrNo(isOauthPluginEnabled)}`,
    typical: { isEnabled: false },
    fix: 'Setup > External Client App Manager > (app) > Policies > App Status.',
    recipe: started(app({ kind: 'externalClientApp', isEnabled: false })),
  },
  'api-only-user': {
    ...event('AppAccessDenied'),
    at: LOG_IN,
    why: ({ username, profile, apiUserOnly }: { username: string; profile: string; apiUserOnly: boolean }) =>
      `${username} (profile ${profile}) has API Only User: ${yesOrNo(apiUserOnly)}`,
    fix: 'Take API Only User away: Setup > Profiles or Permission Sets > System Permissions.',
    recipe: started({ profiles: { 'System Administrator': { apiUserOnly: true } } }),
  },
  'session-level': {
    ...event('InvalidSessionLevel'),
    at: LOG_IN,
    evidence: 'documented',
    why: ({
      app,
      required,
      level,
      policyAction,
    }: {
      app: string;
      required: string;
      level: string;
      policyAction: string;
    }) => `the session has level ${level}; ${app} requires ${required}, with the action ${policyAction}`,
    fix: 'Log in with a second factor, or lower the level: Setup > Manage Connected Apps > (app) > Edit Policies.',
    recipe: started(app({ sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' } })),
  },
  'federation-id': {
    ...event('NoUserFedId'),
    at: LOG_IN,
    evidence: 'documented',
    why: ({ username, federationId }: { username: string; federationId: string }) =>
      `the subject is the Federation ID of ${username}, which is ${quote(federationId)}`,
    fix: 'Setup > Users > Edit > Single Sign On Information > Federation ID. In the seed: federationId.',
    recipe: started(app({ saml: { ...SAML, subjectType: 'FederationId' } })),
  },
  'subject-field': {
    ...event('NoCustomField'),
    at: LOG_IN,
    evidence: 'documented',
    why: ({ name, known }: { name: string; known: readonly string[] }) =>
      `the subject is ${quote(name)}: a field of User, or an attribute of the app, which are ${known.join(', ') || 'none'}`,
    fix: `Choose a field that is there ${SCREEN} > Subject Type > Custom Attribute.`,
    recipe: started(app({ saml: { ...SAML, subjectType: 'CustomAttribute', subjectCustomAttr: 'Gone__c' } })),
  },
  'subject-attribute': {
    ...event('NoCustomAttrValue'),
    at: LOG_IN,
    evidence: 'documented',
    why: ({ username, name, value }: { username: string; name: string; value: string }) =>
      `the subject is ${quote(name)} of ${username}, which is ${quote(value)}`,
    fix: `Give the user a value, or choose another one ${SCREEN} > Subject Type.`,
    recipe: started(
      app({ saml: { ...SAML, subjectType: 'CustomAttribute', subjectCustomAttr: 'EmployeeNumber' } }),
    ),
  },
  passive: {
    error: 'NoPassive',
    description: 'urn:oasis:names:tc:SAML:2.0:status:NoPassive',
    surface: 'idp-response',
    status: 200,
    at: LOG_IN,
    evidence: 'unconfirmed',
    section: 'identity-and-resources.md 8',
    why: ({ isPassive, hasSession }: { isPassive: boolean; hasSession: boolean }) =>
      `the request says IsPassive: ${yesOrNo(isPassive)}; the browser has a session that counts: ${yesOrNo(hasSession)}`,
    typical: { isPassive: true, hasSession: false },
    fix: 'Leave IsPassive out where users may be asked to log in.',
    recipe: { steps: [{ authnRequest: { isPassive: true } }, SEND, { method: 'GET', path: '{{location}}' }] },
  },
});
