/** A Connected App as its developer sees it (setup-pages.md 5). Element ids are Salesforce's, which scripts look for. */
import type { App } from '../../org/model.ts';
import { tokenFor } from '../forms/proof.ts';
import { type Action, type Block, button, mark, onward, type Page, type Value } from '../frame/blocks.ts';
import { goneAway, timeText } from '../frame/words.ts';
import { EDIT_APPS } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { PKCE } from './oauth-controls.ts';
import {
  AS_TEXT,
  ATTRIBUTES,
  appAsked,
  appId,
  CONSUMER_DETAILS,
  DELETE,
  DETAIL,
  detailOf,
  developerPage,
  EDIT,
  IP_RANGES,
  policiesOf,
} from './paths.ts';
import { changePolicies } from './save-app.ts';
import { scopeLabel } from './scope-options.ts';
import { spreadingNote } from './spreading.ts';

const MANAGE_CONSUMER =
  'appsetup:setupForm:details:oauthSettingsSection:manageConsumerKeySecretSection:manageConsumer';

export const appDetail: SetupPage = {
  saves: EDIT_APPS,
  show: (visit) => shown(visit, false),
  async save(visit) {
    const app = appAsked(visit);
    if (app?.kind !== 'connectedApp') return goneAway('Connected App');
    if (visit.sent.text('do') === 'reveal') return shown(visit, true);
    await changePolicies(visit, app, { initialAccessToken: drawnToken(visit) });
    return onward(detailOf(app));
  },
};

/** As long as Salesforce's; letters, digits, dots and underscores. */
function drawnToken({ world }: Visit): string {
  return world.entropy.bytes(48).toString('base64url').replaceAll('-', '.');
}

function shown(visit: Visit, isRevealed: boolean): Page {
  const app = appAsked(visit);
  if (app?.kind !== 'connectedApp') return goneAway('Connected App');
  return {
    kind: 'page',
    heading: app.label,
    above: 'Manage Connected Apps',
    blocks: [
      {
        kind: 'buttons',
        parts: [
          button('Edit', developerPage(EDIT, app)),
          button('Delete', developerPage(DELETE, app)),
          button('Manage', policiesOf(app)),
          button('Show as Seed and Metadata', developerPage(AS_TEXT, app)),
        ],
      },
      ...spreadingNote(visit, app),
      basics(app),
      oauth(visit, app),
      registration(visit, app, isRevealed),
      attributes(app),
      ranges(app),
    ],
  };
}

function basics(app: App): Block {
  return {
    kind: 'details',
    heading: 'Basic Information',
    rows: [
      ['Connected App Name', app.label],
      ['API Name', app.name],
      ['Created Date', timeText(app.createdAt)],
      ['Contact Email', app.contactEmail ?? ''],
      ['Contact Phone', app.contactPhone ?? ''],
      ['Description', app.description ?? ''],
      ['Info URL', app.infoUrl ?? ''],
      ['Logo Image URL', app.logoUrl ?? ''],
      ['Icon URL', app.iconUrl ?? ''],
      ['Start URL', app.startUrl ?? ''],
      ['Application ID', appId('06P', app)],
    ],
  };
}

function oauth(visit: Visit, app: App): Block {
  const rows: (readonly [string, Value])[] = [
    [
      'Consumer Key and Secret',
      button('Manage Consumer Details', developerPage(CONSUMER_DETAILS, app), { id: MANAGE_CONSUMER }),
    ],
    ['Selected OAuth Scopes', app.scopes.map((scope) => scopeLabel(visit, scope)).join('\n')],
    ['Callback URL', app.callbackUrls.join('\n')],
    ['Enable for Device Flow', mark(app.isDeviceFlowEnabled)],
    ['Use digital signatures', mark(app.certificate !== undefined)],
    [PKCE, mark(app.isPkceRequired)],
    ['Require Secret for Web Server Flow', mark(!app.isConsumerSecretOptional)],
    ['Require Secret for Refresh Token Flow', mark(app.isSecretRequiredForRefreshToken)],
    ['Enable Client Credentials Flow', mark(app.isClientCredentialEnabled)],
    ['Enable Authorization Code and Credentials Flow', mark(app.isCodeCredentialEnabled)],
    ['Enable Token Exchange Flow', mark(app.isTokenExchangeEnabled)],
    ['Enable Refresh Token Rotation', mark(app.isRefreshTokenRotationEnabled)],
    ['Issue JSON Web Token (JWT)-based access tokens for named users', mark(app.isNamedUserJwtEnabled)],
    ['Introspect All Tokens', mark(app.isIntrospectAllTokens)],
    ['Enable Asset Tokens', mark(app.assetToken !== undefined)],
    ['Enable Single Logout', mark(app.singleLogoutUrl !== undefined)],
    ['Token Valid for', `${app.idToken.validity} Minutes`],
  ];
  return { kind: 'details', heading: 'API (Enable OAuth Settings)', rows };
}

function registration(visit: Visit, app: App, isRevealed: boolean): Block {
  const { initialAccessToken } = app;
  const act = (what: string, label: string): Action => ({
    kind: 'action',
    label,
    to: detailOf(app),
    token: tokenFor(visit, DETAIL),
    fields: { do: what },
  });
  const reveal = isRevealed
    ? ({
        kind: 'copied',
        id: 'initialAccessToken',
        label: 'Initial Access Token',
        text: initialAccessToken ?? '',
      } as const)
    : act('reveal', 'Click to reveal');
  const value: Value =
    initialAccessToken === undefined
      ? [act('generate', 'Generate')]
      : [reveal, act('generate', 'Regenerate')];
  return {
    kind: 'details',
    heading: 'Initial Access Token for Dynamic Client Registration',
    rows: [['Initial Access Token', value]],
  };
}

function attributes(app: App): Block {
  return {
    kind: 'table',
    caption: 'Custom Attributes',
    buttons: [button('New', developerPage(ATTRIBUTES, app), { id: 'newAttribute' })],
    columns: ['Key', 'Value'],
    rows: Object.entries(app.attributes),
    empty: 'No custom attributes.',
  };
}

function ranges(app: App): Block {
  return {
    kind: 'table',
    caption: 'Trusted IP Range for OAuth Web Server Flow',
    buttons: [button('New', developerPage(IP_RANGES, app), { id: 'newIpRange' })],
    columns: ['Start IP Address', 'End IP Address'],
    rows: app.ipRanges.map(({ start, end }) => [start, end]),
    empty: 'No trusted IP ranges.',
  };
}
