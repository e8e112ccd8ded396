/** The peers, in the order in which they are measured and shown. */
import { hydra } from './go-peers.ts';
import { keycloak, mockOauth2Server } from './java-peers.ts';
import { oauth2MockServer, oidcProvider } from './node-peers.ts';
import { bareFastify, fauxforce } from './own-peers.ts';
import type { Peer } from './peer.ts';

export const peers: readonly Peer[] = [
  bareFastify,
  fauxforce,
  oauth2MockServer,
  oidcProvider,
  mockOauth2Server,
  hydra,
  keycloak,
];
