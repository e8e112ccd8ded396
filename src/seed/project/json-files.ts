/** Scratch org definitions and users: the JSON files of a project (model.md 6.2, 6.3). */
import { isRecord } from '../../wire/json.ts';
import { readJson } from './files.ts';
import { fieldsOf, itemsOf, type Located, located, textOfPart } from './located.ts';
import type { Report } from './report.ts';
import { factsTogether, type OrgFacts, SETTINGS, type Setting } from './settings.ts';
import { readText } from './text.ts';
import { readUser } from './users.ts';

/** The kinds of JSON file, told apart by content. */
type Kind = 'scratch definition' | 'user definition' | 'users';

export interface JsonRecords {
  readonly users: Located[];
  readonly scratchDefinitions: { readonly file: string; readonly root: Located }[];
}

/** Adds the records of a file; a file of another kind is skipped. */
export function readJsonFile(file: string, into: JsonRecords, report: Report): void {
  const kind = kindOf(file);
  const root = kind && readJson(file, report);
  if (!root) return;
  if (kind === 'scratch definition') into.scratchDefinitions.push({ file, root });
  if (kind === 'user definition') add([root]);
  if (kind === 'users') add(itemsOf(fieldsOf(root).records).filter((record) => typeOf(record) === 'User'));

  function add(records: readonly Located[]): void {
    for (const record of records) {
      const user = readUser(record, file, report);
      if (!user) continue;
      into.users.push(user);
      report.wasRead('user', textOfPart(fieldsOf(user).username) ?? '', file);
    }
  }
}

const USER_KEYS = ['username', 'profilename', 'permsets', 'generatepassword'];

function kindOf(file: string): Kind | undefined {
  const value = contentOf(file);
  if (value === undefined) return /(?:user|scratch)-def\.json$/i.test(file) ? guessed(file) : undefined;
  if (!isRecord(value)) return undefined;
  if (typeof value.edition === 'string') return 'scratch definition';
  if (Array.isArray(value.records)) return value.records.some(isUser) ? 'users' : undefined;
  if (!Object.keys(value).some((key) => USER_KEYS.includes(key.toLowerCase()))) return undefined;
  return guessed(file);
}

function isUser(record: unknown): boolean {
  return isRecord(record) && isRecord(record.attributes) && record.attributes.type === 'User';
}

/**
 * The kind that the file's name suggests. A file that is not JSON gets one too, so that it is reported; so does a scratch
 * definition that has a user's keys.
 */
function guessed(file: string): Kind {
  return /scratch-def\.json$/i.test(file) ? 'scratch definition' : 'user definition';
}

/** In MiB: other JSON files beside users may be large. */
const LARGEST_DATA = 20;

/** Parses without places, which is faster: most JSON files of a project do not concern the org. */
function contentOf(file: string): unknown {
  try {
    return JSON.parse(readText(file, LARGEST_DATA));
  } catch {
    return undefined;
  }
}

function typeOf(record: Located): string | undefined {
  return textOfPart(fieldsOf(fieldsOf(record).attributes).type);
}

/** The definition that `sf project generate` writes; otherwise the first by name. */
const USUAL_NAME = /project-scratch-def\.json$/;

/** The name, settings and administrator of the definition's org. */
export function readScratchDefinition(
  definitions: JsonRecords['scratchDefinitions'],
  report: Report,
): OrgFacts & { administrator: Located | undefined } {
  const chosen = definitions.find(({ file }) => USUAL_NAME.test(file)) ?? definitions[0];
  for (const { file, root } of definitions) {
    if (file === chosen?.file)
      report.wasRead('scratch org definition', textOfPart(fieldsOf(root).orgName) ?? '', file);
    else report.skip(root.at('value'), `one scratch org definition is enough: ${chosen?.file} was read`);
  }
  if (!chosen) return { org: {}, settings: {}, administrator: undefined };
  const { orgName, settings, username, adminEmail, language } = fieldsOf(chosen.root);
  const facts = Object.entries(fieldsOf(settings)).map(([key, part]) => {
    const name = key.charAt(0).toUpperCase() + key.slice(1).replace(/Settings$/, '');
    const read = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
    return part && read ? read(jsonSetting(part), report) : {};
  });
  return {
    ...factsTogether([...facts, { org: { name: orgName } }]),
    administrator:
      username &&
      located(
        { username, email: adminEmail, language, profile: { ...username, value: 'System Administrator' } },
        () => username.at('value'),
      ),
  };
}

function jsonSetting(part: Located): Setting {
  const find = (names: readonly string[]) =>
    names.reduce<Located | undefined>((within, name) => fieldsOf(within)[name], part);
  return {
    text: ['string', 'number', 'boolean'].includes(typeof part.value) ? String(part.value) : '',
    located: part,
    child: (...names) => {
      const found = find(names);
      return found && jsonSetting(found);
    },
    all: (name) => {
      const found = find([name]);
      const items = itemsOf(found);
      return (items.length > 0 || !found ? items : [found]).map(jsonSetting);
    },
  };
}
