/** What log-ins read and leave: ConnectedApplication, OauthToken, LoginHistory (identity-and-resources.md 11); lengths are recalled. */
import {
  boolean,
  datetime,
  ID,
  int,
  picklist,
  REQUIRED,
  reference,
  SYSTEM,
  string,
  systemText,
  type WrittenField,
} from './field.ts';
import type { WrittenObject } from './object.ts';

const option = (name: string): WrittenField =>
  boolean(name, { isCreateable: false, isPermissionable: false });

export const connectedApplication: WrittenObject = {
  name: 'ConnectedApplication',
  label: 'Connected Application',
  labelPlural: 'Connected Applications',
  keyPrefix: '0H4',
  capabilities: new Set(['queryable', 'retrieveable', 'updateable']),
  fields: [
    { ...ID, label: 'Connected App ID' },
    string('Name', 80, { ...SYSTEM, isNillable: false, isNameField: true }),
    picklist('MobileSessionTimeout', 40, '', { ...REQUIRED, isNillable: true, isCreateable: false }),
    string('MobileStartUrl', 255, { isCreateable: false, isPermissionable: false }),
    int('NamedUserUvidTimeout', 9, { isCreateable: false, isPermissionable: false }),
    option('OptionsAllowAdminApprovedUsersOnly'),
    option('OptionsHasSessionLevelPolicy'),
    option('OptionsRefreshTokenValidityMetric'),
    option('OptionsTokenExchangeManageBitEnabled'),
    option('OptionsIsInternal'),
    option('OptionsAllowExpiredUvidJWT'),
    option('OptionsCodeCredentialGuestEnabled'),
    option('OptionsFullContentPushNotifications'),
    picklist('PinLength', 40, '', { isCreateable: false, isPermissionable: false }),
    int('RefreshTokenValidityPeriod', 9, { isCreateable: false, isPermissionable: false }),
    string('StartUrl', 255, { isCreateable: false, isPermissionable: false }),
  ],
};

export const oauthToken: WrittenObject = {
  name: 'OauthToken',
  label: 'OAuth Token',
  labelPlural: 'OAuth Tokens',
  keyPrefix: '0CQ',
  capabilities: new Set(['queryable']),
  fields: [
    systemText('AccessToken'),
    reference('AppMenuItemId', 'AppMenuItem', SYSTEM),
    systemText('AppName', 80),
    datetime('CreatedDate', SYSTEM),
    systemText('DeleteToken'),
    { ...ID, label: 'OAuth Token ID', isNillable: true },
    datetime('LastUsedDate', SYSTEM),
    systemText('RequestToken'),
    int('UseCount', 9, SYSTEM),
    reference('UserId', 'User', SYSTEM),
  ],
};

export const loginHistory: WrittenObject = {
  name: 'LoginHistory',
  label: 'Login History',
  labelPlural: 'Login History',
  keyPrefix: '0Ya',
  capabilities: new Set(['queryable', 'retrieveable']),
  fields: [
    { ...ID, label: 'Login History ID' },
    systemText('ApiType', 64),
    systemText('ApiVersion', 32),
    systemText('Application', 64),
    systemText('AuthContextClassRef'),
    systemText('AuthMethodReference'),
    reference('AuthenticationServiceId', 'AuthProvider SamlSsoConfig', SYSTEM),
    systemText('Browser', 64),
    systemText('CipherSuite', 64),
    systemText('ClientVersion', 64),
    systemText('CountryIso', 3),
    reference('LoginGeoId', 'LoginGeo', SYSTEM),
    picklist('LoginSubType', 40, '', SYSTEM),
    datetime('LoginTime', { ...SYSTEM, isNillable: false }),
    picklist('LoginType', 40, '', SYSTEM),
    systemText('LoginUrl', 64),
    reference('NetworkId', 'Network', SYSTEM),
    boolean('OptionsIsGet', SYSTEM),
    boolean('OptionsIsPost', SYSTEM),
    systemText('Platform', 64),
    systemText('SourceIp', 39),
    systemText('Status', 128),
    systemText('TlsProtocol', 64),
    reference('UserId', 'User', SYSTEM),
  ],
};
