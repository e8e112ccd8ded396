/** Every way Salesforce says no, by stable name. Code refuses only by these names. */
import { appRefusals } from './app.ts';
import { authorizeRefusals } from './authorize.ts';
import { authorizePolicyRefusals } from './authorize-policies.ts';
import { bulkRefusals } from './bulk.ts';
import { asyncRefusals } from './bulk-async.ts';
import { clientRefusals } from './client.ts';
import { clientCredentialsRefusals } from './client-credentials.ts';
import { codeRefusals } from './code.ts';
import { deviceRefusals } from './device.ts';
import { headlessRefusals } from './headless.ts';
import { hybridRefusals } from './hybrid.ts';
import { identityRefusals } from './identity.ts';
import { idpRefusals } from './idp.ts';
import { introspectRefusals } from './introspect.ts';
import { jwtRefusals } from './jwt.ts';
import { loginRefusals } from './login.ts';
import { passwordRefusals } from './password.ts';
import { proxyRefusals } from './proxy.ts';
import { queryRefusals } from './query.ts';
import { visible } from './quote.ts';
import { recordRefusals } from './record.ts';
import { armedRecordRefusals } from './record-armed.ts';
import { manyRecordsRefusals } from './record-many.ts';
import { orgRecordRefusals } from './record-org.ts';
import { recordReferenceRefusals } from './record-references.ts';
import { refreshRefusals } from './refresh.ts';
import { type AppKind, type Fix, fixInWords, type RefusalFacts } from './refusal.ts';
import { registerRefusals } from './register.ts';
import { restRefusals } from './rest.ts';
import { revokeRefusals } from './revoke.ts';
import { samlRefusals } from './saml.ts';
import { searchRefusals } from './search.ts';
import { serverRefusals } from './server.ts';
import { setupRefusals } from './setup.ts';
import { singleAccessRefusals } from './single-access.ts';
import { soapRefusals } from './soap.ts';
import { soapLogInRefusals } from './soap-login.ts';
import { soapPasswordRefusals } from './soap-password.ts';
import { soapRecordRefusals } from './soap-record.ts';
import { assetTokenRefusals, tokenExchangeRefusals } from './token-exchange.ts';
import { userRefusals } from './user.ts';
import { userAgentRefusals } from './user-agent.ts';

export const catalogue = {
  ...serverRefusals,
  ...proxyRefusals,
  ...authorizeRefusals,
  ...authorizePolicyRefusals,
  ...userAgentRefusals,
  ...headlessRefusals,
  ...loginRefusals,
  ...clientRefusals,
  ...appRefusals,
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
  ...setupRefusals,
  ...identityRefusals,
  ...idpRefusals,
  ...restRefusals,
  ...recordRefusals,
  ...armedRecordRefusals,
  ...recordReferenceRefusals,
  ...manyRecordsRefusals,
  ...orgRecordRefusals,
  ...bulkRefusals,
  ...asyncRefusals,
  ...queryRefusals,
  ...searchRefusals,
  ...soapRefusals,
  ...soapLogInRefusals,
  ...soapPasswordRefusals,
  ...soapRecordRefusals,
};

export type RefusalName = keyof typeof catalogue;

/** The entry of a name, whatever it compares. */
export function factsOf(name: RefusalName): RefusalFacts<unknown> {
  return catalogue[name] as RefusalFacts<unknown>;
}

/** What a check compared with what, in a sentence on one line. */
export function compare(name: RefusalName, values: unknown): string {
  return visible(factsOf(name).why(values));
}

export type ValuesOf<Name extends RefusalName> =
  (typeof catalogue)[Name] extends RefusalFacts<infer Values> ? Values : never;

/** What a check compared, or how to say it: asked only once the check fails, or somebody reads the trace. */
export type Compared<Name extends RefusalName> = ValuesOf<Name> | (() => ValuesOf<Name>);

/** The failure of a test's that made a refusal of what would have passed. */
export interface Armed {
  readonly id: string;
  /** Whether the request met the check of that name at all. */
  readonly compared: boolean;
}

/** What is told of values in their place. */
type Prepared = <Values>(values: Values) => Values;

/** A refusal on its way to the surface that will answer it. */
export class Refusal<Name extends RefusalName = RefusalName> extends Error {
  readonly refusal: Name;
  readonly values: ValuesOf<Name>;
  readonly armed: Armed | undefined;

  constructor(name: Name, values: ValuesOf<Name>, armed?: Armed) {
    super(name);
    this.refusal = name;
    this.values = values;
    this.armed = armed;
  }

  get facts(): RefusalFacts<unknown> {
    return factsOf(this.refusal);
  }

  get description(): string {
    return this.descriptionOf((values) => values);
  }

  /** API names of the fields at fault; undefined for what is no refusal of a save. */
  get fields(): readonly string[] | undefined {
    const names = this.facts.fields?.(this.values);
    return names && [...names].map(String);
  }

  /** @param prepared what is told of the values in their place */
  descriptionOf(prepared: Prepared): string {
    const { description } = this.facts;
    return typeof description === 'function' ? String(description(prepared(this.values))) : description;
  }

  /**
   * @param kind of the app that was refused, where it is known
   * @param prepared what is told of the values in their place
   */
  fix(kind: AppKind | undefined, prepared: Prepared = (values) => values): string {
    return fixInWords(fixOf(this.facts, prepared(this.values)), kind);
  }

  get why(): string {
    return this.whyOf((values) => values);
  }

  /** @param prepared what is told of the values in their place */
  whyOf(prepared: Prepared): string {
    const { armed } = this;
    if (armed?.compared === false) return `the armed failure ${armed.id} refuses what would have passed`;
    const compared = compare(this.refusal, prepared(this.values));
    if (armed === undefined) return compared;
    return `the armed failure ${armed.id} refuses what would have passed: ${compared}`;
  }
}

/** @param values what was compared, or a placeholder */
export function fixOf<Values>({ fix }: RefusalFacts<Values>, values: Values): Fix {
  return typeof fix === 'function' ? fix(values) : fix;
}
