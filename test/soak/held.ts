/** What the processes of a run held as time passed. */
import type { Held, Replica } from './replica.ts';

/** What may be held more at the end than when the process had warmed up. */
const MORE = { mebibytes: 96, handles: 60 };
/** Shorter lives say nothing about growth. */
const SHORTEST = 60;

/** @returns a sentence for each process that holds more and more */
export function flatness(replicas: readonly Replica[]): readonly string[] {
  return replicas.flatMap(({ name, held }) =>
    held.flatMap((life) => {
      if ((life.at(-1)?.age ?? 0) < SHORTEST) return [];
      const [early, late] = [mean(part(life, 0.25, 0.45)), mean(part(life, 0.8, 1))];
      const [memory, handles] = [late.mebibytes - early.mebibytes, late.handles - early.handles];
      if (memory <= MORE.mebibytes && handles <= MORE.handles) return [];
      return [`${name} holds ${memory.toFixed(0)} MiB and ${handles.toFixed(0)} handles more at its end`];
    }),
  );
}

/** A line for each of ten moments of the longest life, and one for all lives. */
export function heldTable(replicas: readonly Replica[]): readonly string[] {
  const lives = replicas.flatMap(({ name, held }) => held.map((life) => ({ name, life })));
  const longest = lives.reduce((a, b) => (a.life.length >= b.life.length ? a : b));
  const moments = Array.from({ length: 10 }, (_, i) => {
    const { age, mebibytes, handles } = mean(part(longest.life, i / 10, (i + 1) / 10));
    return `${longest.name} at the age of ${age.toFixed(0)} s: ${mebibytes.toFixed(0)} MiB, ${handles.toFixed(0)} handles`;
  });
  const others = replicas.map(({ name, held }) => {
    const all = held.flat();
    const most = (of: (one: Held) => number) => Math.max(0, ...all.map(of)).toFixed(0);
    return `${name}: ${held.length} processes, ${most(({ mebibytes }) => mebibytes)} MiB and ${most(({ handles }) => handles)} handles at most`;
  });
  return [...moments, ...others];
}

function part(life: readonly Held[], from: number, to: number): readonly Held[] {
  return life.slice(Math.floor(life.length * from), Math.max(1, Math.ceil(life.length * to)));
}

function mean(of: readonly Held[]): Held {
  const sum = (read: (one: Held) => number) =>
    of.reduce((total, one) => total + read(one), 0) / Math.max(1, of.length);
  return {
    age: sum(({ age }) => age),
    mebibytes: sum(({ mebibytes }) => mebibytes),
    handles: sum(({ handles }) => handles),
  };
}
