/** Every certificate and private key of a document, read, and what is wrong with them. Those of token exchange handlers are read with their handler. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isRecord } from '../wire/json.ts';
import { type CertificateReading, readCertificate } from './certificate.ts';
import { textNamed } from './named-file.ts';
import { formatPath, type Path } from './problems.ts';
import { type Fields, orgFieldsOf, recordsOf, textOf } from './records.ts';
import { type Finding, fieldOf } from './shape.ts';

/** What a certificate's key must be: strong where JWTs are verified with it, of RSA where the org speaks SAML, and long enough where it encrypts to it. */
type Demand = 'strong' | 'RSA' | 'encrypting' | 'nothing';

/** What RSA-OAEP adds to a key of AES-256, which has 32 bytes, is 42 bytes (RFC 8017 7.1.1). */
const FEWEST_ENCRYPTING_BITS = 8 * (32 + 42);

/** One certificate or key as it was written. */
export interface PemAt {
  readonly path: Path;
  readonly reading: CertificateReading;
  readonly demand: Demand;
}

/** PEM, by {@link formatPath} of its path. */
export type Pems = ReadonlyMap<string, string>;

/** @param directory what paths are relative to; undefined when no file may be read */
export function readPems(document: unknown, directory: string | undefined): PemAt[] {
  const { settings } = orgFieldsOf(document);
  const ofOrg = (name: string): [Path, Fields][] => {
    const fields = isRecord(settings) ? settings[name] : undefined;
    return isRecord(fields) ? [[['org', 'settings', name], fields]] : [];
  };
  const apps = recordsOf(document, 'apps');
  const ofSaml = apps.flatMap(({ path, fields }): [Path, Fields][] =>
    isRecord(fields.saml) ? [[[...path, 'saml'], fields.saml]] : [],
  );
  const certificate = (demand: Demand, name: string, [path, fields]: [Path, Fields]): PemAt[] => {
    const text = textOf(fields[name]);
    if (text === undefined) return [];
    return [{ path: [...path, name], reading: readCertificate(text, directory), demand }];
  };
  return [
    ...apps.flatMap(({ path, fields }) => certificate('strong', 'certificate', [path, fields])),
    ...ofSaml.flatMap((saml) => certificate('RSA', 'certificate', saml)),
    ...ofSaml.flatMap((saml) => certificate('encrypting', 'encryptionCertificate', saml)),
    ...ofOrg('samlSso').flatMap((sso) => certificate('nothing', 'certificate', sso)),
    ...ofOrg('identityProvider').flatMap((provider) => [
      ...certificate('RSA', 'certificate', provider),
      ...privateKey(provider, directory),
    ]),
  ];
}

export function pemsOf(read: readonly PemAt[]): Pems {
  return new Map(
    read.flatMap(({ path, reading }) => ('pem' in reading ? [[formatPath(path), reading.pem]] : [])),
  );
}

function privateKey([path, fields]: [Path, Fields], directory: string | undefined): PemAt[] {
  const text = textOf(fields.privateKey);
  if (text === undefined) return [];
  return [
    { path: [...path, 'privateKey'], reading: readPrivateKey(text.trim(), directory), demand: 'nothing' },
  ];
}

/** No complaint shows what was written: it may be the key. */
function readPrivateKey(text: string, directory: string | undefined): CertificateReading {
  const pem = text.includes('-----BEGIN ') ? text : textNamed(text, directory);
  if (pem === undefined) return { complaint: 'is neither a private key in PEM nor the path of one' };
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'rsa') return { complaint: 'is not an RSA key: SAML is signed with one' };
    return { pem: key.export({ format: 'pem', type: 'pkcs8' }) as string };
  } catch {
    return { complaint: 'is not a readable private key: PEM, whole, and not encrypted' };
  }
}

/** What cannot be read, and what does not fit what it is for. */
export function pemFindings(document: unknown, read: readonly PemAt[]): Finding[] {
  const unreadable = read.flatMap(({ path, reading }): Finding[] =>
    'pem' in reading
      ? []
      : [{ path, of: 'value', message: `${fieldOf(document, path)} ${reading.complaint}` }],
  );
  const unfit = read.flatMap(({ path, reading, demand }): Finding[] => {
    const complaint = 'pem' in reading ? complaintOf(reading.pem, demand) : undefined;
    return complaint === undefined
      ? []
      : [{ path, of: 'value', message: `${fieldOf(document, path)} ${complaint}` }];
  });
  return [...unreadable, ...unfit, ...pairFindings(document, pemsOf(read))];
}

/** What is wrong with the key of a certificate of SAML. */
function complaintOf(pem: string, demand: Demand): string | undefined {
  if (demand !== 'RSA' && demand !== 'encrypting') return undefined;
  const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(pem).publicKey;
  if (asymmetricKeyType !== 'rsa') return 'must be of an RSA key';
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (demand === 'RSA' || bits >= FEWEST_ENCRYPTING_BITS) return undefined;
  return `is of an RSA key of ${bits} bits: assertions are encrypted to ${FEWEST_ENCRYPTING_BITS} or more`;
}

const PROVIDER: Path = ['org', 'settings', 'identityProvider'];

/** Certificate and key of the identity provider: both or neither, and of one pair. */
function pairFindings(document: unknown, pems: Pems): Finding[] {
  const { settings } = orgFieldsOf(document);
  const provider = isRecord(settings) && isRecord(settings.identityProvider) ? settings.identityProvider : {};
  const written = (['certificate', 'privateKey'] as const).filter((name) => provider[name] !== undefined);
  const [only] = written;
  if (only !== undefined && written.length === 1) {
    const other = only === 'certificate' ? 'privateKey' : 'certificate';
    const message = `${fieldOf(document, [...PROVIDER, only])} goes with ${other}: write both, or neither`;
    return [{ path: [...PROVIDER, only], of: 'value', message }];
  }
  const certificate = pems.get(formatPath([...PROVIDER, 'certificate']));
  const key = pems.get(formatPath([...PROVIDER, 'privateKey']));
  if (certificate === undefined || key === undefined) return [];
  if (new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) return [];
  const path = [...PROVIDER, 'privateKey'];
  return [
    { path, of: 'value', message: `${fieldOf(document, path)} is not the key of the certificate beside it` },
  ];
}

/** A subject that nothing says. */
export function samlFindings(document: unknown): Finding[] {
  return recordsOf(document, 'apps').flatMap(({ path, fields }): Finding[] => {
    const { saml } = fields;
    if (!isRecord(saml) || saml.subjectType !== 'CustomAttribute' || saml.subjectCustomAttr !== undefined)
      return [];
    const at = [...path, 'saml', 'subjectType'];
    const message = `${fieldOf(document, at)} is CustomAttribute: subjectCustomAttr says which`;
    return [{ path: at, of: 'value', message }];
  });
}
