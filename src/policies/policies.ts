/**
 * Every policy of an org, in the order in which they are checked, with what each flow answers where one does not hold.
 * The order is model.md 4.8, but that an org is asked about together with its user, a lockout before the password, and the rate
 * last, where a log-in is counted: the platform's own is not published. docs/policies.md is written from this table.
 */
import type { Certainty } from '../refusals/refusal.ts';
import { type DemandEvidence, ended, exempt, LOG_IN_AGAIN, PolicyTable, policyRow } from './policy-table.ts';
import { appIsAllowListed } from './rules/api-access-control.ts';
import { apiIsEnabled } from './rules/api-enabled.ts';
import { appIsNotBlocked } from './rules/app-blocked.ts';
import { appIsEnabled } from './rules/app-enabled.ts';
import { appIsInstalled } from './rules/app-installed.ts';
import { appIsOfOrg } from './rules/app-of-org.ts';
import { appIsPropagated } from './rules/app-propagated.ts';
import { userIsAssigned } from './rules/assigned-user.ts';
import { userMayUseBrowser } from './rules/browser-user.ts';
import { appMayServeOrg } from './rules/cross-org.ts';
import { externalAppIsInstalled } from './rules/external-app-installed.ts';
import { appOffersFlow } from './rules/flow-of-app.ts';
import { orgAllowsFlow } from './rules/flow-of-org.ts';
import { logInLevelSuffices } from './rules/log-in-level.ts';
import { withinLoginHours } from './rules/login-hours.ts';
import { withinLoginIpRanges } from './rules/login-ip.ts';
import { loginRateIsKept } from './rules/login-rate.ts';
import { orgIsActive } from './rules/org-active.ts';
import { passwordIsValid } from './rules/password-valid.ts';
import { userIsPermitted } from './rules/permitted-user.ts';
import { sessionLevelSuffices } from './rules/session-level.ts';
import { callsFromTrustedNetwork, verificationCodeIsRight } from './rules/trusted-network.ts';
import { userIsActive } from './rules/user-active.ts';
import { userIsNotFrozen } from './rules/user-frozen.ts';
import { userIsNotLocked } from './rules/user-locked.ts';

const NO_APP = exempt('no app is asked about');
const TOKENS_LIVE = exempt('tokens issued before live on');
const AT_LOG_IN = exempt('checked when the user logged in');
const NO_PASSWORD = exempt('no password is sent');
const UNKNOWN = exempt('what Salesforce answers is not known');
const AT_AUTHORIZE = exempt('checked before the user allowed the app');
const NO_BROWSER = exempt('no browser takes part');
const AT_START = exempt('checked when the device began');
const NOT_OF_ITS_KIND = exempt('External Client Apps do not have the flow');
const NO_OAUTH = exempt('it is about OAuth and the API');
const OWN_APP = exempt("the app is the user's org's own");
const NO_SAML = exempt('it is about SAML');
const ANY_KIND = exempt('every app has the flow');

