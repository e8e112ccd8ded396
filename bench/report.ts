/** The table of a bench run. */
export interface Row {
  readonly name: string;
  readonly unit: 'requests/s' | 'ms' | 'MiB' | 'µs';
  readonly bare: number;
  readonly ours: number;
  readonly ratio: number;
  /** Microseconds of processor of each server for a request, of rows that count requests. They hardly move with the neighbours. */
  readonly processor?: {
    readonly bare: number;
    readonly ours: number;
    /** Of a database beside it. */
    readonly database?: number;
  };
  /** None where another row is to be compared with this one. */
  readonly target?: number;
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

/** A time that is bounded, in milliseconds. There is no bare Fastify to compare with: in its column is what is allowed. */
export function boundRow(name: string, ours: number, most: number): Row {
  return {
    name: `${name}, against ${most} ms`,
    unit: 'ms',
    bare: most,
    ours,
    ratio: ours / most,
    target: 1,
    atLeast: false,
  };
}

export function report(rows: readonly Row[]): string {
  const lines = rows.map(({ name, unit, bare, ours, ratio, target, atLeast, processor }) => {
    const judged = target === undefined ? '– | –' : judge(ratio, target, atLeast);
    const numbers = `${Math.round(bare)} | ${Math.round(ours)} | ${unit} | ${ratio.toFixed(2)}`;
    return `| ${name} | ${numbers} | ${judged} | ${processor ? ofProcessor(processor) : '–'} |`;
  });
  return [
    '| what | bare Fastify | fauxforce | unit | ratio | target | reached | processor, µs a request |',
    '|---|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function judge(ratio: number, target: number, atLeast: boolean): string {
  const reached = atLeast ? ratio >= target : ratio <= target;
  return `${atLeast ? 'at least' : 'at most'} ${target} | ${reached ? 'yes' : 'no'}`;
}

function ofProcessor({ bare, ours, database }: NonNullable<Row['processor']>): string {
  const beside = database === undefined ? '' : `; the database ${Math.round(database)}`;
  return `${Math.round(bare)} and ${Math.round(ours)}, ${(bare / ours).toFixed(2)}${beside}`;
}
