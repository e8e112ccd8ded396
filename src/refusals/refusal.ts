/**
 * What a refusal is: one entry of the catalogue, and the error that carries its name to the surface that answers.
 */

import type { App } from '../org/model.ts';
import type { Reach } from './place.ts';

export type AppKind = App['kind'];

/** Where a refusal appears, which decides how its bytes are written (wire facts: authorize.md 1, identity-and-resources.md 0.1). */
export type Surface =
  /** The token endpoint's JSON object. */
  | 'token'
  /** authorize.md 1, A: a form-encoded string as the body of the authorize endpoint itself. */
  | 'raw-body'
  /** authorize.md 1, B: a redirect to the registered callback. */
  | 'callback'
  /** authorize.md 1, C: Salesforce's own error page. */
  | 'error-page'
  /** The log-in page, shown again with a message; nothing is sent to the app. */
  | 'login-page'
  /** The page that asks for a device's code, shown again with a message. */
  | 'connect-page'
  /** One word as the whole body. */
  | 'bare-word'
  /** The revoke endpoint's form-encoded string. */
  | 'form-body'
  /** The introspection endpoint's `{"active":false}`. */
  | 'introspection'
  /** The REST API's JSON array. */
  | 'rest-array'
  /** The error of Bulk API 1, as XML or JSON. */
  | 'bulk-error'
  /** A fault of the SOAP API. */
  | 'soap-fault'
  /** The page of a SAML log-in that was refused (setup-pages.md A.4). */
  | 'idp-page'
  /** A SAML response without an assertion, posted to the app. */
  | 'idp-response'
  /** A short HTML page of the web server's own. */
  | 'html';

/** What a fault of the SOAP API says beside its code and text (identity-and-resources.md 9.3, soap-data.md 7). */
export interface SoapFault {
  /** Of its detail. */
  readonly type:
    | 'LoginFault'
    | 'UnexpectedErrorFault'
    | 'InvalidIdFault'
    | 'InvalidNewPasswordFault'
    | 'InvalidOldPasswordFault'
    | 'InvalidFieldFault'
    | 'InvalidQueryLocatorFault'
    | 'InvalidSObjectFault'
    | 'MalformedQueryFault'
    | 'MalformedSearchFault';
  /** Whether faultcode goes without the prefix `sf:`, as log-ins have it. */
  readonly isBare?: true;
}

/** How well the wire answer is known. `unconfirmed` and `recalled` may change when somebody sees the real thing. */
export type Certainty = 'observed' | 'documented' | 'client' | 'recalled' | 'unconfirmed';

export type Evidence = {
  /** File and section of the wire facts: `token.md 7`. */
  readonly section: string;
} & (
  | {
      readonly certainty: 'observed';
      /** Where somebody saw Salesforce answer so: an issue, a recording, a page; `idx` numbers are those of the wire facts. */
      readonly report: string;
    }
  | { readonly certainty: Exclude<Certainty, 'observed'> }
);

/** What the login history says of a log-in that was refused: LoginHistory.Status. */
export interface LogInStatus {
  readonly text: string;
  readonly certainty: Certainty;
}

/** One text for a Connected App, one for an External Client App: their Setup screens differ. */
export type ByAppKind = Readonly<Record<AppKind, string>>;

export type Fix = string | ByAppKind;

/** One way Salesforce says no. `Values` are what the check compared; never secrets, only their fingerprints. */
export interface RefusalFacts<Values> {
  /** Where it strikes. */
  readonly at: Reach;
  readonly surface: Surface;
  readonly status: number;
  /** `error`, REST `errorCode`, or the bare word. */
  readonly error: string;
  /** `error_description` or REST `message`, as Salesforce writes it. */
  readonly description: string | ((values: Values) => string);
  /** API names of the fields that a save refuses; REST and SOAP tell them. Left out: no refusal of a save (rest-data.md 1). */
  readonly fields?: (values: Values) => readonly string[];
  /** Path of a page of the called host, which `error_uri` names before everything else (token.md 9). */
  readonly errorUri?: string;
  /** Of surface `soap-fault`; without it the fault has no detail, and `error` is the whole faultcode. */
  readonly fault?: SoapFault;
  /** Of the log-in of a known user; left out where it is none. */
  readonly loginHistory?: LogInStatus;
  /** What was compared with what: true of a passed check too. */
  readonly why: (values: Values) => string;
  /** Values that choose between wordings of `why`, as the refusal of the recipe has them: for the sentence in general. */
  readonly typical?: Partial<Values>;
  /** What to do about it, with the Setup path where there is one. */
  readonly fix: Fix | ((values: Values) => Fix);
  readonly evidence: Evidence;
  readonly recipe: Recipe;
}

/** How to reproduce a refusal against the demo org: changes to its records, then requests; the last one is refused. */
export interface Recipe {
  readonly given?: DemoChanges;
  readonly steps: readonly [Step, ...Step[]];
}

