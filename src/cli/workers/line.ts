/** Questions and answers between two processes, by the channel that Node opens for a fork. */
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { CommandError, type Failure, failureOf } from '../failure.ts';

type Said<Question> = Question extends (said: infer One, ...more: never[]) => unknown ? One : undefined;
type Answer<Question> = Question extends (...said: never[]) => infer One ? Awaited<One> : never;

interface Asked {
  readonly asked: string;
  readonly id: number;
  readonly said: unknown;
}

interface Answered {
  readonly answered: number;
  readonly answer?: unknown;
  readonly failure?: Failure;
}

/** The other process has ended, or does so. */
export class LineGone extends Error {}

/** Each side's answers are functions by the name of the question. */
export class Line<Own extends object, Theirs extends object> {
  readonly #channel: ChildProcess | NodeJS.Process;
  readonly #own: Own;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #last = 0;

  /** @param own answers what the other process asks */
  constructor(channel: ChildProcess | NodeJS.Process, own: Own) {
    this.#channel = channel;
    this.#own = own;
    channel.on('message', (message: Asked | Answered, socket?: Socket) => {
      if ('asked' in message) void this.#answer(message, socket);
      else this.#hear(message);
    });
    channel.on('disconnect', () => this.#end());
    // Node tells nothing else of a process that ended while it was sent a socket.
    channel.once('exit', () => this.#end());
  }

  /**
   * @param socket to share: it stays open here too, as Node would never close one that a process that ends has not taken
   * @throws CommandError what the other process ran into, LineGone
   */
  ask<Name extends keyof Theirs & string>(
    name: Name,
    said: Said<Theirs[Name]>,
    socket?: Socket,
  ): Promise<Answer<Theirs[Name]>> {
    const id = ++this.#last;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#send({ asked: name, id, said }, socket);
    return waiting.promise as Promise<Answer<Theirs[Name]>>;
  }

  #send(message: Asked | Answered, socket?: Socket): void {
    if (!this.#channel.connected) this.#end();
    else
      this.#channel.send?.(message, socket, { keepOpen: true }, (error) => {
        if (error) this.#end();
      });
  }

  #end(): void {
    for (const { reject } of this.#waiting.values()) reject(new LineGone());
    this.#waiting.clear();
  }

  async #answer({ asked, id, said }: Asked, socket: Socket | undefined): Promise<void> {
    const own = this.#own as Record<string, (said: unknown, socket?: Socket) => unknown>;
    try {
      this.#send({ answered: id, answer: await own[asked]?.(said, socket) });
    } catch (error) {
      this.#send({ answered: id, failure: failureOf(error) });
    }
  }

  #hear({ answered, answer, failure }: Answered): void {
    const waiting = this.#waiting.get(answered);
    this.#waiting.delete(answered);
    if (failure) waiting?.reject(new CommandError(failure.message, failure.exitCode));
    else waiting?.resolve(answer);
  }
}
