/** Documents -> orgs, or every problem of all of them at once. */
import type { Org } from '../org/model.ts';
import { buildOrg } from './build.ts';
import { type CertificateReading, readCertificate } from './certificate.ts';
import { type Path, type Problem, type SeedDocument, SeedError } from './problems.ts';
import { isFields, recordsOf, textOf } from './records.ts';
import { danglingNames, repeatedClaims } from './references.ts';
import { SeedSchema } from './schema.ts';
import { type Finding, fieldOf, shapeFindings } from './shape.ts';
import { withStandardRecords } from './standards.ts';
import { handlerFindings, readMappings } from './token-exchange.ts';

/** @throws SeedError with the problems in the order of the documents, and of their lines */
export function readDocuments(written: readonly SeedDocument[]): Org[] {
  const documents = written.map((document) => ({ ...document, value: withStandardRecords(document.value) }));
  const readings = documents.map((document) => ({ document, ...readDocument(document) }));
  const repeated = [...repeatedClaims(documents)];
  const problems = readings.flatMap(({ document, findings }) =>
    [...findings, ...repeated.filter((claim) => claim.document === document).map(({ finding }) => finding)]
      .map((finding) => ({ ...document.place(finding.path, finding.of), message: finding.message }))
      .sort(byPosition),
  );
  if (problems.length > 0) throw new SeedError(problems);
  return readings.map(({ build }) => build());
}

function readDocument({ value, directory }: SeedDocument): { findings: Finding[]; build: () => Org } {
  const parsed = SeedSchema.safeParse(value);
  const certificates = readCertificates(value, directory);
  const mappings = readMappings(value, directory);
  const findings = [
    ...(parsed.success ? [] : shapeFindings(value, parsed.error.issues)),
    ...danglingNames(value),
    ...certificates.flatMap(({ path, reading }) => unreadable(value, path, reading)),
    ...mappings.flatMap(({ findings }) => findings),
    ...handlerFindings(value),
    ...projectFindings(value),
  ];
  const build = () => {
    const pems = certificates.flatMap(({ app, reading }) =>
      'pem' in reading ? [[app, reading.pem] as const] : [],
    );
    return buildOrg(
      parsed.data ?? SeedSchema.parse(value),
      new Map(pems),
      mappings.flatMap(({ mapping }) => mapping ?? []),
    );
  };
  return { findings, build };
}

function readCertificates(
  document: unknown,
  directory: string | undefined,
): { app: number; path: Path; reading: CertificateReading }[] {
  return recordsOf(document, 'apps').flatMap(({ path, fields }) => {
    const text = textOf(fields.certificate);
    if (text === undefined) return [];
    return [
      { app: Number(path[1]), path: [...path, 'certificate'], reading: readCertificate(text, directory) },
    ];
  });
}

function unreadable(document: unknown, path: Path, reading: CertificateReading): Finding[] {
  if ('pem' in reading) return [];
  return [{ path, of: 'value', message: `${fieldOf(document, path)} ${reading.complaint}` }];
}

/** Accepted by the schema so that seeds can be written now; reading them is not built yet, and nothing is ignored. */
function projectFindings(document: unknown): Finding[] {
  const projects = isFields(document) ? document.projects : undefined;
  if (!Array.isArray(projects) || projects.length === 0) return [];
  const message =
    'projects: this version does not read Salesforce DX projects yet: remove the key and write the records under profiles, permissionSets and apps';
  return [{ path: ['projects'], of: 'key', message }];
}

function byPosition(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
