/** The AppMenuItem object: the tiles of the app launcher (setup-pages.md A.6). */
import { derivedId } from '../../org/ids.ts';
import { launchUrl, mayLaunch } from '../../org/launcher.ts';
import type { App } from '../../org/model.ts';
import type { Field } from '../../org/record-fields.ts';
import { type ObjectType, readFields } from './object.ts';

interface Tile {
  readonly app: App;
  readonly isAccessible: boolean;
  readonly startUrl: string | undefined;
  /** From 1. */
  readonly position: number;
}

const none = (name: string): Field<Tile> => ({ name, type: 'String', value: () => null });

/** In the order of the Object Reference; what no seed says is null or false. */
const FIELDS: readonly Field<Tile>[] = [
  { name: 'Id', type: 'Id', value: ({ app }) => derivedId('0DS', app.id) },
  { name: 'ApplicationId', type: 'Id', value: ({ app }) => app.id },
  none('CanvasAccessMethod'),
  { name: 'CanvasEnabled', type: 'Boolean', value: () => false },
  none('CanvasOptions'),
  none('CanvasReferenceId'),
  none('CanvasSelectedLocations'),
  none('CanvasUrl'),
  { name: 'Description', type: 'String', value: ({ app }) => app.description ?? null },
  { name: 'IconUrl', type: 'String', value: ({ app }) => app.iconUrl ?? null },
  { name: 'InfoUrl', type: 'String', value: ({ app }) => app.infoUrl ?? null },
  { name: 'IsAccessible', type: 'Boolean', value: ({ isAccessible }) => isAccessible },
  { name: 'IsRegisteredDeviceOnly', type: 'Boolean', value: () => false },
  { name: 'IsUsingAdminAuthorization', type: 'Boolean', value: ({ app }) => app.isAdminApproved },
  { name: 'IsVisible', type: 'Boolean', value: () => true },
  { name: 'Label', type: 'String', value: ({ app }) => app.label },
  { name: 'LogoUrl', type: 'String', value: ({ app }) => app.logoUrl ?? null },
  none('MobileAppVer'),
  none('MobileDeviceType'),
  none('MobileMinOsVer'),
  none('MobilePlatform'),
  { name: 'MobileStartUrl', type: 'String', value: ({ app }) => app.mobileStartUrl ?? null },
  { name: 'Name', type: 'String', value: ({ app }) => app.name },
  { name: 'SortOrder', type: 'Integer', value: ({ position }) => position },
  { name: 'StartUrl', type: 'String', value: ({ startUrl }) => startUrl ?? null },
  { name: 'Type', type: 'String', value: () => 'ConnectedApplication' },
  { name: 'UserSortOrder', type: 'Integer', value: () => null },
];

export const appMenuItemObject: ObjectType = {
  name: 'AppMenuItem',
  keyPrefix: '0DS',
  fields: FIELDS,
  records: (reader) =>
    reader.org.apps.map((app, i) =>
      readFields(FIELDS, {
        app,
        isAccessible: mayLaunch(app, reader),
        startUrl: launchUrl(app, reader.host, reader.org),
        position: i + 1,
      }),
    ),
};
