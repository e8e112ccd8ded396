/** What is seen of the org as identity provider: AppMenuItem and IdpEventLog (setup-pages.md A.4, A.6); lengths are recalled. */
import {
  boolean,
  datetime,
  ID,
  int,
  picklist,
  reference,
  SYSTEM,
  string,
  systemText,
  type WrittenField,
} from './field.ts';
import type { WrittenObject } from './object.ts';

const option = (name: string): WrittenField => boolean(name, SYSTEM);

export const appMenuItem: WrittenObject = {
  name: 'AppMenuItem',
  label: 'AppMenuItem',
  labelPlural: 'AppMenuItem',
  keyPrefix: '0DS',
  capabilities: new Set(['queryable', 'retrieveable']),
  fields: [
    { ...ID, label: 'App Menu Item ID' },
    reference('ApplicationId', 'ConnectedApplication', SYSTEM),
    picklist('CanvasAccessMethod', 40, '', SYSTEM),
    option('CanvasEnabled'),
    systemText('CanvasOptions'),
    systemText('CanvasReferenceId'),
    systemText('CanvasSelectedLocations'),
    systemText('CanvasUrl'),
    systemText('Description'),
    systemText('IconUrl'),
    systemText('InfoUrl'),
    option('IsAccessible'),
    option('IsRegisteredDeviceOnly'),
    option('IsUsingAdminAuthorization'),
    option('IsVisible'),
    systemText('Label', 80),
    systemText('LogoUrl'),
    systemText('MobileAppVer'),
    systemText('MobileDeviceType'),
    systemText('MobileMinOsVer'),
    systemText('MobilePlatform'),
    systemText('MobileStartUrl'),
    string('Name', 80, { ...SYSTEM, isNillable: false, isNameField: true }),
    int('SortOrder', 9, SYSTEM),
    systemText('StartUrl'),
    picklist('Type', 40, '', SYSTEM),
    int('UserSortOrder', 9, SYSTEM),
  ],
};

export const idpEventLog: WrittenObject = {
  name: 'IdpEventLog',
  label: 'Identity Provider Event Log',
  labelPlural: 'Identity Provider Event Log',
  keyPrefix: '0vA',
  capabilities: new Set(['queryable', 'retrieveable']),
  fields: [
    { ...ID, label: 'Identity Provider Event Log ID' },
    reference('AppId', 'ConnectedApplication', SYSTEM),
    reference('AuthSessionId', 'AuthSession', SYSTEM),
    picklist('ErrorCode', 40, '', SYSTEM),
    systemText('IdentityUsed'),
    picklist('InitiatedBy', 40, '', SYSTEM),
    boolean('OptionsHasLogoutUrl', SYSTEM),
    systemText('SamlEntityUrl'),
    picklist('SsoType', 40, '', SYSTEM),
    datetime('Timestamp', { ...SYSTEM, isNillable: false }),
    reference('UserId', 'User', SYSTEM),
  ],
};
