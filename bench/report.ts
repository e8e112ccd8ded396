/** The table of a bench run. */
export interface Row {
  readonly name: string;
  readonly unit: 'requests/s' | 'ms';
  readonly bare: number;
  readonly ours: number;
  readonly ratio: number;
  readonly target: number;
  /** Whether the target is a floor or a ceiling. */
  readonly atLeast: boolean;
}

export interface Result {
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly connections: number;
  readonly seconds: number;
  readonly rows: readonly Row[];
}

export function report(rows: readonly Row[]): string {
  const lines = rows.map(({ name, unit, bare, ours, ratio, target, atLeast }) => {
    const reached = atLeast ? ratio >= target : ratio <= target;
    const bound = `${atLeast ? 'at least' : 'at most'} ${target}`;
    return `| ${name} | ${Math.round(bare)} | ${Math.round(ours)} | ${unit} | ${ratio.toFixed(2)} | ${bound} | ${reached ? 'yes' : 'no'} |`;
  });
  return [
    '| what | bare Fastify | fauxforce | unit | ratio | target | reached |',
    '|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