/** Fields to change in the demo seed, by name; `remove` lists fields to leave out. */
export interface DemoChanges {
  readonly org?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly apps?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly users?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly profiles?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly sites?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly tokenExchangeHandlers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Adds the org Globex with the user lin@globex.example (password `correct-horse`). */
  readonly secondOrg?: true;
}

/**
 * One request. `{{name}}` in any value stands for what an earlier step saved, or for a fact of the demo org:
 * `{{Web_Server.key}}`, `{{Web_Server.secret}}`, `{{Web_Server.callback}}`, `{{org.id}}`, `{{origin}}`, `{{ada.id}}`.
 */
export type Step =
  /** Walks a browser through authorize, log-in and Allow (or Deny); saves `code` or `error`. */
  | {
      readonly login: Readonly<Record<string, string>>;
      readonly as?: string;
      readonly password?: string;
      /** Typed where the user's authenticator is asked for; what it shows when left out. */
      readonly code?: string;
      readonly press?: 'Allow' | 'Deny';
    }
  /** GET /services/oauth2/authorize without a session; saves `source`, which the redirect to the log-in carries. */
  | { readonly authorize: Readonly<Record<string, string>> }
  /** Opens the device flow's page in a browser, types the code, logs in and presses Allow (or Deny). */
  | { readonly connect: string; readonly as?: string; readonly press?: 'Allow' | 'Deny' }
  /** POST /services/oauth2/token; saves every member of a JSON answer by its name. */
  | {
      readonly token: Readonly<Record<string, string>>;
      /** The address it comes from, in x-fauxforce-client-ip. */
      readonly from?: string;
      /** The Host header, to be answered as that Salesforce host. */
      readonly host?: string;
      /** How many of them at once. */
      readonly times?: number;
      /** `nothing` keeps what earlier steps saved. */
      readonly save?: 'nothing';
    }
  /** Signs a JWT with the demo key (or `with` another, or none) and saves it as `assertion`. */
  | {
      readonly jwt: Readonly<Record<string, unknown>>;
      readonly header?: Readonly<Record<string, unknown>>;
      readonly signedWith?: 'demo-key' | 'other-key' | 'public-key-as-secret' | 'nothing';
      readonly save?: string;
    }
  /** Makes a SAML assertion for ada, signed with the demo key (or `with` another, or not), and saves it as `assertion`. */
  | {
      readonly saml: SamlFacts;
      /** `bearer`: issued by JWT_Bearer, in base64url. `sso`: by the demo's identity provider, in base64. */
      readonly as: 'bearer' | 'sso';
      readonly signedWith?: 'demo-key' | 'other-key' | 'nothing';
    }
  /** Makes an AuthnRequest of the demo's service provider and saves it as `samlQuery`, for a redirect. */
  | { readonly authnRequest: SamlRequestFacts }
  /** Opens a path in the browser of the recipe, and logs in where it is asked to. */
  | { readonly browse: string; readonly as?: string }
  /** Any other request; where a redirect leads is saved as `location`, a code on it as `code`, a one-time code of its journal entry as `oneTimeCode`. */
  | {
      readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      readonly path: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly form?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Moves time: `2h`, `3d`. */
  | { readonly advance: string }
  /** Sets it: an ISO instant. */
  | { readonly clock: string }
  /** Changes the demo org; everything that was issued stays. */
  | { readonly change: DemoChanges }
  /** Takes a snapshot and restores it with changed fields of apps, by name: what an older fauxforce kept and no seed may bring in. */
  | {
      readonly restore: NonNullable<DemoChanges['apps']>;
      /** What is changed in the snapshot. */
      readonly inWords: string;
    };

/** What differs from an assertion that is accepted; periods are counted from now. */
export interface SamlFacts {
  readonly issuer?: string;
  readonly nameId?: string;
  readonly audience?: string;
  readonly recipient?: string;
  /** `-5m`: five minutes ago. */
  readonly notOnOrAfter?: string | null;
  /** Put before the root. */
  readonly prolog?: string;
  /** How often the assertion is there. */
  readonly times?: number;
}

/** What differs from an AuthnRequest that is answered. */
export interface SamlRequestFacts {
  /** Null leaves it out. */
  readonly issuer?: string | null;
  readonly destination?: string;
  readonly acsUrl?: string;
  /** How long ago: `2h`. */
  readonly issuedAgo?: string;
  readonly isPassive?: boolean;
}

/** `observed: restforce/restforce#303`, or how else it is known. */
export function evidenceInWords(evidence: Evidence): string {
  return evidence.certainty === 'observed' ? `observed: ${evidence.report}` : evidence.certainty;
}

/** @param kind of the app that was refused; of both kinds where it is not known */
export function fixInWords(fix: Fix, kind: AppKind | undefined): string {
  if (typeof fix === 'string') return fix;
  return kind === undefined
    ? `Connected App: ${fix.connectedApp} External Client App: ${fix.externalClientApp}`
    : fix[kind];
}
