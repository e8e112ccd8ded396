/** What processes of this machine use, as Linux tells it in /proc. Elsewhere there is none to be seen. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Microseconds of processor since it started. */
  readonly processorTime: number;
  /** The same of its children that have ended. */
  readonly ofEnded: number;
}

/** Microseconds of what /proc counts in: Linux has a hundred a second, on every machine. */
const TICK = 10_000;

export function processes(): Process[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? read(name) : []));
}

/** Microseconds of processor of a process and its children so far; 0 where the system does not tell. */
export function familyTime(pid: number | undefined): number {
  const family = processes().filter((one) => one.pid === pid || one.parent === pid);
  return family.reduce((sum, one) => sum + one.processorTime + (one.pid === pid ? one.ofEnded : 0), 0);
}

/** @returns none when the process has ended meanwhile */
function read(pid: string): Process[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5), from the state on: what stands before it is the name, which may have any character in it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (index: number) => Number(fields[index] ?? 0);
    return [
      {
        pid: Number(pid),
        parent: at(1),
        group: at(2),
        processorTime: (at(11) + at(12)) * TICK,
        ofEnded: (at(13) + at(14)) * TICK,
      },
    ];
  } catch {
    return [];
  }
}
