/** model.md 2.3, the policies, row by row. */
import { describe, expect, test } from 'vitest';
import { appOfParts } from './helpers.ts';

const DAY = 86_400_000;

describe('2.3 OAuth policy', () => {
  test.each([
    ['AllSelfAuthorized', false],
    ['AdminApprovedPreAuthorized', true],
  ])('permittedUsersPolicyType %s', async (written, expected) => {
    const told = await appOfParts({
      policy: `<permittedUsersPolicyType>${written}</permittedUsersPolicyType>`,
    });
    expect(told.app.isAdminApproved).toBe(expected);
  });

  test('permittedUsersPolicyType AdminApproved is rejected', async () => {
    const told = await appOfParts({
      policy: '<permittedUsersPolicyType>AdminApproved</permittedUsersPolicyType>',
    });
    expect(told.problems).toEqual([
      "c.ecaOauthPlcy-meta.xml:4:1 permittedUsersPolicyType is 'AdminApproved': did you mean 'AdminApprovedPreAuthorized'?",
    ]);
  });

  test('commaSeparatedProfile, commaSeparatedPermissionSet: names, labels and ids; white space and empty items', async () => {
    const told = await appOfParts({
      policy:
        '<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType><commaSeparatedProfile>admin, Standard User ,, {{PROFILE}}</commaSeparatedProfile>\n<commaSeparatedPermissionSet>Order Desk,0PS5g000000abcd</commaSeparatedPermissionSet>',
    });
    expect(told.app).toMatchObject({
      profiles: ['System Administrator', 'Standard User'],
      permissionSets: ['Order_Desk'],
    });
    expect(told.problems).toEqual([
      "c.ecaOauthPlcy-meta.xml:5:1 '0PS5g000000abcd' is the id of a record of some other org: write its name",
    ]);
    expect(told.defaulted).toContain("c.ecaOauthPlcy-meta.xml:4:80 '{{PROFILE}}' is a placeholder: left out");
  });

  test.each([
    ['Enforce', 'ENFORCE'],
    ['Bypass', 'BYPASS'],
    ['Bypass_2factor', 'BYPASS_2FACTOR'],
    ['Enforce_RelaxRefresh', 'ENFORCE_RELAXREFRESH'],
    ['Enforce_relaxrefresh', 'ENFORCE_RELAXREFRESH'],
  ])('ipRelaxationPolicyType %s', async (written, expected) => {
    const told = await appOfParts({ policy: `<ipRelaxationPolicyType>${written}</ipRelaxationPolicyType>` });
    expect(told.app.ipRelaxation).toBe(expected);
    expect(told.problems).toEqual([]);
  });

  test.each([
    ['Infinite', { kind: 'infinite' }],
    ['Zero', { kind: 'zero' }],
    ['SpecificInactivity', { kind: 'specific_inactivity', period: 3 * DAY }],
    ['SpecificLifetime', { kind: 'specific_lifetime', period: 3 * DAY }],
  ])('refreshTokenPolicyType %s', async (type, expected) => {
    const told = await appOfParts({
      policy: `<refreshTokenPolicyType>${type}</refreshTokenPolicyType><refreshTokenValidityPeriod>3</refreshTokenValidityPeriod><refreshTokenValidityUnit>Days</refreshTokenValidityUnit>`,
    });
    expect(told.app.refreshTokenPolicy).toEqual(expected);
  });

  test('requiredSessionLevel, policyAction', async () => {
    const policy = (level: string, action: string) => ({
      policy: `<policyAction>${action}</policyAction>\n<requiredSessionLevel>${level}</requiredSessionLevel>`,
    });
    expect((await appOfParts(policy('HIGH_ASSURANCE', 'Block'))).app.sessionPolicy).toMatchObject({
      sessionLevel: 'HIGH_ASSURANCE',
      policyAction: 'Block',
    });
    expect((await appOfParts(policy('HIGH', 'Raise'))).problems).toEqual([
      "c.ecaOauthPlcy-meta.xml:5:1 requiredSessionLevel is 'HIGH': did you mean 'HIGH_ASSURANCE'?",
      "c.ecaOauthPlcy-meta.xml:4:1 policyAction is 'Raise': did you mean 'RaiseSessionLevel'?",
    ]);
    expect((await appOfParts(policy('STANDARD', 'Block'))).skipped).toEqual([
      'c.ecaOauthPlcy-meta.xml:4:1 policyAction has no effect unless the session level is HIGH_ASSURANCE',
    ]);
  });

  const JWT = '<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>';
  const timeout = (minutes: string, type = 'Custom') =>
    `<namedUserJwtSessionTimeoutType>${type}</namedUserJwtSessionTimeoutType>\n<namedUserJwtTimeout>${minutes}</namedUserJwtTimeout>`;

  test('sessionTimeoutInMinutes: opaque tokens only', async () => {
    const policy = '<sessionTimeoutInMinutes>45</sessionTimeoutInMinutes>';
    expect((await appOfParts({ policy })).app.sessionPolicy.sessionTimeout).toBe(45);
    const told = await appOfParts({ policy, global: JWT });
    expect(told.app.sessionPolicy.sessionTimeout).toBeUndefined();
    expect(told.skipped).toEqual([
      'c.ecaOauthPlcy-meta.xml:4:1 sessionTimeoutInMinutes has no effect: access tokens of this app are JWTs',
    ]);
  });

  test.each([1, 5, 10, 15, 30, 60, 90, 120, 240, 480, 720])('namedUserJwtTimeout %d', async (minutes) => {
    const told = await appOfParts({ global: JWT, policy: timeout(String(minutes)) });
    expect(told.app.sessionPolicy.sessionTimeout).toBe(minutes);
    expect(told.problems).toEqual([]);
    expect(told.skipped).toEqual([]);
  });

  test('namedUserJwtTimeout: no other number, only with Custom, only with JWTs', async () => {
    const wrong = await appOfParts({ global: JWT, policy: timeout('7') });
    expect(wrong.app.sessionPolicy.sessionTimeout).toBe(30);
    expect(wrong.problems).toEqual([
      expect.stringMatching(
        /^c\.ecaOauthPlcy-meta\.xml:5:1 namedUserJwtTimeout is '7': did you mean '\d+'\?$/,
      ),
    ]);
    const session = await appOfParts({ global: JWT, policy: timeout('5', 'UserSession') });
    expect(session.app.sessionPolicy.sessionTimeout).toBeUndefined();
    expect(session.skipped).toEqual([
      'c.ecaOauthPlcy-meta.xml:5:1 namedUserJwtTimeout has no effect: namedUserJwtSessionTimeoutType is not Custom',
    ]);
    expect((await appOfParts({ policy: timeout('5') })).skipped).toEqual([
      'c.ecaOauthPlcy-meta.xml:4:1 namedUserJwtSessionTimeoutType has no effect: access tokens of this app are no JWTs',
      'c.ecaOauthPlcy-meta.xml:5:1 namedUserJwtTimeout has no effect: access tokens of this app are no JWTs',
    ]);
  });

  test('both switches must be on: isClientCredentialsFlowEnabled, and whoever it runs as', async () => {
    const on = '<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>';
    const user = '<clientCredentialsFlowUser>ada@acme.example</clientCredentialsFlowUser>';
    const both = await appOfParts({ global: on, policy: on + user });
    expect(both.app).toMatchObject({
      isClientCredentialEnabled: true,
      clientCredentialUser: 'ada@acme.example',
    });
    expect(both.defaulted).toContainEqual(
      expect.stringContaining("its run-as user 'ada@acme.example' is in no file"),
    );
    const one = await appOfParts({ global: on });
    expect(one.app.isClientCredentialEnabled).toBe(false);
    expect(one.defaulted).toContain(
      'a.ecaGlblOauth-meta.xml:4:1 isClientCredentialsFlowEnabled is true, but the switch in the policy is not: the flow is off',
    );
    const wrong = await appOfParts({
      global: on,
      policy: '<isClientCredentialsFlowEnabled>si</isClientCredentialsFlowEnabled>',
    });
    expect(wrong.app.isClientCredentialEnabled).toBe(false);
    expect(wrong.problems).toEqual([
      "c.ecaOauthPlcy-meta.xml:4:1 isClientCredentialEnabled of app 'App' must be true or false",
    ]);
  });

  test('isTokenExchangeFlowEnabled and isTokenExchangeEnabled; isGuestCodeCredFlowEnabled', async () => {
    const told = await appOfParts({
      global: '<isTokenExchangeEnabled>true</isTokenExchangeEnabled>',
      policy:
        '<isTokenExchangeFlowEnabled>true</isTokenExchangeFlowEnabled><isGuestCodeCredFlowEnabled>true</isGuestCodeCredFlowEnabled>',
    });
    expect(told.app).toMatchObject({ isTokenExchangeEnabled: true, isGuestCodeCredFlowEnabled: true });
    expect((await appOfParts({})).app).toMatchObject({
      isTokenExchangeEnabled: false,
      isGuestCodeCredFlowEnabled: false,
    });
  });

  test.each([
    ['apexHandler', 'apexHandler has no effect: Apex does not run here'],
    ['executeHandlerAs', 'executeHandlerAs has no effect: Apex does not run here'],
    [
      'guestJwtSessionTimeoutType',
      'guestJwtSessionTimeoutType has no effect: tokens of guests live as long as those of users',
    ],
    ['guestJwtTimeout', 'guestJwtTimeout has no effect: tokens of guests live as long as those of users'],
    [
      'isNamedUserJwtEnabled',
      'isNamedUserJwtEnabled has no effect: that of ExtlClntAppGlobalOauthSettings counts',
    ],
    ['label', 'label of ExtlClntAppOauthConfigurablePolicies files: no OAuth flow depends on it'],
  ])('%s has no effect, and that is told', async (element, note) => {
    expect((await appOfParts({ policy: `<${element}>true</${element}>` })).skipped).toEqual([
      `c.ecaOauthPlcy-meta.xml:4:1 ${note}`,
    ]);
  });
});

