/** Connected Apps and External Client Apps in a seed (wire facts, model.md 1 and 2). */
import { z } from 'zod';
import { CALLBACKS_LIMIT, callbacksLength } from '../org/callback.ts';
import { SCOPE_NAMES } from '../org/scopes.ts';
import {
  emailComplaint,
  iconUrlComplaint,
  logoUrlComplaint,
  pageUrlComplaint,
  readRefreshTokenPolicy,
  singleLogoutUrlComplaint,
} from './fields.ts';
import { AppSaml } from './schema-saml.ts';
import { apiName, checked, flag, instant, ipRanges, minutes, recordId, text } from './schema-words.ts';

/** The names are checked in ./references.ts: an org may have custom scopes. */
const Scope = z.string().meta({ examples: SCOPE_NAMES });

const MobilePolicy = z.strictObject({
  screenLock: z.int().min(1).max(1_440).describe('Minutes after which the screen locks.'),
  pinLength: z.int().min(4).max(8).describe('Digits of the PIN that unlocks it, 4 to 8.'),
});

const SessionPolicy = z.strictObject({
  sessionTimeout: minutes()
    .optional()
    .describe("Minutes until an idle access token dies. Left out: the profile's, then the org's."),
  sessionLevel: z
    .enum(['LOW', 'STANDARD', 'HIGH_ASSURANCE'])
    .optional()
    .describe(
      'Session level the app needs. Left out: none for a Connected App, STANDARD for an External Client App.',
    ),
  policyAction: z
    .enum(['Block', 'RaiseSessionLevel'])
    .optional()
    .describe('What happens to a session below sessionLevel. Left out: none.'),
});

const IdToken = z.strictObject({
  validity: z.int().min(1).max(720).default(2).describe('Minutes, 1 to 720.'),
  audiences: z.array(text()).default([]).describe('Values added to `aud` next to the consumer key.'),
  includeStandardClaims: flag(false, 'Whether the ID token carries the standard claims.'),
  includeAttributes: flag(false, 'Whether the ID token carries the custom attributes.'),
  includeCustomPermissions: flag(false, 'Whether the ID token carries the custom permissions.'),
});

const AssetToken = z.strictObject({
  audiences: z.array(text()).min(1, 'must name at least one audience').describe('`aud` of the asset tokens.'),
  validity: z.int().min(1).max(31_536_000).default(60).describe('Seconds.'),
  includeAttributes: flag(false, 'Whether the asset token carries the custom attributes.'),
  includeCustomPermissions: flag(false, 'Whether the asset token carries the custom permissions.'),
});

const consumerKey = () =>
  text(256).regex(/^[A-Za-z0-9._]{8,}$/, {
    error: ({ input }) => `'${input}' is not a consumer key: 8 to 256 letters, digits, dots and underscores`,
  });

const consumerSecret = () =>
  text(256).regex(/^[A-Za-z0-9]{8,}$/, { error: 'must be 8 to 256 letters and digits' });

const callbackUrls = () =>
  z.array(z.string()).refine((urls) => callbacksLength(urls) <= CALLBACKS_LIMIT, {
    error: ({ input }) =>
      `${callbacksLength(input)} characters in all: Salesforce stores at most ${CALLBACKS_LIMIT}`,
  });

const earlierFlag = () => z.boolean().optional().describe('As it was. Left out: as it is now.');

const Earlier = z.strictObject({
  until: instant().describe('When the change has spread.'),
  callbackUrls: callbackUrls().optional().describe('As they were. Left out: as they are now.'),
  scopes: z.array(Scope).optional().describe('As they were. Left out: as they are now.'),
  isPkceRequired: earlierFlag(),
  isConsumerSecretOptional: earlierFlag(),
  isSecretRequiredForRefreshToken: earlierFlag(),
  isClientCredentialEnabled: earlierFlag(),
  isDeviceFlowEnabled: earlierFlag(),
  isNamedUserJwtEnabled: earlierFlag(),
  isIntrospectAllTokens: earlierFlag(),
  isTokenExchangeEnabled: earlierFlag(),
  isSecretRequiredForTokenExchange: earlierFlag(),
  isCodeCredentialEnabled: earlierFlag(),
  isCodeCredentialPostOnly: earlierFlag(),
});

