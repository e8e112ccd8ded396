/** What each refusal of the table of policies looks like on the wire, written out by hand: token.md 1.6, authorize.md 1, identity-and-resources.md 10.4. */

import { fault } from '../soap/helpers.ts';

const LOG_IN_PAGE =
  'Login | Salesforce: Please check your username and password. If you still can&#39;t log in, contact your Salesforce administrator.';
const DEAD = '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]';
const NOT_FOR_REST =
  '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]';
const AUTHENTICATION_FAILURE = '{"error":"invalid_grant","error_description":"authentication failure"}';

/** Query of an error at the callback, or on Salesforce's own error page. */
const query = (error: string, description: string) => `?error=${error}&error_description=${description}`;

const INVALID_LOGIN = fault(
  'INVALID_LOGIN',
  'LoginFault',
  'INVALID_LOGIN',
  'Invalid username, password, security token; or user locked out.',
);
const sessionFault = (text: string, code = 'INVALID_SESSION_ID') =>
  fault(`sf:${code}`, 'UnexpectedErrorFault', code, text);
const NOT_FOR_SOAP = sessionFault('This session is not valid for use with the API');
const ILLEGAL_SESSION = sessionFault('Invalid Session ID found in SessionHeader: Illegal Session');
const API_DISABLED = sessionFault('API is disabled for this User', 'API_CURRENTLY_DISABLED');

const INSUFFICIENT = (event: string) => `Insufficient Privileges: ${event}`;

