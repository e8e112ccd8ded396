/** `@{refAccount.id}`: what an earlier call of a composite request answered, in a later one (rest-data.md 5.1). */
import { isRecord } from '../../wire/json.ts';

/** Bodies of answers by the name of the call. */
export type Answers = Map<string, unknown>;

/** How many characters references may still become in one call: a few bytes of them can stand for a long text. */
export interface Room {
  left: number;
}

/** References that become more than a body may have; the message is ours. */
export class NoRoom extends Error {
  constructor() {
    super('The references of a request become more than a request can hold.');
  }
}

/** A reference that leads nowhere; the message is Salesforce's. */
export class MissingReference extends Error {}

const REFERENCE = /@\{([^{}]{1,500})\}/g;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_]*$/;

/** A value with every reference in its texts replaced. A text that is one reference alone becomes what that is. */
export function filled(value: unknown, answers: Answers, room: Room): unknown {
  if (typeof value === 'string') return filledText(value, answers, room);
  if (Array.isArray(value)) return value.map((item) => filled(item, answers, room));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, filled(member, answers, room)]),
  );
}

function filledText(text: string, answers: Answers, room: Room): unknown {
  const found = (path: string) => {
    const value = valueAt(path, answers);
    if (typeof value === 'string') room.left -= value.length;
    if (room.left < 0) throw new NoRoom();
    return value;
  };
  const [whole, only] = /^@\{([^{}]{1,500})\}$/.exec(text) ?? [];
  if (whole !== undefined && only !== undefined) return found(only);
  return text.replace(REFERENCE, (_reference, path: string) => String(found(path)));
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
