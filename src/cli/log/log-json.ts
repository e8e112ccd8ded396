/** Lines of JSON by pino, for whatever collects logs. */
import type { Logger } from 'pino';
import { shown, withoutSecrets } from '../../journal/shown.ts';
import { type LogStream, type LogWriter, levelOf } from './log-writer.ts';
import type { PageOf } from './page-link.ts';

export function jsonLines({ fd }: LogStream, pageOf?: PageOf): LogWriter {
  // Loaded with the first line, which is written after the first answer has left.
  let logger: Promise<Logger> | undefined;
  const say = (write: (logger: Logger) => void) => {
    logger ??= openLogger(fd);
    logger.then(write, () => undefined);
  };
  return {
    request(entry, level) {
      const { at: time, checks, request, response, ...facts } = entry;
      const details = level === 'debug' ? { checks, request, response } : {};
      const page = entry.refusal ? pageOf?.(entry.id) : undefined;
      const more = page === undefined ? {} : { more: page };
      say((log) =>
        log[levelOf(entry)]({ time, ...facts, ...details, ...more }, `${entry.method} ${entry.path}`),
      );
    },
    bug({ at: time, trace: { id, method, path }, error }) {
      say((log) =>
        log.error(
          { time, id, method, path: withoutSecrets(shown(path)), err: error },
          'a mistake of fauxforce',
        ),
      );
    },
    async close() {
      const log = await logger;
      if (log) await new Promise((resolve) => log.flush(resolve));
    },
  };
}

async function openLogger(fd: number): Promise<Logger> {
  const { default: pino } = await import('pino');
  const destination = pino.destination({ fd, sync: false });
  destination.on('error', () => undefined);
  return pino(
    { base: null, timestamp: false, level: 'debug', formatters: { level: (label) => ({ level: label }) } },
    destination,
  );
}
