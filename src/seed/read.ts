/** Documents -> orgs, or every problem of all documents at once. A problem inside a project is reported, and its part left out. */
import type { Org } from '../org/model.ts';
import { isRecord } from '../wire/json.ts';
import { buildOrg } from './build.ts';
import { callbackFindings } from './callbacks.ts';
import { pemFindings, pemsOf, readPems, samlFindings } from './certificates.ts';
import { objectFindings } from './objects.ts';
import { unknownInPermissions } from './permission-names.ts';
import { type Path, type Place, type Problem, type SeedDocument, SeedError } from './problems.ts';
import { danglingNames, repeatedClaims } from './references.ts';
import { SeedSchema } from './schema.ts';
import { type Finding, shapeFindings } from './shape.ts';
import { type KnownOrgs, NO_ORGS, signUpFindings, withSignUp } from './sign-up.ts';
import { orgIdentity, withStandardRecords } from './standards.ts';
import { handlerFindings, readMappings } from './token-exchange.ts';
import { weakKeyFindings } from './weak-keys.ts';

/** The result of reading one document. */
export interface Reading {
  readonly org: Org;
  /** The document without the parts of its projects that were wrong. */
  readonly document: SeedDocument;
  /** The problems of the parts that were left out. */
  readonly leftOut: readonly Problem[];
}

/**
 * Reads documents.
 *
 * @param others existing orgs, which `signedUpFrom` may name
 * @throws SeedError with the problems in the order of the documents, and of their lines
 */
export function readDocuments(written: readonly SeedDocument[], others: KnownOrgs = NO_ORGS): Reading[] {
  const leftOut = written.map((): Problem[] => []);
  let documents = written;
  for (;;) {
    const checked = checkDocuments(documents, others);
    const fatal = fatalProblems(checked);
    if (fatal.length > 0) throw new SeedError(fatal);
    if (checked.every(({ findings }) => findings.length === 0)) {
      return checked.map(({ document, build }, i) => ({ org: build(), document, leftOut: leftOut[i] ?? [] }));
    }
    for (const [i, { document, findings }] of checked.entries()) {
      for (const finding of findings) leftOut[i]?.push(problemOf(document, finding));
    }
    documents = checked.map(
      ({ document, findings }) => document.without?.(findings.map(({ path }) => path)) ?? document,
    );
  }
}

interface Checked {
  readonly document: SeedDocument;
  readonly findings: readonly Finding[];
  readonly build: () => Org;
}

function checkDocuments(written: readonly SeedDocument[], others: KnownOrgs): Checked[] {
  const identities = written.map(({ value }) => orgIdentity(value));
  const known: KnownOrgs = {
    get orgs() {
      return [...identities, ...others.orgs];
    },
  };
  const documents = written.map((document) => ({
    ...document,
    value: withSignUp(withStandardRecords(document.value), known),
  }));
  const repeated = [...repeatedClaims(documents)];
  return documents.map((document, i) => {
    const { findings, build } = readDocument(document, known);
    const clashes = repeated.filter((claim) => claim.document === document).map(({ finding }) => finding);
    return {
      document: written[i] ?? document,
      findings: inOrder(document, [...findings, ...clashes]),
      build,
    };
  });
}

function problemOf(document: SeedDocument, { path, of, message }: Finding): Problem {
  return { ...document.place(path, of), message: typeof message === 'string' ? message : message() };
}

/** The most problems that are shown: nobody fixes more at a time. */
const MOST_PROBLEMS = 500;

/** The problems of all documents that prevent reading; those beyond the limit as a number. */
function fatalProblems(checked: readonly Checked[]): Problem[] {
  const fatal = checked.flatMap(({ document, findings }) =>
    findings.filter(({ path }) => !document.spares?.(path)).map((finding) => ({ document, finding })),
  );
  const told = fatal.slice(0, MOST_PROBLEMS).map(({ document, finding }) => problemOf(document, finding));
  const [next] = fatal.slice(MOST_PROBLEMS);
  if (next === undefined) return told;
  const message = `is the first of ${fatal.length - MOST_PROBLEMS} more problems: mend those above first`;
  return [...told, problemOf(next.document, { ...next.finding, message })];
}

function readDocument(document: SeedDocument, known: KnownOrgs): { findings: Finding[]; build: () => Org } {
  const { value, directory } = document;
  const parsed = parse(document);
  const pems = readPems(value, directory);
  const mappings = readMappings(value, directory);
  const findings = [
    ...(parsed.success ? [] : shapeFindings(value, parsed.error.issues)),
    ...callbackFindings(value),
    ...danglingNames(value),
    ...objectFindings(value),
    ...unknownInPermissions(value),
    ...signUpFindings(value, known),
    ...pemFindings(value, pems),
    ...samlFindings(value),
    ...mappings.flatMap(({ findings }) => findings),
    // Those of SAML are not checked: they sign XML, where short keys are accepted.
    ...weakKeyFindings(
      document,
      pems.filter(({ demand }) => demand === 'strong'),
      mappings,
    ),
    ...handlerFindings(value),
    ...projectFindings(value),
  ];
  const build = () => {
    const seed = parsed.data ?? SeedSchema.parse(value);
    const org = buildOrg(
      seed,
      pemsOf(pems),
      mappings.flatMap(({ mapping }) => mapping ?? []),
    );
    if (Object.keys(seed.records).length === 0) return org;
    return {
      ...org,
      seedRecords: { value: seed.records, place: (path: Path) => document.place(path, 'value') },
    };
  };
  return { findings, build };
}

/** Checks a document against the schema. The schema puts its issues on the stack, which a hundred thousand of them overflow. */
function parse({ value, place }: SeedDocument): ReturnType<typeof SeedSchema.safeParse> {
  try {
    return SeedSchema.safeParse(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SeedError([{ ...place([], 'value'), message: 'has more mistakes than can be listed' }]);
  }
}

/** Refuses `projects` in a document: those of a seed file have been replaced by their records before. */
function projectFindings(document: unknown): Finding[] {
  const projects = isRecord(document) ? document.projects : undefined;
  if (!Array.isArray(projects) || projects.length === 0) return [];
  const message =
    'projects: only a seed file may name projects: write the records under profiles, permissionSets and apps';
  return [{ path: ['projects'], of: 'key', message }];
}

function inOrder(document: SeedDocument, findings: readonly Finding[]): Finding[] {
  return findings
    .map((finding) => ({ finding, place: document.place(finding.path, finding.of) }))
    .sort((a, b) => byPosition(a.place, b.place))
    .map(({ finding }) => finding);
}

function byPosition(a: Place, b: Place): number {
  const byFile = a.file === b.file ? 0 : (a.file ?? '') < (b.file ?? '') ? -1 : 1;
  return byFile || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
