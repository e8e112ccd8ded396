/** Scans take turns: however many there are, others wait for a slice of one. */
import { setImmediate } from 'node:timers';

const waiting: (() => void)[] = [];

/** Resolves, in the order of the calls, in a later turn of the event loop that no other caller has. */
export function ownTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(letNext);
  });
}

function letNext(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(letNext);
}
