/** Every way Salesforce says no, by stable name. Code refuses only by these names. */
import { authorizeRefusals } from './authorize.ts';
import { clientRefusals } from './client.ts';
import { clientCredentialsRefusals } from './client-credentials.ts';
import { codeRefusals } from './code.ts';
import { deviceRefusals } from './device.ts';
import { headlessRefusals } from './headless.ts';
import { hybridRefusals } from './hybrid.ts';
import { introspectRefusals } from './introspect.ts';
import { jwtRefusals } from './jwt.ts';
import { loginRefusals } from './login.ts';
import { passwordRefusals } from './password.ts';
import { refreshRefusals } from './refresh.ts';
import type { RefusalFacts } from './refusal.ts';
import { registerRefusals } from './register.ts';
import { resourceRefusals } from './resources.ts';
import { revokeRefusals } from './revoke.ts';
import { samlRefusals } from './saml.ts';
import { serverRefusals } from './server.ts';
import { singleAccessRefusals } from './single-access.ts';
import { assetTokenRefusals, tokenExchangeRefusals } from './token-exchange.ts';
import { userRefusals } from './user.ts';
import { userAgentRefusals } from './user-agent.ts';

export const catalogue = {
  ...serverRefusals,
  ...authorizeRefusals,
  ...userAgentRefusals,
  ...headlessRefusals,
  ...loginRefusals,
  ...clientRefusals,
  ...userRefusals,
  ...codeRefusals,
  ...refreshRefusals,
  ...hybridRefusals,
  ...clientCredentialsRefusals,
  ...jwtRefusals,
  ...samlRefusals,
  ...deviceRefusals,
  ...passwordRefusals,
  ...tokenExchangeRefusals,
  ...assetTokenRefusals,
  ...revokeRefusals,
  ...introspectRefusals,
  ...registerRefusals,
  ...singleAccessRefusals,
  ...resourceRefusals,
};

export type RefusalName = keyof typeof catalogue;

export type ValuesOf<Name extends RefusalName> =
  (typeof catalogue)[Name] extends RefusalFacts<infer Values> ? Values : never;

/** A refusal on its way to the surface that will answer it. */
export class Refusal<Name extends RefusalName = RefusalName> extends Error {
  readonly refusal: Name;
  readonly values: ValuesOf<Name>;

  constructor(name: Name, values: ValuesOf<Name>) {
    super(name);
    this.refusal = name;
    this.values = values;
  }

  get facts(): RefusalFacts<unknown> {
    return catalogue[this.refusal] as RefusalFacts<unknown>;
  }

  get description(): string {
    const { description } = this.facts;
    return typeof description === 'function' ? description(this.values) : description;
  }

  get why(): string {
    return this.facts.why(this.values);
  }
}
