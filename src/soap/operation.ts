/** What an operation of the SOAP API is. The endpoint reads the envelope, admits the session, and writes the answer, the same for all. */
import type { Host } from '../org/hosts.ts';
import type { Traced } from '../refusals/check.ts';
import type { Access } from '../tokens/access.ts';
import type { World } from '../world/world.ts';
import type { SoapApi } from './api.ts';
import type { SoapHeaders } from './envelope.ts';
import type { Parameters } from './parameters.ts';
import type { XmlElement } from './xml.ts';

/** A request whose envelope has been read. */
export interface SoapCall extends Traced {
  readonly api: SoapApi;
  /** 64 of `64.0`. */
  readonly version: number;
  readonly calledHost: Host;
  /** The caller's address. */
  readonly ip: string;
  readonly parameters: Parameters;
  readonly headers: SoapHeaders;
  readonly world: World;
}

/** One whose session has been admitted. */
export interface SessionCall extends SoapCall {
  readonly access: Access;
}

interface OperationFacts {
  readonly name: string;
  /** In the order of the WSDL. */
  readonly parameters: readonly string[];
}

/** An operation that begins or ends a session, and looks at it itself. */
export interface OwnSessionOperation extends OperationFacts {
  readonly session: 'own';
  /** @returns the elements of its response; @throws Refusal */
  answer(call: SoapCall): Promise<readonly XmlElement[]>;
}

export interface SessionOperation extends OperationFacts {
  readonly session: 'needed';
  /** The id of the user who may call it with an expired password. */
  readonly mendsPasswordOf?: (call: SoapCall) => string;
  /** @returns the elements of its response; @throws Refusal */
  answer(call: SessionCall): readonly XmlElement[] | Promise<readonly XmlElement[]>;
}

export type SoapOperation = OwnSessionOperation | SessionOperation;
