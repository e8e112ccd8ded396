/**
 * A page with a form for one record of a seed. Every problem that a seed would have stands beside its field, and nothing is saved then;
 * who saves what somebody else has changed meanwhile is told, and asked again.
 */
import { SeedError } from '../../seed/problems.ts';
import type { Fields } from '../../seed/records.ts';
import { isRecord } from '../../wire/json.ts';
import { type Answer, type FormBlock, onward, type Page } from '../frame/blocks.ts';
import type { Needs, SetupPage, Visit } from '../visit.ts';
import { type Complaints, type Control, isCovered, MUST, put, withInner } from './control.ts';
import { tokenFor } from './proof.ts';
import { ChangedMeanwhile, Gone, versionOf } from './records.ts';
import { AGAIN_FIELD, VERSION_FIELD } from './sent.ts';

export interface FormSection {
  readonly heading: string;
  readonly note?: string;
  readonly controls: readonly Control[];
}

/** What a form is about, as it is now. */
export interface Subject {
  readonly heading: string;
  readonly above?: string;
  /** The record as a seed has it; what a new one begins with. */
  readonly fields: Fields;
  /** What the form begins with, where that is more: a row to fill in. */
  readonly shown?: Fields;
  /** The address of the form, with its query. */
  readonly to: string;
  readonly cancel: string;
}

export interface FormSpec {
  /** Undefined when there is no such record (any more), or none may be made: then {@link FormSpec.refuse} says so. */
  find(visit: Visit): Subject | undefined;
  refuse(visit: Visit): Answer;
  sections(visit: Visit): readonly FormSection[];
  /** Completes what was sent. */
  complete?(patch: Fields, visit: Visit): Fields;
  /**
   * Saves, and says where the browser goes on.
   *
   * @param version of the record that the form showed
   * @throws SeedError, ChangedMeanwhile, Gone; nothing was saved
   */
  save(patch: Fields, version: string, visit: Visit): Promise<string>;
  /** What a seed would say against it, when it is not saved anyway: all problems are told at once. */
  problems(patch: Fields, visit: Visit): Promise<SeedError | undefined>;
  readonly saveLabel?: string;
  readonly saves?: Needs;
}

export function formPage(spec: FormSpec): SetupPage {
  return {
    ...(spec.saves && { saves: spec.saves }),
    show(visit) {
      const subject = spec.find(visit);
      return subject
        ? formOf(spec, visit, subject, subject.shown ?? subject.fields, NEW)
        : spec.refuse(visit);
    },
    async save(visit) {
      const subject = spec.find(visit);
      if (!subject) return spec.refuse(visit);
      const patch = readPatch(spec, visit);
      const fields = laidOver(subject.fields, patch);
      if (visit.sent.has(AGAIN_FIELD)) return formOf(spec, visit, subject, fields, {});
      const missing = ownComplaints(spec, visit, subject.fields, fields);
      if (missing.size > 0) {
        const others = await spec.problems(without(patch, missing), visit);
        const found = others ? told(spec.sections(visit), others) : {};
        const complaints = new Map([...(found.complaints ?? []), ...missing]);
        return formOf(spec, visit, subject, fields, { ...found, complaints });
      }
      try {
        return onward(await spec.save(patch, visit.sent.text(VERSION_FIELD), visit));
      } catch (error) {
        return shownAgain(spec, visit, subject, fields, error);
      }
    },
    showAgain(visit, problem) {
      const subject = spec.find(visit);
      if (!subject) return spec.refuse(visit);
      const fields = laidOver(subject.fields, readPatch(spec, visit));
      return formOf(spec, visit, subject, fields, { problems: [problem] });
    },
  };
}

function shownAgain(spec: FormSpec, visit: Visit, before: Subject, fields: Fields, error: unknown): Answer {
  if (error instanceof Gone) return spec.refuse(visit);
  if (error instanceof ChangedMeanwhile) {
    const subject = spec.find(visit) ?? before;
    const problem = `${subject.heading} was changed by somebody else while you edited it. What you entered is still here: click ${labelOf(spec)} again to put it in the place of theirs, or Cancel to see theirs.`;
    return formOf(spec, visit, subject, fields, { problems: [problem], isOfNow: true });
  }
  if (!(error instanceof SeedError)) throw error;
  return formOf(spec, visit, before, fields, told(spec.sections(visit), error));
}

