/** Every grant the token endpoint knows, and every service beside them. */

import type { Grant, TokenService } from '../grant.ts';
import { assertion } from './assertion.ts';
import { assetToken } from './asset-token.ts';
import { authorizationCode } from './authorization-code.ts';
import { clientCredentials } from './client-credentials.ts';
import { device } from './device.ts';
import { deviceStart } from './device-start.ts';
import { hybridAuthCode, hybridRefresh, hybridTokenExchange } from './hybrid.ts';
import { jwtBearer } from './jwt-bearer.ts';
import { password } from './password.ts';
import { refreshToken } from './refresh-token.ts';
import { saml2Bearer } from './saml2-bearer.ts';
import { tokenExchange } from './token-exchange.ts';

const grants: readonly Grant[] = [
  authorizationCode,
  refreshToken,
  hybridAuthCode,
  hybridRefresh,
  hybridTokenExchange,
  clientCredentials,
  jwtBearer,
  saml2Bearer,
  assertion,
  password,
  tokenExchange,
  device,
];

export const grantsByType: ReadonlyMap<string, Grant> = new Map(grants.map((grant) => [grant.type, grant]));

/** Asked in this order, before the grants. */
export const services: readonly TokenService[] = [deviceStart, assetToken];
