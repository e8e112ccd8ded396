/** Why no test notices a mutant that survives: by its text, because lines move. */
import type { Survivor } from './results.ts';

interface Explained {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

const explained: readonly Explained[] = [];

export function explanationOf({ file, from, to }: Survivor): string | undefined {
  return explained.find((one) => one.file === file && one.from === from && one.to === to)?.why;
}
