/** Reads the fields of a `multipart/form-data` body. The whole body is at hand and bounded, so no part of it is a stream. */
import {
  addValue,
  type FormParameters,
  MOST_PARAMETERS,
  NO_PARAMETERS,
  type SentForm,
  TOO_MANY_PARAMETERS,
} from '../wire/form.ts';

/** Bytes read before the number of parts is looked at again: those of a thousand of the shortest parts. */
const PIECE = 4_096;

/** The parser would look for it, and find it between any two lines. */
const EMPTY_BOUNDARY = /;\s*boundary=(?:"")?\s*(?:;|$)/i;

/**
 * The fields by name. Files, and parts without a name, are not parameters; a type without a boundary means there are none.
 *
 * @param most bytes in a body
 * @throws Error if the body ends before its closing boundary or has too many parts
 */
export async function readMultipart(
  contentType: string,
  body: Buffer,
  most: number,
): Promise<FormParameters> {
  const parser = body.length === 0 ? undefined : await multipartParser(contentType, most);
  if (parser === undefined) return NO_PARAMETERS;
  const parameters = new Map<string, string>();
  // Nobody listens for files, so the parser passes over them: the stream of one that is cut off throws where nothing catches.
  parser.on('field', (name: string | undefined, value) => {
    if (name !== undefined && !parameters.has(name)) parameters.set(name, value);
  });
  await readParts(parser, body);
  return parameters;
}

/** Every value of each field, and the files. @throws Error as {@link readMultipart} */
export async function readMultipartForm(contentType: string, body: Buffer, most: number): Promise<SentForm> {
  const values = new Map<string, string[]>();
  const files = new Map<string, Buffer>();
  const parser = body.length === 0 ? undefined : await multipartParser(contentType, most);
  if (parser === undefined) return { values, files };
  parser.on('field', (name: string | undefined, value) => {
    if (name !== undefined) addValue(values, name, value);
  });
  parser.on('file', (name: string | undefined, file) => {
    const pieces: Buffer[] = [];
    file.on('data', (piece: Buffer) => pieces.push(piece));
    file.on('end', () => {
      if (name !== undefined && pieces.length > 0) files.set(name, Buffer.concat(pieces));
    });
    // The parser itself says of a file that is cut off that the body is.
    file.on('error', () => pieces.splice(0));
  });
  await readParts(parser, body);
  return { values, files };
}

type Parser = NonNullable<Awaited<ReturnType<typeof multipartParser>>>;

function readParts(parser: Parser, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let isTooMuch = false;
    parser.on('partsLimit', () => {
      isTooMuch = true;
      reject(new Error(TOO_MANY_PARAMETERS));
    });
    parser.on('finish', () => resolve());
    parser.on('error', reject);
    for (let at = 0; at < body.length && !isTooMuch; at += PIECE) parser.write(body.subarray(at, at + PIECE));
    if (!isTooMuch) parser.end();
  });
}

/** @returns undefined if the type names no boundary, or one that cannot be looked for */
async function multipartParser(contentType: string, most: number) {
  if (EMPTY_BOUNDARY.test(contentType)) return undefined;
  const { Busboy } = await import('@fastify/busboy');
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { fieldSize: most, parts: MOST_PARAMETERS },
      // A part that fills its buffer waits for a reader, and one without a header never gets one.
      fileHwm: most + 1,
    });
  } catch {
    return undefined;
  }
}
