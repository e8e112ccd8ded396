/** Profiles and permission sets by the names people call them. Order of matching: wire facts, model.md 1.7. */
import { recordsOf, type Section, type SeedRecord, textOf } from './records.ts';

/** File names of the standard profiles with their names in Setup. Profiles whose two names are equal are left out. */
const STANDARD_PROFILES: Readonly<Record<string, string>> = {
  Admin: 'System Administrator',
  Standard: 'Standard User',
  ReadOnly: 'Read Only',
  MarketingProfile: 'Marketing User',
  ContractManager: 'Contract Manager',
  SolutionManager: 'Solution Manager',
  StandardAul: 'Standard Platform User',
};

/**
 * Names of standard profiles in other languages: a file has the language of the user who retrieved it. The German and the first
 * Japanese name were seen in files (model.md 1.7), the others are recalled.
 */
const LOCALISED: Readonly<Record<string, readonly string[]>> = {
  'System Administrator': [
    'Systemadministrator',
    'システム管理者',
    'Administrateur système',
    'Administrador del sistema',
    'Administrador do sistema',
    'Amministratore del sistema',
    'Systeembeheerder',
    'Systemadministratör',
    'Järjestelmänvalvoja',
    'Системный администратор',
    '系统管理员',
    '系統管理員',
    '시스템 관리자',
  ],
  'Standard User': [
    'Standardbenutzer',
    '標準ユーザ',
    'Utilisateur standard',
    'Usuario estándar',
    'Usuário padrão',
    'Utente standard',
    'Standaardgebruiker',
    '标准用户',
    '표준 사용자',
  ],
};

const BY_LOCALISED_NAME = new Map(
  Object.entries(LOCALISED).flatMap(([name, others]) => others.map((other) => [foldName(other), name])),
);

function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** The name that Setup shows: `Admin` is System Administrator. */
export function profileName(name: string): string {
  return Object.hasOwn(STANDARD_PROFILES, name) ? (STANDARD_PROFILES[name] ?? name) : name;
}

const BY_FILE_NAME = new Map(
  Object.entries(STANDARD_PROFILES).map(([file, name]) => [file.toLowerCase(), name]),
);

/** As {@link profileName}, ignoring case: session settings sometimes have profiles' file names in lower case (model.md 6.1). */
export function profileNameOfAnyCase(name: string): string {
  return BY_FILE_NAME.get(name.toLowerCase()) ?? name;
}

/** The default label of permission sets and apps. */
export function labelFor(apiName: string): string {
  return apiName.replaceAll('_', ' ');
}

/** Finds records in one section of a document by label, API name, without case, by file name, and by name in another language. */
export class Names {
  readonly known: readonly string[];
  readonly #exact = new Map<string, string>();
  readonly #anyCase = new Map<string, string>();

  constructor(
    document: unknown,
    section: Extract<Section, 'profiles' | 'permissionSets' | 'permissionSetGroups'>,
  ) {
    const records = recordsOf(document, section).flatMap((record) => spellings(record, section));
    this.known = records.map(({ name }) => name);
    const inOrder = [
      ...records.map(({ label, name }) => [label, name]),
      ...records.map(({ name }) => [name, name]),
    ];
    for (const [spelling = '', name = ''] of inOrder) {
      if (!this.#exact.has(spelling)) this.#exact.set(spelling, name);
      if (!this.#anyCase.has(spelling.toLowerCase())) this.#anyCase.set(spelling.toLowerCase(), name);
    }
  }

  /** The record's own name (`Profile.name`, `PermissionSet.name`), or undefined if the org has no such record. */
  find(name: string): string | undefined {
    return (
      this.#exact.get(name) ??
      this.#anyCase.get(name.toLowerCase()) ??
      this.#exact.get(profileNameOfAnyCase(name)) ??
      this.#exact.get(BY_LOCALISED_NAME.get(foldName(name)) ?? name)
    );
  }
}

function spellings({ fields }: SeedRecord, section: Section): { name: string; label: string }[] {
  const name = textOf(fields.name);
  if (name === undefined) return [];
  if (section === 'profiles') return [{ name: profileName(name), label: profileName(name) }];
  return [{ name, label: textOf(fields.label) ?? labelFor(name) }];
}
