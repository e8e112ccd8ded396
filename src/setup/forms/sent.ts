/** What a form sent. */
import type { SentForm } from '../../wire/form.ts';

/** Names that forms have beside those of their fields. */
export const TOKEN_FIELD = '_CONFIRMATIONTOKEN';
export const VERSION_FIELD = '_version';
/** Of buttons that show the form again, with something moved, added or taken out. */
export const AGAIN_FIELD = '_again';

export class SentValues {
  readonly #form: SentForm;

  constructor(form: SentForm | undefined) {
    this.#form = form ?? { values: new Map(), files: new Map() };
  }

  has(name: string): boolean {
    return this.#form.values.has(name);
  }

  /** The first value, without spaces around it and with line feeds alone. */
  text(name: string): string {
    return (this.#form.values.get(name)?.[0] ?? '').replaceAll('\r\n', '\n').trim();
  }

  list(name: string): readonly string[] {
    return this.#form.values.get(name) ?? [];
  }

  /** The text of a file that was chosen; undefined without one. */
  file(name: string): string | undefined {
    return this.#form.files.get(name)?.toString('latin1');
  }

  bytes(name: string): Buffer | undefined {
    return this.#form.files.get(name);
  }

  /** Equal for forms that sent the same. */
  get digestible(): string {
    const files = [...this.#form.files].map(([name, bytes]) => [name, bytes.toString('base64')]);
    return JSON.stringify([[...this.#form.values], files]);
  }
}
