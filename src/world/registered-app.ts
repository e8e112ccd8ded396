/** Apps that other apps registered: Connected Apps of the same org, kept by the store (identity-and-resources.md 5). */

import type { OrgDirectory } from '../org/directory.ts';
import { derivedId } from '../org/ids.ts';
import type { App } from '../org/model.ts';
import type { Scope } from '../org/scopes.ts';
import type { Row, Store } from '../store/port.ts';
import { sightingOf } from './app-sightings.ts';

/** What a client said about itself, in the order of the answer. */
export interface ClientMetadata {
  readonly token_endpoint_auth_method: string;
  readonly redirect_uris: readonly string[];
  readonly response_types: readonly string[];
  readonly grant_types: readonly string[];
  readonly contacts: readonly string[];
  readonly client_name: string;
  readonly scopes: readonly Scope[];
}

/** The registration as the store keeps it, as JSON. */
export interface Registration {
  readonly client_id: string;
  readonly client_secret: string;
  readonly registration_client_uri: string;
  /** Seconds since the epoch. */
  readonly client_id_issued_at: number;
  readonly metadata: ClientMetadata;
}

/**
 * The app that a registration makes. It takes sessions, IP ranges and PKCE from its parent, and has none of the flows that an
 * admin must enable.
 */
function registeredApp(parent: App, { client_id, client_secret, metadata }: Registration): App {
  return {
    ...parent,
    kind: 'connectedApp',
    id: derivedId('0H4', parent.orgId, client_id),
    name: apiName(metadata.client_name, client_id),
    label: metadata.client_name,
    consumerKey: client_id,
    consumerSecret: client_secret,
    stagedConsumer: undefined,
    callbackUrls: metadata.redirect_uris,
    scopes: metadata.scopes,
    parentConsumerKey: parent.consumerKey,
    certificate: undefined,
    initialAccessToken: undefined,
    singleLogoutUrl: undefined,
    description: undefined,
    logoUrl: undefined,
    contactEmail: undefined,
    contactPhone: undefined,
    iconUrl: undefined,
    infoUrl: undefined,
    startUrl: undefined,
    mobileStartUrl: undefined,
    mobilePolicy: undefined,
    pushServices: [],
    isAdminApproved: false,
    profiles: [],
    permissionSets: [],
    isConsumerSecretOptional: false,
    isSecretRequiredForRefreshToken: true,
    isClientCredentialEnabled: false,
    clientCredentialUser: undefined,
    isDeviceFlowEnabled: false,
    isIntrospectAllTokens: false,
    isTokenExchangeEnabled: false,
    isCodeCredentialEnabled: false,
    assetToken: undefined,
    saml: undefined,
    attributes: {},
    state: 'installed',
    earlier: undefined,
    distributionState: 'Local',
  };
}

/** An API name that is unique in its org. */
function apiName(clientName: string, clientId: string): string {
  const words = clientName.match(/[A-Za-z0-9]+/g)?.join('_') ?? 'App';
  return `${/^[A-Za-z]/.test(words) ? '' : 'App_'}${words}_${clientId.slice(-6).replaceAll('.', 'x')}`;
}

/**
 * Puts registered apps into the directory, whichever process registered them. An app is left out when its parent is gone.
 *
 * @param after the row up to which they are known
 * @returns the row up to which they are known now
 */
export async function putRegisteredApps(orgs: OrgDirectory, store: Store, after: Row): Promise<Row> {
  let seen = after;
  for (const row of await store.registeredApps.after(after)) {
    seen = row.row;
    const parent = orgs.app(row.parentConsumerKey);
    if (!parent || orgs.app(row.consumerKey)) continue;
    const app = registeredApp(parent, JSON.parse(row.registration) as Registration);
    // It got another consumer key since: the org's document has it.
    if (orgs.org(app.orgId)?.apps.some(({ id }) => id === app.id)) continue;
    await store.appSightings.record([sightingOf(app)], row.createdAt);
    orgs.putApp(app);
  }
  return seen;
}
