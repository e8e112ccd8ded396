/** Token exchange handlers: how a seed says which user a foreign token belongs to (model.md 6.1, OauthTokenExchangeHandler). */
import { createPublicKey, type JsonWebKey, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { listed, nearestTo } from '../ground/nearest.ts';
import type { TokenMapping, VerificationKey } from '../org/token-exchange-handler.ts';
import { isRecord } from '../wire/json.ts';
import { readCertificate } from './certificate.ts';
import { isFileAt, textNamed } from './named-file.ts';
import type { Path } from './problems.ts';
import { type Fields, recordsOf, textOf } from './records.ts';
import { type Finding, fieldOf } from './shape.ts';

export interface MappingReading {
  readonly path: Path;
  /** Undefined when there are findings. */
  readonly mapping: TokenMapping | undefined;
  readonly findings: readonly Finding[];
  /** The field that the handler's keys come from. */
  readonly keysAt: 'certificate' | 'jwks' | undefined;
}

/**
 * Reads the handlers' mappings.
 *
 * @param directory what paths are relative to; undefined when the document came without a file: it may then name no file, and
 *   above all no module, because fauxforce would run it
 */
export function readMappings(document: unknown, directory: string | undefined): MappingReading[] {
  return recordsOf(document, 'tokenExchangeHandlers').map(({ path, fields }) => {
    const read = (): TokenMapping => {
      const module = textOf(fields.module);
      if (module !== undefined) return { module: modulePath(module, directory) };
      return { username: textOf(fields.username) ?? '', keys: readKeys(fields, directory) };
    };
    const keysAt = (['certificate', 'jwks'] as const).find((name) => textOf(fields[name]) !== undefined);
    try {
      return { path, mapping: read(), findings: [], keysAt };
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      const at = [...path, error.key];
      const message = `${fieldOf(document, at)} ${error.message}`;
      return { path, mapping: undefined, findings: [{ path: at, of: 'value', message }], keysAt };
    }
  });
}

/** A problem, as the end of a sentence that begins with the field. */
class Complaint extends Error {
  readonly key: string;

  constructor(key: string, message: string) {
    super(message);
    this.key = key;
  }
}

function modulePath(module: string, directory: string | undefined): string {
  if (directory === undefined) {
    throw new Complaint('module', 'names a program to run, which only a seed file may: use username instead');
  }
  const path = resolve(directory, module);
  if (!/\.[cm]?[jt]s$/.test(path)) throw new Complaint('module', 'must name a .js, .mjs, .ts or .mts file');
  if (!isFileAt(path)) {
    throw new Complaint(
      'module',
      `'${module.slice(0, 80)}': relative to the seed file there is no such file`,
    );
  }
  return path;
}

function readKeys(fields: Fields, directory: string | undefined): VerificationKey[] | undefined {
  const certificate = textOf(fields.certificate);
  if (certificate !== undefined) {
    const reading = readCertificate(certificate, directory);
    if ('complaint' in reading) throw new Complaint('certificate', reading.complaint);
    return [{ kid: undefined, publicKey: pemOf(new X509Certificate(reading.pem).publicKey) }];
  }
  const jwks = textOf(fields.jwks);
  return jwks === undefined ? undefined : readJwks(jwks, directory);
}

function readJwks(text: string, directory: string | undefined): VerificationKey[] {
  const json = text.trim().startsWith('{') ? text : textNamed(text.trim(), directory);
  if (json === undefined) {
    throw new Complaint('jwks', 'is neither a JWK Set nor the path of one, relative to the seed file');
  }
  const keys = keysIn(json);
  if (keys.length === 0) {
    throw new Complaint('jwks', 'is no JWK Set: {"keys":[…]} with at least one public RSA or EC key');
  }
  return keys;
}

/** The keys of a JWK Set that can verify; empty if the value is not a JWK Set. */
function keysIn(json: string): VerificationKey[] {
  try {
    const set: unknown = JSON.parse(json);
    const keys = isRecord(set) && Array.isArray(set.keys) ? set.keys.filter(isRecord) : [];
    return keys
      .filter(({ kty }) => kty === 'RSA' || kty === 'EC')
      .map((key) => ({
        kid: textOf(key.kid),
        publicKey: pemOf(createPublicKey({ format: 'jwk', key: key as JsonWebKey })),
      }));
  } catch {
    return [];
  }
}

function pemOf(key: ReturnType<typeof createPublicKey>): string {
  return key.export({ format: 'pem', type: 'spki' }) as string;
}

/** Reports handlers that name an app the org lacks, and apps with two default handlers. */
export function handlerFindings(document: unknown): Finding[] {
  const names = recordsOf(document, 'apps').flatMap(({ fields }) => textOf(fields.name) ?? []);
  const known = new Set(names);
  const defaults = new Map<string, string>();
  return recordsOf(document, 'tokenExchangeHandlers').flatMap(({ path, fields }) => {
    const apps: readonly unknown[] = Array.isArray(fields.apps) ? fields.apps : [];
    return apps.flatMap((app, i): Finding[] => {
      const at = [...path, 'apps', i];
      const name = textOf(app);
      if (name === undefined) return [];
      if (!known.has(name)) {
        const hint = () => {
          const nearest = nearestTo(name, names);
          return nearest ? `did you mean '${nearest}'?` : `its apps are ${listed(names)}`;
        };
        const message = () => `${fieldOf(document, at)}: the org has no app '${name}': ${hint()}`;
        return [{ path: at, of: 'value', message }];
      }
      if (fields.isDefault !== true) return [];
      const other = defaults.get(name);
      defaults.set(name, other ?? String(fields.name));
      if (other === undefined) return [];
      const message = `${fieldOf(document, at)}: app '${name}' has a default handler already, '${other}': make one of them isDefault: false`;
      return [{ path: at, of: 'value', message }];
    });
  });
}