export const WIRE: Readonly<Record<string, string>> = {
  'idp.app-disabled': INSUFFICIENT('Error: App access denied'),
  'idp.app-blocked': INSUFFICIENT('Error: App blocked'),
  'idp.no-access': INSUFFICIENT('Error: User does not have access to this service provider'),
  'idp.api-only-user': INSUFFICIENT('Error: App access denied'),
  'idp.session-level': INSUFFICIENT('Error: Invalid session level'),
  'rest.dead-token': DEAD,
  'soap.dead-session': sessionFault(
    'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session hash: (hash)\nThis error usually occurs after a session expires or a user logs out. Decoder: DataInDbSessionKeyDecoder',
  ),
  'soap-login.disabled': sessionFault(
    'SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().',
    'INVALID_OPERATION',
  ),
  'soap-login.locked': INVALID_LOGIN,
  'soap-login.org-inactive': fault(
    'ORG_LOCKED',
    'LoginFault',
    'ORG_LOCKED',
    'The organization has been locked. You must contact Salesforce to unlock it.',
  ),
  'soap-login.inactive': INVALID_LOGIN,
  'soap-login.frozen': INVALID_LOGIN,
  'soap-login.hours': fault(
    'LOGIN_DURING_RESTRICTED_TIME',
    'LoginFault',
    'LOGIN_DURING_RESTRICTED_TIME',
    'cannot log in during restricted time',
  ),
  'soap-login.ip-restricted': fault(
    'LOGIN_DURING_RESTRICTED_DOMAIN',
    'LoginFault',
    'LOGIN_DURING_RESTRICTED_DOMAIN',
    'cannot log in from current domain',
  ),
  'soap-login.verification-code': INVALID_LOGIN,
  'soap-login.security-token': fault(
    'LOGIN_MUST_USE_SECURITY_TOKEN',
    'LoginFault',
    'LOGIN_MUST_USE_SECURITY_TOKEN',
    'Invalid username, password, security token; or user locked out. Are you at a new location? When accessing Salesforce--either via a desktop client or the API--from outside of your company’s trusted networks, you must add a security token to your password to log in. To get your new security token, log in to Salesforce. From your personal settings, enter Reset My Security Token in the Quick Find box, then select Reset My Security Token.',
  ),
  'soap-login.api-disabled': API_DISABLED,
  'soap-login.rate': fault(
    'REQUEST_LIMIT_EXCEEDED',
    'LoginFault',
    'REQUEST_LIMIT_EXCEEDED',
    'login rate exceeded',
  ),
  'soap.password-expired': sessionFault(
    'The users password has expired, you must call SetPassword before attempting any other API operations',
    'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
  ),
  'soap.login-hours': ILLEGAL_SESSION,
  'soap.ip-restricted': ILLEGAL_SESSION,
  'soap.api-access-control': NOT_FOR_SOAP,
  'soap.api-disabled': API_DISABLED,
  'soap.session-level': NOT_FOR_SOAP,

  'authorize.client-not-propagated':
    'error=invalid_client_id&error_description=client%20identifier%20invalid',
  'client.not-propagated': '{"error":"invalid_client_id","error_description":"client identifier invalid"}',

  'authorize.app-disabled': query(
    'oauth_flow_disabled',
    'The+external+client+app+or+the+OAuth+plugin+is+disabled.',
  ),
  'app.disabled':
    '{"error":"oauth_flow_disabled","error_description":"The external client app or the OAuth plugin is disabled."}',
  'authorize.app-blocked': query('OAUTH_APP_BLOCKED', 'this+app+is+blocked+by+admin'),
  'app.blocked': '{"error":"app_blocked","error_description":"this app is blocked by admin"}',

  'user-agent.external-client-app': query('oauth_flow_disabled', 'user-agent+flow+is+disabled'),
  'client-credentials.not-enabled':
    '{"error":"invalid_grant","error_description":"client credentials flow not enabled"}',
  'password.external-client-app': AUTHENTICATION_FAILURE,
  'device.not-enabled':
    '{"error":"invalid_grant","error_description":"device flow is not enabled for the app"}',
  'token-exchange.not-enabled':
    '{"error":"invalid_grant","error_description":"token exchange flow not enabled"}',
  'user-agent.flow-disabled': query('oauth_flow_disabled', 'user-agent+flow+is+disabled'),
  'password.flow-disabled': AUTHENTICATION_FAILURE,

  'login.locked': LOG_IN_PAGE,
  'password.locked-user': AUTHENTICATION_FAILURE,
  'headless.user-locked': AUTHENTICATION_FAILURE,

  'login.org-inactive': LOG_IN_PAGE,
  'org.inactive': '{"error":"invalid_grant","error_description":"inactive organization"}',
  'login.inactive': LOG_IN_PAGE,
  'login.frozen': LOG_IN_PAGE,
  'user.frozen': '{"error":"invalid_grant","error_description":"inactive user"}',
  'user.inactive': '{"error":"invalid_grant","error_description":"inactive user"}',
  'login.password-expired': LOG_IN_PAGE,
  'rest.password-expired':
    '[{"message":"Your password has expired. Please reset your password.","errorCode":"INVALID_OPERATION_WITH_EXPIRED_PASSWORD"}]',
  'login.rate': LOG_IN_PAGE,
  'user.login-rate': '{"error":"invalid_grant","error_description":"login rate exceeded"}',
  'login.hours': LOG_IN_PAGE,
  'user.login-hours': '{"error":"invalid_grant","error_description":"invalid login hours"}',
  'rest.login-hours': DEAD,
  'login.ip-restricted': LOG_IN_PAGE,
  'user.ip-restricted': '{"error":"invalid_grant","error_description":"ip restricted"}',
  'rest.ip-restricted': NOT_FOR_REST,
  'password.verification-code': AUTHENTICATION_FAILURE,
  'login.verification-code':
    'Verify Your Identity | Salesforce: The verification code is incorrect or has expired. Try again.',
  'password.security-token': AUTHENTICATION_FAILURE,

  'authorize.api-access-control': query('OAUTH_APP_BLOCKED', 'this+app+is+blocked+by+admin'),
  'app.not-allow-listed':
    '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
  'rest.api-access-control': NOT_FOR_REST,
  'authorize.cross-org': query(
    'OAUTH_AUTHORIZATION_BLOCKED',
    'Cross-org+OAuth+flows+are+not+supported+for+this+external+client+app',
  ),
  'authorize.external-app-not-installed': query(
    'OAUTH_EC_APP_NOT_FOUND',
    'External+client+app+is+not+installed+in+this+org',
  ),
  'app.not-installed':
    '{"error":"app_not_found","error_description":"External client app is not installed in this org"}',
  'user.of-another-org': `{"error":"invalid_grant","error_description":"user hasn't approved this consumer"}`,
  'authorize.not-admin-approved': query(
    'OAUTH_APP_ACCESS_DENIED',
    'user+is+not+admin+approved+to+access+this+app',
  ),
  'user.not-admin-approved':
    '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
  'authorize.app-not-installed': query('invalid_client', 'app+must+be+installed+into+org'),
  'device.app-not-installed': query('invalid_client', 'app+must+be+installed+into+org'),
  'authorize.api-only-user': query(
    'OAUTH_APPROVAL_ERROR_GENERIC',
    'An+unexpected+error+has+occurred+during+authentication.+Please+try+again.',
  ),
  'user.api-disabled': AUTHENTICATION_FAILURE,
  'rest.api-disabled':
    '[{"message":"The REST API is not enabled for this Organization.","errorCode":"API_DISABLED_FOR_ORG"}]',
  'authorize.session-level': query('invalid_session_level', 'session+level+is+lower+than+the+app+requires'),
  'user.session-level':
    '{"error":"invalid_session_level","error_description":"session level is lower than the app requires"}',
  'rest.session-level': NOT_FOR_REST,
};
