/** An External Client App: its tabs Settings and Policies (setup-pages.md 10.4). */
import type { App } from '../../org/model.ts';
import { AS_TEXT, appAsked, CONSUMER_DETAILS, DELETE, developerPage, externalPage } from '../apps/paths.ts';
import {
  appTimeoutText,
  labelIn,
  PERMITTED,
  permissionSetLabel,
  RELAXATIONS,
  refreshPolicyText,
} from '../apps/policy-words.ts';
import { scopeLabel } from '../apps/scope-options.ts';
import { spreadingNote } from '../apps/spreading.ts';
import { type Block, button, type Details, link, mark, type Page, type Value } from '../frame/blocks.ts';
import { goneAway, timeText } from '../frame/words.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { ALL_USERS } from './policy-words.ts';

export const externalDetail: SetupPage = {
  show: (visit) => tab(visit, 'Settings'),
};

export const externalPolicies: SetupPage = { show: (visit) => tab(visit, 'Policies') };

function externalAsked(visit: Visit): App | undefined {
  const app = appAsked(visit);
  return app?.kind === 'externalClientApp' ? app : undefined;
}

function tab(visit: Visit, shown: 'Settings' | 'Policies'): Page {
  const app = externalAsked(visit);
  if (!app) return goneAway('External Client App');
  const below = shown === 'Settings' ? '' : '/policies';
  return {
    kind: 'page',
    heading: app.label,
    above: `External Client App: ${shown}`,
    blocks: [
      {
        kind: 'buttons',
        parts: [
          link('Settings', externalPage(app)),
          link('Policies', externalPage(app, '/policies')),
          button('Edit', externalPage(app, `${below}/edit`)),
          ...(shown === 'Settings' ? [button('Delete', developerPage(DELETE, app))] : []),
          button('Show as Seed and Metadata', developerPage(AS_TEXT, app)),
        ],
      },
      ...spreadingNote(visit, app),
      header(app),
      ...(shown === 'Settings' ? settings(visit, app) : policies(visit, app)),
    ],
  };
}

function header(app: App): Details {
  return {
    kind: 'details',
    heading: 'External Client App',
    rows: [
      ['App Status', app.isEnabled ? 'Enabled' : 'Disabled'],
      ['App Authorization', app.isAdminApproved ? PERMITTED.admin : ALL_USERS],
      ['Distribution State', app.distributionState],
      ['API Name', app.name],
      ['Contact Email', app.contactEmail ?? ''],
      ['Description', app.description ?? ''],
      ['Created Date', timeText(app.createdAt)],
    ],
  };
}

function settings(visit: Visit, app: App): Block[] {
  const flows: (readonly [string, Value])[] = [
    ['Enable Client Credentials Flow', mark(app.isClientCredentialEnabled)],
    ['Enable Authorization Code and Credentials Flow', mark(app.isCodeCredentialEnabled)],
    ['Enable Device Flow', mark(app.isDeviceFlowEnabled)],
    ['Enable JWT Bearer Flow', mark(app.certificate !== undefined)],
    ['Enable Token Exchange Flow', mark(app.isTokenExchangeEnabled)],
  ];
  const security: (readonly [string, Value])[] = [
    ['Require secret for Web Server Flow', mark(!app.isConsumerSecretOptional)],
    ['Require secret for Refresh Token Flow', mark(app.isSecretRequiredForRefreshToken)],
    [
      'Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows',
      mark(app.isPkceRequired),
    ],
    ['Enable Refresh Token Rotation', mark(app.isRefreshTokenRotationEnabled)],
    ['Issue JSON Web Token (JWT)-based access tokens for named users', mark(app.isNamedUserJwtEnabled)],
    [
      'Trusted IP Ranges for OAuth Web Server Flow',
      app.ipRanges.map(({ start, end }) => `${start} - ${end}`).join('\n'),
    ],
  ];
  return [
    {
      kind: 'details',
      heading: 'OAuth Settings',
      rows: [
        ['Consumer Key and Secret', button('Consumer Key and Secret', developerPage(CONSUMER_DETAILS, app))],
        ['Callback URL', app.callbackUrls.join('\n')],
        ['Selected OAuth Scopes', app.scopes.map((scope) => scopeLabel(visit, scope)).join('\n')],
        ['Introspect all Tokens', mark(app.isIntrospectAllTokens)],
      ],
    },
    { kind: 'details', heading: 'Flow Enablement', rows: flows },
    { kind: 'details', heading: 'Security', rows: security },
  ];
}

function policies({ org }: Visit, app: App): Block[] {
  return [
    {
      kind: 'details',
      heading: 'App Policies',
      rows: [
        ['Start URL', app.startUrl ?? ''],
        ['OAuth plugin', app.isOauthPluginEnabled ? 'Enabled' : 'Disabled'],
        ['Selected Profiles', app.profiles.join('\n')],
        [
          'Selected Permission Sets',
          app.permissionSets.map((name) => permissionSetLabel(org, name)).join('\n'),
        ],
      ],
    },
    {
      kind: 'details',
      heading: 'OAuth Policies',
      rows: [
        ['Permitted Users', app.isAdminApproved ? PERMITTED.admin : ALL_USERS],
        ['Enable Client Credentials Flow', mark(app.isClientCredentialEnabled)],
        ['Run As (Username)', app.clientCredentialUser ?? ''],
        ['Refresh Token Policy', refreshPolicyText(app)],
        ['IP Relaxation', labelIn(RELAXATIONS, app.ipRelaxation)],
        ['Session Timeout in Minutes', appTimeoutText(app)],
        ['High assurance session required', mark(app.sessionPolicy.sessionLevel === 'HIGH_ASSURANCE')],
        ['Single Logout URL', app.singleLogoutUrl ?? ''],
      ],
    },
  ];
}
