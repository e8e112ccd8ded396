/** A certificate that is uploaded, and kept by a form that could not be saved yet. */
import { isRecord } from '../../wire/json.ts';
import { type Control, complaintsAbout, textAt } from './control.ts';

const PEM = /-----BEGIN CERTIFICATE-----/;

/** @param path of the field that has the certificate as PEM */
export function certificateFile(path: string, label: string): Control {
  const covers = [path];
  return {
    label,
    covers,
    show({ fields, complaints }) {
      const kept = textAt(fields, path);
      return {
        kind: 'file',
        name: path,
        label,
        isRequired: true,
        accept: '.crt,.pem,.cer,.der',
        ...(kept !== '' && { kept, now: 'A certificate is there: choose a file to replace it.' }),
        errors: complaintsAbout({ covers }, complaints),
      };
    },
    read(sent, write) {
      const bytes = sent.bytes(path);
      write(path, bytes ? asText(bytes) : sent.text(`kept:${path}`));
    },
    lacks: (fields) => (textAt(fields, path) === '' ? [path] : []),
  };
}

/** PEM stays as it is; anything else is DER, as a seed writes it. */
function asText(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return PEM.test(text) ? text : bytes.toString('base64');
}

/** Whether a record has something at a path, be it empty: then the box above it is ticked. */
export function isThere(fields: Readonly<Record<string, unknown>>, path: string): boolean {
  const value = path
    .split('.')
    .reduce<unknown>((inner, step) => (isRecord(inner) ? inner[step] : undefined), fields);
  return value !== undefined && value !== null;
}
