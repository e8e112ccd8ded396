/** The policies of a Connected App, as the admin of an org sees them (setup-pages.md 7.2). */
import type { App, Org } from '../../org/model.ts';
import { isPlatformCli } from '../../org/platform-cli.ts';
import { tokenFor } from '../forms/proof.ts';
import { type Block, button, type Details, link, mark, onward, type Part } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import { EDIT_APPS } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { appAsked, appId, detailOf, editPoliciesOf, policiesOf, USAGE } from './paths.ts';
import {
  appTimeoutText,
  LEVEL_ACTIONS,
  labelIn,
  PERMITTED,
  permissionSetLabel,
  RELAXATIONS,
  refreshPolicyText,
} from './policy-words.ts';
import { samlDetails } from './saml-details.ts';
import { changePolicies } from './save-app.ts';

export const appPolicies: SetupPage = {
  saves: EDIT_APPS,
  show(visit) {
    const app = appAsked(visit);
    if (app?.kind !== 'connectedApp') return goneAway('Connected App');
    return {
      kind: 'page',
      heading: app.label,
      above: 'Connected App Detail',
      blocks: [
        { kind: 'buttons', parts: buttonsOf(visit, app) },
        ...(app.state === 'installed' ? [] : [stateOf(app)]),
        basics(app),
        oauthPolicies(app),
        sessionPolicies(app),
        clientCredentials(app),
        ...samlDetails(visit.host, visit.org, app),
        ...assignments(visit.org, app),
      ],
    };
  },
  async save(visit) {
    const app = appAsked(visit);
    if (app?.kind !== 'connectedApp') return goneAway('Connected App');
    await changePolicies(visit, app, { state: 'uninstalled' });
    return onward(USAGE);
  },
};

function buttonsOf(visit: Visit, app: App): Part[] {
  const isForeign = isPlatformCli(app) && app.state === 'installed';
  const uninstall: Part = {
    kind: 'action',
    label: 'Uninstall',
    to: policiesOf(app),
    token: tokenFor(visit, policiesOf(app)),
  };
  return [
    button('Edit Policies', editPoliciesOf(app)),
    ...(isForeign ? [uninstall] : []),
    button('View OAuth Usage', USAGE),
    ...(isPlatformCli(app) ? [] : [button('View Developer Settings', detailOf(app))]),
  ];
}

function stateOf({ state }: App): Block {
  return { kind: 'message', tone: 'info', text: `This app is ${state} in this org.` };
}

function basics(app: App): Details {
  return {
    kind: 'details',
    heading: 'Basic Information',
    rows: [
      ['Connected App Name', app.label],
      ['API Name', app.name],
      // Scripts read the id off this page's links and text (setup-pages.md 2).
      ['Application', link(`applicationId=${appId('06P', app)}`, detailOf(app))],
      ['Description', app.description ?? ''],
      ['Info URL', app.infoUrl ?? ''],
      ['Start URL', app.startUrl ?? ''],
      ['Mobile Start URL', app.mobileStartUrl ?? ''],
    ],
  };
}

function oauthPolicies(app: App): Details {
  return {
    kind: 'details',
    heading: 'OAuth Policies',
    rows: [
      ['Permitted Users', PERMITTED[app.isAdminApproved ? 'admin' : 'all']],
      ['IP Relaxation', labelIn(RELAXATIONS, app.ipRelaxation)],
      ['Refresh Token Policy', refreshPolicyText(app)],
      ['Enable Single Logout', mark(app.singleLogoutUrl !== undefined)],
      ['Single Logout URL', app.singleLogoutUrl ?? ''],
    ],
  };
}

function sessionPolicies(app: App): Details {
  const { sessionLevel, policyAction } = app.sessionPolicy;
  return {
    kind: 'details',
    heading: 'Session Policies',
    rows: [
      ['Timeout Value', appTimeoutText(app)],
      ['High assurance session required', mark(sessionLevel === 'HIGH_ASSURANCE')],
      ['Policy action', labelIn(LEVEL_ACTIONS, policyAction)],
    ],
  };
}

function clientCredentials(app: App): Details {
  return {
    kind: 'details',
    heading: 'Client Credentials Flow',
    rows: [
      ['Enable Client Credentials Flow', mark(app.isClientCredentialEnabled)],
      ['Run As', app.clientCredentialUser ?? ''],
    ],
  };
}

/** Only such an app asks for them: an OAuth app whose users are pre-authorized, or a service provider. */
function assignments(org: Org, app: App): Block[] {
  if (!app.isAdminApproved && app.saml === undefined) return [];
  return [
    {
      kind: 'table',
      caption: 'Profiles',
      buttons: [button('Manage Profiles', `${policiesOf(app)}/profiles`)],
      columns: ['Profile Name'],
      rows: app.profiles.map((name) => [name]),
      empty: 'No profiles.',
    },
    {
      kind: 'table',
      caption: 'Permission Sets',
      buttons: [button('Manage Permission Sets', `${policiesOf(app)}/permissionSets`)],
      columns: ['Permission Set Label'],
      rows: app.permissionSets.map((name) => [permissionSetLabel(org, name)]),
      empty: 'No permission sets.',
    },
  ];
}