function readPatch(spec: FormSpec, visit: Visit): Fields {
  const patch: Record<string, unknown> = {};
  for (const { controls } of spec.sections(visit))
    for (const control of controls) control.read(visit.sent, (path, value) => put(patch, path, value));
  return spec.complete?.(patch, visit) ?? patch;
}

/** The record as the form says it: a field that goes back to its default is left out. */
function laidOver(fields: Fields, patch: Fields): Fields {
  const all = Object.entries({ ...fields, ...patch }).map(([name, value]) => {
    const known = fields[name];
    const isPart = isRecord(value) && isRecord(known) && name !== 'attributes';
    return [name, isPart ? laidOver(known, value) : value] as const;
  });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

/** What a seed would say of the other fields, as they would be if these had been left alone. */
function without(patch: Fields, complaints: Complaints): Fields {
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !complaints.has(name)));
}

/** What the form itself has against it, before a seed is asked. */
function ownComplaints(spec: FormSpec, visit: Visit, before: Fields, fields: Fields): Complaints {
  const controls = spec.sections(visit).flatMap((section) => section.controls);
  const missing = controls.flatMap((control) => control.lacks?.(fields) ?? []);
  const wrong = controls.flatMap((control) => control.wrong?.(visit.sent, before) ?? []);
  return new Map([
    ...missing.map((path) => [path, [MUST]] as const),
    ...wrong.map(([path, message]) => [path, [message]] as const),
  ]);
}

interface Found {
  readonly complaints?: Complaints;
  readonly problems?: readonly string[];
  /** Whether saving it may replace the record as it is now; else, as it was when the form was first shown. */
  readonly isOfNow?: boolean;
}

const NEW: Found = { isOfNow: true };

/** Problems of a seed, beside the controls that they are about; the others above the form. */
function told(sections: readonly FormSection[], { problems }: SeedError): Found {
  const controls = sections.flatMap((section) => section.controls.flatMap(withInner));
  const complaints = new Map<string, string[]>();
  const others: string[] = [];
  for (const { path, message } of problems) {
    const control = controls.findLast(({ covers }) => isCovered(path, covers));
    if (control)
      complaints.set(path, [...(complaints.get(path) ?? []), inWords(message, path, control.label)]);
    else others.push(message);
  }
  return { complaints, problems: others };
}

/** The label in the place of the field and its record: `callbackUrls[0] of app 'Order_Portal'`. */
function inWords(message: string, path: string, label: string): string {
  if (!message.startsWith(path)) return message;
  return (
    label +
    message.slice(path.length).replace(/^ of (?:[a-z ]{1,40} '[^']{0,300}'|[a-z]{1,40}\[\d{1,9}\])/i, '')
  );
}

function labelOf({ saveLabel = 'Save' }: FormSpec): string {
  return saveLabel;
}

function formOf(spec: FormSpec, visit: Visit, subject: Subject, fields: Fields, found: Found): Page {
  const { heading, above, to, cancel } = subject;
  const { complaints = new Map(), problems = [] } = found;
  const version = found.isOfNow ? versionOf(subject.fields) : visit.sent.text(VERSION_FIELD);
  const shown = { fields, complaints, visit };
  const form: FormBlock = {
    kind: 'form',
    to,
    token: tokenFor(visit, visit.path),
    version,
    problems,
    isRefused: problems.length > 0 || complaints.size > 0,
    sections: spec.sections(visit).map(({ controls, ...section }) => ({
      ...section,
      fields: controls.map((control) => control.show(shown)),
    })),
    save: { name: 'save', label: labelOf(spec) },
    cancel,
  };
  return { kind: 'page', heading, ...(above && { above }), blocks: [form] };
}
