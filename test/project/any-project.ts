/** Projects of every kind: all that files can say of who may log in, right and wrong, in all files that can say it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  all,
  element,
  escaped,
  escapedWords,
  flag,
  flags,
  holder,
  listOf,
  maybe,
  pieces,
  someOf,
  xml,
} from './any-xml.ts';
import { metadata } from './metadata.ts';

const CERTIFICATE = readFileSync('seed/demo.crt', 'utf8');

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('Api', 'true', 'no', '0123', '~', '# x', '- a', 'a: b', '{{X}}', '1e3', 'null'),
);
const profileName = fc.constantFrom(
  'System Administrator',
  'Standard',
  'Standardbenutzer',
  'Sales',
  'システム管理者',
  'Elsewhere',
  '00e5g000000abcd',
);
const setName = fc.constantFrom('Order Desk', 'Orders', 'orders', 'Team', 'Elsewhere', '0PS5g000000abcd', '');
const username = fc.constantFrom('ada@acme.example', 'Bea@acme.example', 'nobody@acme.example', '{{USER}}');
const address = fc.constantFrom(
  '127.0.0.1',
  '10.0.0.0',
  '10.0.0.255',
  '::1',
  '::ffff',
  '0.0.0.0',
  '255.255.255.255',
  'x',
);
const minutes = fc.constantFrom('15', '60', '30', '7', '0', 'soon');

const callbackUrl = fc
  .array(fc.oneof(fc.constant('http://localhost:3000/cb'), fc.webUrl(), words), { maxLength: 3 })
  .map((urls) => urls.join('\n'));
const key = fc.oneof(fc.stringMatching(/^3MVG9[A-Za-z0-9._]{5,20}$/), words);
const secret = fc.oneof(fc.stringMatching(/^[A-Z0-9]{8,20}$/), words);
const certificate = fc.constantFrom('x', CERTIFICATE, CERTIFICATE);
const attribute = someOf({
  key: words,
  formula: fc.constantFrom('$User.Username', '"x" & $Organization.Id', ''),
});
const range = (start: string, end: string) =>
  someOf({ [start]: address, [end]: address, description: words });
const level = fc.constantFrom('STANDARD', 'HIGH_ASSURANCE', 'LOW', 'HIGH');
const action = fc.constantFrom('Block', 'RaiseSessionLevel', 'Raise');

const connectedApp = all(
  listOf('attributes', attribute),
  listOf('ipRanges', range('start', 'end')),
  someOf({ label: words, description: words, plugin: words }),
  holder(
    'oauthConfig',
    all(
      someOf({
        callbackUrl,
        certificate,
        consumerKey: key,
        consumerSecret: secret,
        oauthClientCredentialUser: username,
        singleLogoutUrl: fc.constantFrom('https://a.example/out', 'out'),
        ...flags(
          'isAdminApproved',
          'isClientCredentialEnabled',
          'isCodeCredentialEnabled',
          'isCodeCredentialPostOnly',
          'isConsumerSecretOptional',
          'isIntrospectAllTokens',
          'isNamedUserJwtEnabled',
          'isPkceRequired',
          'isRefreshTokenRotationEnabled',
          'isSecretRequiredForRefreshToken',
          'isSecretRequiredForTokenExchange',
          'isTokenExchangeEnabled',
        ),
      }),
      listOf('scopes', fc.constantFrom('Api', 'Web', 'RefreshToken', 'Full', 'Basic', 'OpenID', 'Apii'), 5),
      maybe(
        holder(
          'assetTokenConfig',
          someOf({
            assetAudiences: words.map(escaped),
            assetValidityPeriod: minutes,
            ...flags('assetIncludeAttributes', 'assetIncludeCustomPerms'),
          }),
        ),
      ),
      maybe(
        holder(
          'idTokenConfig',
          someOf({
            idTokenAudience: words,
            idTokenValidity: minutes,
            ...flags('idTokenIncludeAttributes', 'idTokenIncludeCustomPerms', 'idTokenIncludeStandardClaims'),
          }),
        ),
      ),
    ),
  ),
  maybe(
    holder(
      'oauthPolicy',
      someOf({
        ipRelaxation: fc.constantFrom(
          'ENFORCE',
          'ENFORCE_RELAXREFRESH',
          'BYPASS_2FACTOR',
          'BYPASS',
          'bypass',
        ),
        refreshTokenPolicy: fc.constantFrom(
          'infinite',
          'zero',
          'specific_lifetime:3:DAYS',
          'specific_lifetime:3',
        ),
        isTokenExchangeFlowEnabled: flag,
      }),
    ),
  ),
  listOf('permissionSetName', escapedWords(setName)),
  listOf('profileName', escapedWords(profileName)),
  maybe(
    holder('sessionPolicy', someOf({ sessionTimeout: minutes, sessionLevel: level, policyAction: action })),
  ),
).map((content) => metadata('ConnectedApp', content));

const part = (root: string, content: fc.Arbitrary<string>) =>
  content.map((inner) => metadata(root, `${element('externalClientApplication', 'Ext')}\n${inner}`));

const externalClientApp = fc.record(
  {
    'Ext.ecaGlblOauth': part(
      'ExtlClntAppGlobalOauthSettings',
      someOf({
        callbackUrl,
        certificate,
        consumerKey: key,
        consumerSecret: secret,
        ...flags(
          'isClientCredentialsFlowEnabled',
          'isCodeCredFlowEnabled',
          'isCodeCredPostOnly',
          'isConsumerSecretOptional',
          'isDeviceFlowEnabled',
          'isIntrospectAllTokens',
          'isNamedUserJwtEnabled',
          'isPkceRequired',
          'isRefreshTokenRotationEnabled',
          'isSecretRequiredForRefreshToken',
          'isSecretRequiredForTokenExchange',
          'isTokenExchangeEnabled',
        ),
      }),
    ),
    'Ext.ecaOauth': part(
      'ExtlClntAppOauthSettings',
      all(
        someOf({
          commaSeparatedOauthScopes: pieces(
            fc.constantFrom('Api', 'RefreshToken', 'SFApiPlatform', 'OpenID', 'Apii'),
          ),
          assetTokenAudiences: words,
          assetTokenValidity: minutes,
        }),
        listOf('customAttributes', attribute),
        listOf('trustedIpRanges', range('startIpAddress', 'endIpAddress')),
      ),
    ),
    'Ext.ecaOauthPlcy': part(
      'ExtlClntAppOauthConfigurablePolicies',
      all(
        someOf({
          clientCredentialsFlowUser: username,
          commaSeparatedProfile: pieces(profileName),
          commaSeparatedPermissionSet: pieces(setName),
          permittedUsersPolicyType: fc.constantFrom(
            'AllSelfAuthorized',
            'AdminApprovedPreAuthorized',
            'AdminApproved',
          ),
          ipRelaxationPolicyType: fc.constantFrom('Enforce', 'Bypass', 'Enforce_relaxrefresh', 'x'),
          refreshTokenPolicyType: fc.constantFrom(
            'Infinite',
            'Zero',
            'SpecificLifetime',
            'SpecificInactivity',
          ),
          refreshTokenValidityPeriod: fc.constantFrom('3', 'x'),
          refreshTokenValidityUnit: fc.constantFrom('Days', 'Hours', 'Weeks'),
          requiredSessionLevel: level,
          policyAction: action,
          sessionTimeoutInMinutes: minutes,
          namedUserJwtSessionTimeoutType: fc.constantFrom('Custom', 'UserSession'),
          namedUserJwtTimeout: minutes,
          ...flags(
            'isClientCredentialsFlowEnabled',
            'isTokenExchangeFlowEnabled',
            'isGuestCodeCredFlowEnabled',
          ),
        }),
        listOf('customAttributes', attribute),
      ),
    ),
    'Ext.ecaPlcy': part(
      'ExtlClntAppConfigurablePolicies',
      someOf(flags('isEnabled', 'isOauthPluginEnabled')),
    ),
  },
  { requiredKeys: [] },
);

const permissions = (...names: readonly string[]) =>
  listOf(
    'userPermissions',
    fc.tuple(flag, fc.constantFrom(...names)).map(([enabled, name]) =>
      xml([
        ['enabled', enabled],
        ['name', name],
      ]),
    ),
  );

const profile = all(
  permissions('ApiEnabled', 'ApiUserOnly', 'CanApproveUninstalledApps', 'TwoFactorApi', 'ViewSetup'),
  listOf('loginIpRanges', range('startAddress', 'endAddress'), 1),
  maybe(
    holder(
      'loginHours',
      someOf({
        mondayStart: fc.constantFrom('0', '480', 'x'),
        mondayEnd: fc.constantFrom('1080', '0'),
        sundayStart: fc.constant('60'),
      }),
    ),
  ),
).map((content) => metadata('Profile', content));

const permissionSet = all(
  listOf(
    'customPermissions',
    fc.tuple(flag, fc.constantFrom('Approve', 'Close')).map(([enabled, name]) =>
      xml([
        ['enabled', enabled],
        ['name', name],
      ]),
    ),
  ),
  someOf({ label: fc.constantFrom('Order Desk', 'Team', 'a & b') }),
  permissions('ApiEnabled', 'ApiUserOnly'),
).map((content) => metadata('PermissionSet', content));

const settings = fc.record(
  {
    OauthOidc: someOf(
      flags('blockOAuthUnPwFlow', 'blockOAuthUsrAgtFlow', 'isPkceRequired', 'oAuthCdCrdtFlowEnable'),
    ),
    ConnectedApp: someOf(flags('enableAdminApprovedAppsOnly', 'enableAdminApprovedAppsOnlyForExternalUser')),
    MyDomain: someOf({
      myDomainName: fc.constantFrom('acme', 'a b'),
      domainPartition: fc.constantFrom('sandbox', 'none', 'x'),
    }),
    Security: all(
      maybe(
        holder(
          'sessionSettings',
          someOf({
            sessionTimeout: fc.constantFrom('TwoHours', 'FourHours', 'x'),
            enforceIpRangesEveryRequest: flag,
            enableOauthCorsPolicy: flag,
          }),
        ),
      ),
      maybe(
        holder(
          'passwordPolicies',
          someOf({
            maxLoginAttempts: fc.constantFrom('ThreeAttempts', 'x'),
            lockoutInterval: fc.constantFrom('Forever', 'x'),
          }),
        ),
      ),
      maybe(holder('networkAccess', listOf('ipRanges', range('start', 'end')))),
    ),
  },
  { requiredKeys: [] },
);

const user = (name: string) =>
  fc.record({
    Username: fc.constant(name),
    LastName: words,
    Alias: words,
    password: fc.constant('correct-horse'),
    profileName,
    permsets: fc.array(setName, { maxLength: 2 }),
    IsActive: fc.constantFrom(true, true, false),
    IsFrozen: fc.constantFrom(false, false, true),
    UserType: fc.constantFrom('Standard', 'standard', 'PowerPartner'),
  });

/** The files of a project by their paths. */
export const anyProject: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    name: words,
    connectedApps: fc.array(connectedApp, { minLength: 1, maxLength: 2 }),
    externalClientApp: fc.option(externalClientApp, { nil: undefined }),
    profiles: fc.record({ Admin: profile, Standard: profile, Sales: profile }, { requiredKeys: [] }),
    permissionSets: fc.record({ Orders: permissionSet, Other: permissionSet }, { requiredKeys: [] }),
    groups: fc.array(setName, { maxLength: 2 }),
    sessionTimeout: minutes,
    settings,
    ada: user('ada@acme.example'),
    bea: fc.option(user('bea@acme.example'), { nil: undefined }),
    scratch: fc.option(
      fc.record({ orgName: words, username: fc.constantFrom('root@acme.example', 'root') }),
      { nil: undefined },
    ),
  })
  .map((facts) => {
    const { ada, bea, scratch, groups } = facts;
    const named = (folder: string, suffix: string, files: Readonly<Record<string, string | undefined>>) =>
      Object.entries(files).flatMap(([name, content]) =>
        content === undefined ? [] : [[`${folder}/${name}${suffix}`, content] as const],
      );
    const ofSettings = Object.entries(facts.settings).map(
      ([name, content]) => [name, metadata(`${name}Settings`, content)] as const,
    );
    const group = metadata(
      'PermissionSetGroup',
      `<label>Team</label>${groups.map((set) => element('permissionSets', set)).join('')}`,
    );
    const session = metadata(
      'ProfileSessionSetting',
      xml([
        ['profile', 'admin'],
        ['sessionTimeout', facts.sessionTimeout],
      ]),
    );
    return Object.fromEntries([
      [
        'sfdx-project.json',
        JSON.stringify({ packageDirectories: [{ path: 'force-app' }], name: facts.name }),
      ],
      ...facts.connectedApps.map(
        (content, i) => [`force-app/App_${i}.connectedApp-meta.xml`, content] as const,
      ),
      ...(facts.externalClientApp
        ? [
            ['force-app/Ext.eca-meta.xml', metadata('ExternalClientApplication', '')] as const,
            ...named('force-app', '-meta.xml', facts.externalClientApp),
          ]
        : []),
      ...named('force-app', '.profile-meta.xml', facts.profiles),
      ...named('force-app', '.permissionset-meta.xml', facts.permissionSets),
      ['force-app/Team_Group.permissionsetgroup-meta.xml', group],
      ['force-app/x.profileSessionSetting-meta.xml', session],
      ...named('force-app/settings', '.settings-meta.xml', Object.fromEntries(ofSettings)),
      ['config/ada-user-def.json', JSON.stringify(ada)],
      ...(bea
        ? [
            [
              'data/User.json',
              JSON.stringify({ records: [{ attributes: { type: 'User' }, ...bea }] }),
            ] as const,
          ]
        : []),
      ...(scratch
        ? [['config/project-scratch-def.json', JSON.stringify({ edition: 'Developer', ...scratch })] as const]
        : []),
    ]);
  });
