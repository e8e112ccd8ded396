/** What a query says: its parts as they were written, each with its place. */

interface Written {
  /** Its first character in the query. */
  readonly at: number;
}

export interface Name extends Written {
  readonly text: string;
}

/** `Account.Owner.Name` */
export interface Path extends Name {
  readonly kind: 'path';
}

/** `COUNT(Id)`, `toLabel(Status)` */
export interface Call extends Written {
  readonly kind: 'call';
  /** In upper case. */
  readonly name: string;
  readonly argument: Expression | undefined;
}

export type Expression = Path | Call;

export type SelectItem =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly alias: Name | undefined }
  | { readonly kind: 'children'; readonly query: Query }
  | ({ readonly kind: 'fields'; readonly group: 'ALL' | 'STANDARD' | 'CUSTOM' } & Written);

export type Literal = Written &
  (
    | { readonly kind: 'null' }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'number'; readonly value: number }
    /** As written, between its quotes. */
    | { readonly kind: 'text'; readonly raw: string }
    | { readonly kind: 'date' | 'datetime' | 'time'; readonly text: string }
    /** `LAST_N_DAYS:3` */
    | { readonly kind: 'period'; readonly name: string; readonly n: number }
  );

export type Operator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'IN'
  | 'NOT IN'
  | 'INCLUDES'
  | 'EXCLUDES';

export interface Comparison extends Written {
  readonly kind: 'comparison';
  readonly left: Expression;
  readonly operator: Operator;
  /** One for the operators that take one. */
  readonly right: readonly Literal[] | Query;
}

export type Condition =
  | Comparison
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Condition[] }
  | { readonly kind: 'not'; readonly term: Condition };

export interface OrderItem {
  readonly expression: Expression;
  readonly isDescending: boolean;
  readonly areNullsLast: boolean;
}

export interface Query extends Written {
  readonly kind: 'query';
  readonly select: readonly SelectItem[];
  readonly from: Name;
  readonly alias: string | undefined;
  /** USING SCOPE, in lower case. */
  readonly scope: 'everything' | 'mine' | undefined;
  readonly where: Condition | undefined;
  readonly groupBy: readonly Expression[];
  readonly having: Condition | undefined;
  readonly orderBy: readonly OrderItem[];
  readonly limit: number | undefined;
  readonly offset: number;
  /** FOR VIEW, FOR REFERENCE. */
  readonly views: ReadonlySet<'VIEW' | 'REFERENCE'>;
}