export const policies = new PolicyTable([
  policyRow('client', appIsPropagated, evidence('token.md 1.6', 'observed'), {
    'log-in': NO_APP,
    saml: NO_OAUTH,
    pages: 'authorize.client-not-propagated',
    'device-page': AT_START,
    headless: 'authorize.client-not-propagated',
    tokens: 'client.not-propagated',
    sso: exempt('the app is the CLI, which is in every org'),
    rest: TOKENS_LIVE,
    'soap-log-in': NO_APP,
    soap: TOKENS_LIVE,
  }),

  policyRow('app', appIsEnabled, evidence('authorize.md 4.4', 'observed'), {
    'log-in': NO_APP,
    saml: 'idp.app-disabled',
    pages: 'authorize.app-disabled',
    'user-agent': NOT_OF_ITS_KIND,
    tokens: 'app.disabled',
    sso: exempt('the app is a Connected App'),
    rest: TOKENS_LIVE,
    'soap-log-in': NO_APP,
    soap: TOKENS_LIVE,
  }),
  policyRow('app', appIsNotBlocked, evidence('authorize.md 4.4', 'observed'), {
    'log-in': NO_APP,
    saml: 'idp.app-blocked',
    pages: 'authorize.app-blocked',
    tokens: 'app.blocked',
    rest: ended('of a blocked app'),
    'soap-log-in': NO_APP,
    soap: ended('of a blocked app'),
  }),

  policyRow('flow', appOffersFlow, evidence('model.md 2.6', 'observed'), {
    'log-in': NO_APP,
    saml: exempt('checked when the service provider is found'),
    'web-server': ANY_KIND,
    'user-agent': 'user-agent.external-client-app',
    'device-page': AT_START,
    headless: exempt('checked with the site that was called'),
    'client-credentials': 'client-credentials.not-enabled',
    password: 'password.external-client-app',
    device: 'device.not-enabled',
    'token-exchange': 'token-exchange.not-enabled',
    tokens: ANY_KIND,
    rest: TOKENS_LIVE,
    'soap-log-in': NO_APP,
    soap: TOKENS_LIVE,
  }),
  policyRow('flow', orgAllowsFlow, evidence('model.md 4.6', 'documented'), {
    'log-in': NO_APP,
    'user-agent': 'user-agent.flow-disabled',
    password: 'password.flow-disabled',
    headless: exempt('checked with the site that was called'),
    pages: exempt('no setting turns it off'),
    tokens: exempt('no setting turns it off'),
    rest: TOKENS_LIVE,
    'soap-log-in': 'soap-login.disabled',
    soap: TOKENS_LIVE,
  }),

  policyRow('password', userIsNotLocked, evidence('model.md 4.7', 'recalled'), {
    'log-in': 'login.locked',
    password: 'password.locked-user',
    headless: 'headless.user-locked',
    pages: AT_LOG_IN,
    tokens: NO_PASSWORD,
    rest: TOKENS_LIVE,
    'soap-log-in': 'soap-login.locked',
    soap: TOKENS_LIVE,
  }),

  policyRow('user', orgIsActive, evidence('token.md 1.6', 'observed'), {
    'log-in': 'login.org-inactive',
    pages: LOG_IN_AGAIN,
    tokens: 'org.inactive',
    rest: ended('of an inactive org'),
    'soap-log-in': 'soap-login.org-inactive',
    soap: ended('of an inactive org'),
  }),
  policyRow('user', userIsActive, evidence('token.md 1.6', 'observed'), {
    'log-in': 'login.inactive',
    pages: LOG_IN_AGAIN,
    tokens: 'user.inactive',
    rest: ended('of an inactive user'),
    'soap-log-in': 'soap-login.inactive',
    soap: ended('of an inactive user'),
  }),
  policyRow('user', userIsNotFrozen, evidence('model.md 4.7', 'documented'), {
    'log-in': 'login.frozen',
    pages: LOG_IN_AGAIN,
    tokens: 'user.frozen',
    rest: TOKENS_LIVE,
    'soap-log-in': 'soap-login.frozen',
    soap: TOKENS_LIVE,
  }),
  policyRow('user', passwordIsValid, evidence('token.md 5', 'observed'), {
    'log-in': 'login.password-expired',
    pages: AT_LOG_IN,
    headless: UNKNOWN,
    password: exempt('a token is issued; the API refuses it'),
    tokens: NO_PASSWORD,
    rest: 'rest.password-expired',
    'soap-log-in': exempt('the log-in succeeds and says so; the API refuses the session'),
    soap: 'soap.password-expired',
  }),
  policyRow('user', withinLoginHours, evidence('model.md 4.7', 'documented'), {
    'log-in': 'login.hours',
    pages: LOG_IN_AGAIN,
    tokens: 'user.login-hours',
    rest: 'rest.login-hours',
    'soap-log-in': 'soap-login.hours',
    soap: 'soap.login-hours',
  }),
  policyRow('user', withinLoginIpRanges, evidence('model.md 4.2', 'observed'), {
    'log-in': 'login.ip-restricted',
    pages: LOG_IN_AGAIN,
    tokens: 'user.ip-restricted',
    rest: 'rest.ip-restricted',
    'soap-log-in': 'soap-login.ip-restricted',
    soap: 'soap.ip-restricted',
  }),
  policyRow('user', verificationCodeIsRight, evidence('token.md 5', 'observed'), {
    'log-in': exempt('the page has a policy of its own: trusted network'),
    pages: AT_LOG_IN,
    headless: exempt('no source says that the permission is about headless log-ins'),
    password: 'password.verification-code',
    tokens: NO_PASSWORD,
    rest: TOKENS_LIVE,
    'soap-log-in': 'soap-login.verification-code',
    soap: TOKENS_LIVE,
  }),
  policyRow('user', callsFromTrustedNetwork, evidence('model.md 4.2', 'documented'), {
    'log-in': 'login.verification-code',
    pages: AT_LOG_IN,
    headless: exempt('customers and partners need not prove more'),
    password: 'password.security-token',
    tokens: NO_PASSWORD,
    rest: TOKENS_LIVE,
    'soap-log-in': 'soap-login.security-token',
    soap: TOKENS_LIVE,
  }),

  policyRow('user', logInLevelSuffices, evidence('model.md 4.4', 'documented'), {
    'log-in': 'login.verification-code',
    pages: AT_LOG_IN,
    tokens: UNKNOWN,
    rest: TOKENS_LIVE,
    'soap-log-in': UNKNOWN,
    soap: TOKENS_LIVE,
  }),

  policyRow('access', appIsAllowListed, evidence('model.md 4.5', 'observed'), {
    'log-in': NO_APP,
    saml: NO_OAUTH,
    pages: 'authorize.api-access-control',
    tokens: 'app.not-allow-listed',
    rest: 'rest.api-access-control',
    'soap-log-in': exempt('the log-in succeeds; the API refuses the session'),
    soap: 'soap.api-access-control',
  }),
  policyRow('access', appMayServeOrg, evidence('authorize.md 4.4', 'observed'), {
    'log-in': NO_APP,
    saml: OWN_APP,
    pages: 'authorize.cross-org',
    'user-agent': NOT_OF_ITS_KIND,
    tokens: exempt("refused by the next line: an app that is not the org's is not installed there"),
    rest: TOKENS_LIVE,
    'soap-log-in': NO_APP,
    soap: TOKENS_LIVE,
  }),
  policyRow('access', externalAppIsInstalled, evidence('token.md 1.6', 'observed'), {
    'log-in': NO_APP,
    saml: OWN_APP,
    pages: 'authorize.external-app-not-installed',
    'user-agent': NOT_OF_ITS_KIND,
    password: NOT_OF_ITS_KIND,
    tokens: 'app.not-installed',
    sso: exempt('the app is a Connected App'),
    rest: TOKENS_LIVE,
    'soap-log-in': NO_APP,
    soap: TOKENS_LIVE,
  }),
  policyRow('access', appIsOfOrg, evidence('token.md 7', 'observed'), {
    'log-in': NO_APP,
    saml: OWN_APP,
    pages: exempt('users may authorize an app of another org: see app installed'),
    password: 'app.not-installed',
    bearer: 'user.of-another-org',
    headless: exempt('checked with the site that was called'),
    'token-exchange': exempt("a handler names users of the app's own org only"),
    'client-credentials': exempt("the run-as user is of the app's own org"),
    tokens: AT_AUTHORIZE,
    sso: exempt('the app is the CLI, which is in every org'),
    rest: TOKENS_LIVE,
    'soap-log-in': NO_APP,
    soap: TOKENS_LIVE,
  }),
  policyRow('access', userIsPermitted, evidence('token.md 1.6, authorize.md 4.4', 'observed'), {
    'log-in': NO_APP,
    saml: exempt('that flow asks for more: idp.no-access'),
    pages: 'authorize.not-admin-approved',
    headless: exempt('that flow asks for more: headless.not-pre-authorized'),
    tokens: 'user.not-admin-approved',
    rest: exempt('it takes effect at the next refresh'),
    'soap-log-in': NO_APP,
    soap: exempt('it takes effect at the next refresh'),
  }),
  policyRow('access', userIsAssigned, evidence('setup-pages.md A.1', 'observed'), {
    'log-in': NO_APP,
    saml: 'idp.no-access',
    pages: NO_SAML,
    headless: NO_SAML,
    tokens: NO_SAML,
    rest: NO_SAML,
    'soap-log-in': NO_APP,
    soap: NO_SAML,
  }),
  policyRow('access', appIsInstalled, evidence('model.md 4.5', 'documented'), {
    'log-in': NO_APP,
    saml: OWN_APP,
    pages: 'authorize.app-not-installed',
    'device-page': 'device.app-not-installed',
    'authorization-code': AT_AUTHORIZE,
    refresh: exempt('who approved the app before may go on'),
    tokens: 'app.not-installed',
    rest: TOKENS_LIVE,
    'soap-log-in': NO_APP,
    soap: TOKENS_LIVE,
  }),
  policyRow('access', userMayUseBrowser, evidence('authorize.md 4.4', 'observed'), {
    'log-in': NO_APP,
    saml: 'idp.api-only-user',
    pages: 'authorize.api-only-user',
    tokens: NO_BROWSER,
    'authorization-code': AT_AUTHORIZE,
    rest: TOKENS_LIVE,
    'soap-log-in': NO_BROWSER,
    soap: TOKENS_LIVE,
  }),
  policyRow('access', apiIsEnabled, evidence('identity-and-resources.md 10.4', 'observed'), {
    'log-in': NO_APP,
    saml: NO_OAUTH,
    pages: exempt('checked when the code is exchanged'),
    'authorization-code': 'user.api-disabled',
    headless: exempt('checked when the code is exchanged'),
    tokens: exempt('a token is issued; the API refuses it'),
    rest: 'rest.api-disabled',
    'soap-log-in': 'soap-login.api-disabled',
    soap: 'soap.api-disabled',
  }),
  policyRow('level', sessionLevelSuffices, evidence('model.md 1.4', 'documented'), {
    'log-in': NO_APP,
    saml: 'idp.session-level',
    pages: 'authorize.session-level',
    'authorization-code': AT_AUTHORIZE,
    device: AT_AUTHORIZE,
    tokens: 'user.session-level',
    rest: 'rest.session-level',
    'soap-log-in': NO_APP,
    soap: 'soap.session-level',
  }),

  policyRow('rate', loginRateIsKept, evidence('token.md 1.6', 'observed'), {
    'log-in': 'login.rate',
    pages: AT_LOG_IN,
    headless: exempt('counted when the code is exchanged'),
    tokens: 'user.login-rate',
    rest: exempt('the use of a token is no log-in'),
    'soap-log-in': 'soap-login.rate',
    soap: exempt('the use of a token is no log-in'),
  }),
]);

function evidence(section: string, certainty: Certainty): DemandEvidence {
  return { section, certainty };
}
