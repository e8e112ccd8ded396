/** Passes on what other processes write, line by line, so that no line is mixed with another's. */
import type { Readable } from 'node:stream';
import { destination } from 'pino';
import type { LogStream } from './log-writer.ts';

/** Characters of a line that does not end, after which it is passed on in pieces. */
const LONGEST = 1024 * 1024;

export class WholeLines {
  readonly #out: ReturnType<typeof destination>;

  constructor({ fd }: LogStream) {
    this.#out = destination({ fd, sync: false });
    // The processes go on when the reader has left.
    this.#out.on('error', () => undefined);
  }

  read(source: Readable): void {
    let rest = '';
    source.setEncoding('utf8').on('data', (text: string) => {
      rest += text;
      const end = rest.length > LONGEST ? rest.length : rest.lastIndexOf('\n') + 1;
      if (end === 0) return;
      this.#out.write(rest.slice(0, end));
      rest = rest.slice(end);
    });
    source.once('end', () => {
      if (rest !== '') this.#out.write(`${rest}\n`);
    });
  }

  /** Settles once every line has left the process. */
  close(): Promise<void> {
    return new Promise((resolve) => this.#out.flush(() => resolve()));
  }
}