export const App = z.strictObject({
  kind: z
    .enum(['connectedApp', 'externalClientApp'])
    .default('connectedApp')
    .describe('Connected App or External Client App.'),
  name: apiName().describe('API name.'),
  id: recordId('0H4', 'app'),
  label: text()
    .optional()
    .describe('The name on the Allow Access page. Left out: name with spaces for underscores.'),
  description: text(4_000).optional().describe('Shown on the Allow Access page. Left out: none.'),
  logoUrl: checked(2_000, logoUrlComplaint)
    .optional()
    .describe(
      'The logo on the Allow Access page, which loads it from there: https, at most 200 by 125 pixels. Left out: none.',
    ),
  contactEmail: checked(80, emailComplaint)
    .optional()
    .describe('Whom Salesforce writes to about the app; Setup wants it of a new one. Left out: none.'),
  contactPhone: text(40).optional().describe('Whom Salesforce calls about the app. Left out: none.'),
  iconUrl: checked(2_000, iconUrlComplaint).optional().describe('Icon URL in Setup: https. Left out: none.'),
  infoUrl: checked(2_000, pageUrlComplaint)
    .optional()
    .describe('Page about the app, which Setup links. Left out: none.'),
  startUrl: checked(2_000, pageUrlComplaint)
    .optional()
    .describe('Start URL: where the App Launcher leads. Left out: none.'),
  mobileStartUrl: checked(2_000, pageUrlComplaint)
    .optional()
    .describe('Mobile Start URL: where the App Launcher of a mobile device leads. Left out: none.'),
  consumerKey: consumerKey()
    .optional()
    .describe('client_id; unique across all orgs. Left out: derived from the org and name.'),
  consumerSecret: consumerSecret()
    .optional()
    .describe('client_secret. Left out: derived from the org and name.'),
  stagedConsumer: z
    .strictObject({
      consumerKey: consumerKey().describe('client_id once it is applied.'),
      consumerSecret: consumerSecret().describe('client_secret once it is applied.'),
    })
    .optional()
    .describe(
      'Manage Consumer Details > staged consumer details: the pair that takes the place of the other when somebody applies it. Left out: none.',
    ),
  callbackUrls: callbackUrls()
    .default([])
    .describe(
      'Absolute URLs, compared exactly with redirect_uri; custom schemes and `oob` are fine; 2,000 characters in all.',
    ),
  scopes: z
    .array(Scope)
    .default([])
    .describe('OAuth names (`refresh_token`) or Metadata names (`RefreshToken`), and names of customScopes.'),
  certificate: text(1_000_000)
    .optional()
    .describe(
      'Enables the JWT bearer flow: PEM, base64 DER, or a path relative to the seed file. Left out: none.',
    ),
  isAdminApproved: flag(
    false,
    'true: only the profiles and permission sets below may use it, without asking; false: every user may self-authorize.',
  ),
  profiles: z.array(text()).default([]).describe('Pre-authorized profiles.'),
  permissionSets: z
    .array(text())
    .default([])
    .describe('Pre-authorized permission sets, by label or API name.'),
  initialAccessToken: text()
    .optional()
    .describe(
      'Initial Access Token for Dynamic Client Registration: who holds it may register apps. Left out: none.',
    ),
  singleLogoutUrl: checked(2_000, singleLogoutUrlComplaint)
    .optional()
    .describe('Enable Single Logout: called in the browser when its user logs out. Left out: none.'),
  isPkceRequired: z
    .boolean()
    .optional()
    .describe(
      'true: a code flow without PKCE is refused. Left out: false for a Connected App, true for an External Client App.',
    ),
  isConsumerSecretOptional: flag(false, 'true: a code is exchanged without client_secret.'),
  isSecretRequiredForRefreshToken: flag(true, 'false: a refresh token is used without client_secret.'),
  isRefreshTokenRotationEnabled: flag(false, 'Each refresh brings a new refresh token and ends the old one.'),
  isClientCredentialEnabled: flag(false, 'Enables the client credentials flow; needs clientCredentialUser.'),
  clientCredentialUser: text()
    .optional()
    .describe(
      'Username of the run-as user; one that names no user is kept and refused on the wire, as Salesforce does. Left out: none.',
    ),
  isDeviceFlowEnabled: z
    .boolean()
    .optional()
    .describe(
      'Enables the device flow. Left out: true if a callback URL ends in /services/oauth2/success, else false.',
    ),
  isNamedUserJwtEnabled: flag(false, 'Access tokens are JWTs instead of opaque session ids.'),
  isIntrospectAllTokens: flag(false, "true: may introspect other apps' tokens."),
  isTokenExchangeEnabled: flag(false, 'Enables the token exchange flow; needs one of tokenExchangeHandlers.'),
  isSecretRequiredForTokenExchange: z
    .boolean()
    .optional()
    .describe(
      'true: a token is exchanged with client_secret only. Left out: false for a Connected App, true for an External Client App.',
    ),
  isCodeCredentialEnabled: flag(false, 'Enables the Authorization Code and Credentials flow.'),
  isCodeCredentialPostOnly: flag(
    false,
    'That flow: user credentials in the body only, not in a Basic header.',
  ),
  isGuestCodeCredFlowEnabled: flag(false, 'That flow: guests of a site, too; needs isNamedUserJwtEnabled.'),
  refreshTokenPolicy: z
    .string()
    .refine((policy) => readRefreshTokenPolicy(policy) !== undefined, {
      error: ({ input }) =>
        `'${input}' is not a refresh token policy: infinite, zero, specific_lifetime:N:UNIT or specific_inactivity:N:UNIT, UNIT being HOURS, DAYS or MONTHS`,
    })
    .optional()
    .describe(
      'infinite, zero, specific_lifetime:N:UNIT or specific_inactivity:N:UNIT; UNIT is HOURS, DAYS or MONTHS (30 days). Left out: infinite for a Connected App, specific_lifetime:365:DAYS for an External Client App.',
    ),
  ipRelaxation: z
    .enum(['ENFORCE', 'ENFORCE_RELAXREFRESH', 'BYPASS_2FACTOR', 'BYPASS'])
    .default('ENFORCE')
    .describe('How the IP ranges of profiles bind this app.'),
  ipRanges: ipRanges('Trusted addresses of the app.'),
  sessionPolicy: SessionPolicy.prefault({}).describe('Session policy.'),
  idToken: IdToken.prefault({}).describe('ID token settings.'),
  assetToken: AssetToken.optional().describe(
    'Asset token settings, which enable the asset token flow. Left out: none.',
  ),
  mobilePolicy: MobilePolicy.optional().describe(
    'Screen lock and PIN of a mobile app, told in the identity document. Left out: none.',
  ),
  pushServices: z
    .array(z.enum(['apple', 'androidGcm']))
    .default([])
    .describe('Push notification services of a mobile app, told in the identity document.'),
  saml: AppSaml.optional().describe(
    'Enable SAML: the app is a service provider, and the org logs in those who have one of its profiles or permission sets. Left out: none.',
  ),
  attributes: z.record(text(), z.string()).default({}).describe('Custom attributes: key to formula.'),
  state: z
    .enum(['installed', 'uninstalled', 'blocked'])
    .default('installed')
    .describe('As on the Connected Apps OAuth Usage page.'),
  isEnabled: flag(true, 'External Client Apps: App Status.'),
  isOauthPluginEnabled: flag(true, 'External Client Apps: whether its OAuth settings are in force.'),
  createdAt: instant()
    .optional()
    .describe('When it was made: propagationDelay counts from then. Left out: when a store first sees it.'),
  propagationDelay: z
    .int()
    .min(0)
    .max(1440)
    .default(0)
    .describe(
      'Minutes until a new app is known: `invalid_client_id` before. Real ones take 2 to 10, External Client Apps up to 30.',
    ),
  earlier: Earlier.optional().describe(
    'What a change in Setup changed, as it was: requests meet that until the change has spread. Policies and secrets change at once. Left out: nothing is on its way.',
  ),
  distributionState: z
    .enum(['Local', 'Packaged'])
    .default('Local')
    .describe('External Client Apps: only a Packaged one may be used by another org.'),
});
