/** `@{refAccount.id}`: what an earlier call of a composite request answered, in a later one (rest-data.md 5.1). */
import { isRecord } from '../../wire/json.ts';

/** Bodies of answers by the name of the call. */
export type Answers = Map<string, unknown>;

/** A reference that leads nowhere; the message is Salesforce's. */
export class MissingReference extends Error {}

const REFERENCE = /@\{([^{}]{1,500})\}/g;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_]*$/;

/** A value with every reference in its texts replaced. A text that is one reference alone becomes what that is. */
export function filled(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string') return filledText(value, answers);
  if (Array.isArray(value)) return value.map((item) => filled(item, answers));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, answers)]));
}

function filledText(text: string, answers: Answers): unknown {
  const [whole, only] = /^@\{([^{}]{1,500})\}$/.exec(text) ?? [];
  if (whole !== undefined && only !== undefined) return valueAt(only, answers);
  return text.replace(REFERENCE, (_reference, path: string) => String(valueAt(path, answers)));
}

/** `refAccount.id`, `refQuery.records[0].Id` */
function valueAt(path: string, answers: Answers): unknown {
  const [name = '', ...steps] = path.split(/[.[\]]/).filter(Boolean);
  let value = answers.get(name);
  for (const step of steps) {
    value = Array.isArray(value) || isRecord(value) ? (value as Record<string, unknown>)[step] : undefined;
  }
  if (value !== undefined && value !== null && typeof value !== 'object') return value;
  const spelling = NAME.test(name)
    ? ''
    : ` Provided referenceId ('${name}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`;
  throw new MissingReference(
    `Invalid reference specified. No value for ${path} found in ${name}.${spelling}`,
  );
}