describe('2.3 app policy and SAML policy', () => {
  test.each([
    ['isEnabled', 'isEnabled'],
    ['isOauthPluginEnabled', 'isOauthPluginEnabled'],
  ] as const)('%s: both must be true for OAuth', async (element, field) => {
    const policy = (text: string) => appOfParts({ appPolicy: `<${element}>${text}</${element}>` });
    expect((await appOfParts({})).app[field]).toBe(true);
    const off = await policy('false');
    expect(off.app[field]).toBe(false);
    expect(off.skipped).toEqual([
      `d.ecaPlcy-meta.xml:4:1 External Client App 'App' is switched off (${element} is false): it answers app_not_found`,
    ]);
    const wrong = await policy('maybe');
    expect(wrong.app[field]).toBe(true);
    expect(wrong.skipped).toEqual([]);
    expect(wrong.problems).toEqual([`d.ecaPlcy-meta.xml:4:1 ${field} of app 'App' must be true or false`]);
  });

  test.each([
    'isSamlPluginEnabled',
    'isMobilePluginEnabled',
    'isNotificationPluginEnabled',
    'isPushPluginEnabled',
    'isCanvasPluginEnabled',
    'startPage',
    'label',
  ])('%s has no effect, and that is told', async (element) => {
    expect((await appOfParts({ appPolicy: `<${element}>x</${element}>` })).skipped).toEqual([
      `d.ecaPlcy-meta.xml:4:1 ${element} of ExtlClntAppConfigurablePolicies files: no OAuth flow depends on it`,
    ]);
  });

  test('lists of the SAML policy apply to the whole app; the rest of it is told', async () => {
    const told = await appOfParts({
      policy:
        '<commaSeparatedProfile>Admin</commaSeparatedProfile><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>',
      samlPolicy:
        '<acsUrl>https://a.example</acsUrl><commaSeparatedPermissionSet>Desk</commaSeparatedPermissionSet><commaSeparatedProfile>Standard</commaSeparatedProfile><entityUrl>x</entityUrl><nameIdFormat>Unspecified</nameIdFormat>',
    });
    expect(told.app).toMatchObject({
      profiles: ['System Administrator', 'Standard User'],
      permissionSets: ['Desk'],
    });
    expect(told.skipped).toEqual([
      'e.ecaSamlPlcy-meta.xml:4:1 acsUrl, entityUrl, nameIdFormat of ExtlClntAppSamlConfigurablePolicies files: SAML settings of apps are not used',
    ]);
  });
});
