/**
 * Object permissions and field-level security of profiles and permission sets. They are most of every file, thousands of elements of
 * one form, and most are of objects and fields that fauxforce does not have: they are read from the text, and only those that count.
 */
import { STANDARD_FIELDS } from '../../org/standard-fields.ts';
import { fieldsOf, itemsOf, type Located, type LocatedFields, located } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

interface Form {
  readonly element: string;
  /** The element inside that names the object or the field. */
  readonly named: string;
  /** The seed's words by the elements inside. */
  readonly words: readonly (readonly [element: string, permission: string])[];
}

const OBJECTS: Form = {
  element: 'objectPermissions',
  named: 'object',
  words: [
    ['allowRead', 'read'],
    ['allowCreate', 'create'],
    ['allowEdit', 'edit'],
    ['allowDelete', 'delete'],
    ['viewAllRecords', 'viewAll'],
    ['modifyAllRecords', 'modifyAll'],
  ],
};
const FIELDS: Form = {
  element: 'fieldPermissions',
  named: 'field',
  words: [
    ['readable', 'read'],
    ['editable', 'edit'],
  ],
};

export function dataPermissions(root: Element): LocatedFields {
  return { objectPermissions: permissions(root, OBJECTS), fieldPermissions: permissions(root, FIELDS) };
}

function permissions(root: Element, form: Form): Located | undefined {
  return root.hasLeftOut(form.element) ? new WrittenPermissions(root, form) : undefined;
}

/** Those of one file, read when it is known which objects and fields there are. */
class WrittenPermissions implements Located {
  readonly isFromSeed = false;
  readonly #root: Element;
  readonly #form: Form;

  constructor(root: Element, form: Form) {
    this.#root = root;
    this.#form = form;
  }

  at = () => this.#root.place;

  get value(): LocatedFields {
    return this.known(() => true);
  }

  known(isKnown: (name: string, at: Located['at']) => boolean): LocatedFields {
    const { element, named, words } = this.#form;
    const kept: [string, Located][] = [];
    for (const own of this.#root.leftOut(element)) {
      const at = () => own.place;
      const name = textIn(own.text, named);
      if (!name || !isKnown(name, at)) continue;
      const granted = words.filter(([word]) => isTrue(textIn(own.text, word)));
      kept.push([
        name,
        located(
          granted.map(([, permission]) => located(permission, at)),
          at,
        ),
      ]);
    }
    return Object.fromEntries(kept);
  }
}

/** The text of an element inside, which has no attributes. */
function textIn(text: string, name: string): string | undefined {
  const start = text.indexOf(`<${name}>`);
  const end = start < 0 ? -1 : text.indexOf(`</${name}>`, start);
  return end < 0 ? undefined : text.slice(start + name.length + 2, end).trim();
}

function isTrue(text: string | undefined): boolean {
  return text === 'true' || text === '1';
}

/** What several files of one profile say together; the first counts where two say something of the same. */
export function permissionsTogether(parts: readonly LocatedFields[]): LocatedFields {
  return {
    objectPermissions: together(parts.map(({ objectPermissions }) => objectPermissions)),
    fieldPermissions: together(parts.map(({ fieldPermissions }) => fieldPermissions)),
  };
}

function together(parts: readonly (Located | undefined)[]): Located | undefined {
  const said = parts.filter((part) => part !== undefined);
  const [first] = said;
  if (first === undefined || said.length === 1) return first;
  const value = Object.fromEntries(said.toReversed().flatMap((part) => Object.entries(fieldsOf(part))));
  return { at: first.at, isFromSeed: first.isFromSeed, value };
}

/**
 * Takes permissions of objects and fields out that the org lacks, as far as files of projects say them: an org has more objects than
 * fauxforce, and more than are in the project. The report tells how many.
 *
 * @param custom the objects that the seed and its projects make
 */
export function withoutUnknownPermissions(
  project: Located,
  custom: readonly (Located | undefined)[],
  report: Report,
): Located {
  const fields = fieldsOf(project);
  const unknown = new Unknown(custom.flatMap((objects) => Object.entries(fieldsOf(objects))));
  const value = {
    ...fields,
    profiles: eachItem(fields.profiles, (profile) => unknown.takeOut(profile)),
    permissionSets: eachItem(fields.permissionSets, (set) => unknown.takeOut(set)),
    permissionSetGroups: eachItem(fields.permissionSetGroups, (group) => {
      const { muted } = fieldsOf(group);
      return muted ? { ...group, value: { ...fieldsOf(group), muted: unknown.takeOut(muted) } } : group;
    }),
  };
  unknown.tell(report);
  return { ...project, value };
}

function eachItem(list: Located | undefined, change: (item: Located) => Located): Located | undefined {
  return list && { ...list, value: itemsOf(list).map(change) };
}

class Unknown {
  readonly #objects: ReadonlySet<string>;
  readonly #fields: ReadonlySet<string>;
  #first: Located['at'] | undefined;
  #count = 0;

  constructor(custom: readonly (readonly [name: string, object: Located | undefined])[]) {
    const ofCustom = custom.map(
      ([name, object]) => [name, Object.keys(fieldsOf(fieldsOf(object).fields))] as const,
    );
    const all = [...Object.entries(STANDARD_FIELDS), ...ofCustom];
    this.#objects = new Set(all.map(([object]) => object));
    this.#fields = new Set(all.flatMap(([object, names]) => names.map((name) => `${object}.${name}`)));
  }

  takeOut(holder: Located): Located {
    const { objectPermissions, fieldPermissions } = fieldsOf(holder);
    if (!objectPermissions && !fieldPermissions) return holder;
    const value = {
      ...fieldsOf(holder),
      objectPermissions: this.#kept(objectPermissions, this.#objects),
      fieldPermissions: this.#kept(fieldPermissions, this.#fields),
    };
    return { ...holder, value };
  }

  #kept(part: Located | undefined, known: ReadonlySet<string>): Located | undefined {
    if (part === undefined) return undefined;
    const isKnown = (name: string, at: Located['at']) => {
      if (known.has(name)) return true;
      this.#first ??= at;
      this.#count++;
      return false;
    };
    const value =
      part instanceof WrittenPermissions
        ? part.known(isKnown)
        : Object.fromEntries(
            Object.entries(fieldsOf(part)).filter(([name, own]) => isKnown(name, (own ?? part).at)),
          );
    return { at: part.at, isFromSeed: part.isFromSeed, value };
  }

  tell(report: Report): void {
    if (!this.#first) return;
    const more = this.#count > 1 ? ` (here and in ${this.#count - 1} more places)` : '';
    report.skip(
      this.#first('value'),
      `permissions of an object that is not here, or of a field that is not here or has no field-level security, have no effect${more}`,
    );
  }
}
