/** A project of 300 apps, 200 profiles and 500 permission sets, with mistakes in known places. The benchmark reads it, too. */
import { connectedApp, metadata } from './metadata.ts';

interface LargeProject {
  /** By their paths. */
  readonly files: Readonly<Record<string, string>>;
  /** What its report has to say, in any order: file, line, column, message. */
  readonly mistakes: readonly string[];
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Most of every profile: a thousand lines without anything about logging in. */
const FIELD_PERMISSIONS = numbers(200)
  .map(
    (i) =>
      `<fieldPermissions>\n<editable>true</editable>\n<field>Account.F${i}__c</field>\n<readable>true</readable>\n</fieldPermissions>\n`,
  )
  .join('');

const isWrong = (i: number) => i % 10 === 0;

function app(i: number): string {
  const file = connectedApp(
    `<consumerKey>3MVG9App.${i}</consumerKey>\n<scopes>Api</scopes>\n<scopes>${isWrong(i) ? 'Apii' : 'Web'}</scopes>\n<${i === 13 ? 'isPkseRequired' : 'isPkceRequired'}>true</${i === 13 ? 'isPkseRequired' : 'isPkceRequired'}>\n<isAdminApproved>true</isAdminApproved>`,
    `<oauthPolicy>\n<ipRelaxation>${isWrong(i) ? 'ENFORCED' : 'BYPASS'}</ipRelaxation>\n<refreshTokenPolicy>zero</refreshTokenPolicy>\n</oauthPolicy>\n<permissionSetName>Set ${i}</permissionSetName>\n<profileName>Profile ${i % 200}</profileName>`,
  );
  return i === 7 ? file.slice(0, file.indexOf('<permissionSetName>')) : file;
}

function profile(i: number): string {
  const range = `<loginIpRanges><startAddress>${i % 50 === 0 ? 'x' : '::1'}</startAddress><endAddress>::1</endAddress></loginIpRanges>`;
  return metadata('Profile', FIELD_PERMISSIONS + range);
}

export function largeProject(): LargeProject {
  return {
    files: {
      'sfdx-project.json': '{ "packageDirectories": [{ "path": "force-app" }], "name": "large" }',
      ...Object.fromEntries([
        ...numbers(300).map((i) => [`force-app/App_${i}.connectedApp-meta.xml`, app(i)]),
        ...numbers(200).map((i) => [`force-app/Profile ${i}.profile-meta.xml`, profile(i)]),
        ...numbers(500).map((i) => [
          `force-app/Set_${i}.permissionset-meta.xml`,
          metadata('PermissionSet', `${FIELD_PERMISSIONS}<label>Set ${i}</label>`),
        ]),
      ]),
    },
    mistakes: [
      'force-app/App_7.connectedApp-meta.xml:14:15 is not well-formed XML: it ends inside <ConnectedApp>',
      "force-app/App_13.connectedApp-meta.xml:8:1 oauthConfig has no element 'isPkseRequired': did you mean 'isPkceRequired'?",
      ...numbers(30).flatMap((tenth) => {
        const name = `App_${tenth * 10}`;
        const file = `force-app/${name}.connectedApp-meta.xml`;
        return [
          `${file}:7:1 scope 'Apii' is not one of the Metadata API: did you mean 'Api'?`,
          `${file}:12:1 ipRelaxation of app '${name}' is 'ENFORCED': did you mean 'ENFORCE'?`,
        ];
      }),
      ...[0, 50, 100, 150].map(
        (i) =>
          `force-app/Profile ${i}.profile-meta.xml:1003:16 loginIpRanges[0].start of profile 'Profile ${i}': 'x' is not an IPv4 or IPv6 address`,
      ),
    ],
  };
}
