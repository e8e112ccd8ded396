/** Records that were written and answered, each with the name that it must have. */
import type { Random } from './random.ts';

export class RecordLedger {
  readonly #names = new Map<string, string>();

  /** Said once a write was answered. */
  is(id: string, name: string): void {
    this.#names.set(id, name);
  }

  /** Said before a write: until it is answered nobody knows. @returns the name that it had */
  mayChange(id: string): string | undefined {
    const name = this.#names.get(id);
    this.#names.delete(id);
    return name;
  }

  nameOf(id: string): string | undefined {
    return this.#names.get(id);
  }

  any(random: Random): string | undefined {
    const ids = [...this.#names.keys()];
    return ids.length === 0 ? undefined : random.pick(ids);
  }

  get all(): readonly (readonly [id: string, name: string])[] {
    return [...this.#names];
  }
}
