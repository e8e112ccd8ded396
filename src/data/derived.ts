/** Fields that no row holds: they are worked out of the others whenever a row is read. */
import type { DataRow, FieldValue } from './definition.ts';

type Derive = (row: DataRow) => DataRow;

const BY_OBJECT: Readonly<Record<string, Derive>> = {
  Account: photo,
  Contact: (row) => ({ ...photo(row), Name: personName(row) }),
  Lead: (row) => ({ ...photo(row), Name: personName(row) }),
  Opportunity: opportunity,
  Case: ({ Status }) => ({ IsClosed: Status === 'Closed' }),
  Task: ({ Status, Priority }) => ({ IsClosed: Status === 'Completed', IsHighPriority: Priority === 'High' }),
};

/** @returns what the object's rows have besides what is stored */
export function derivedFields(object: string, row: DataRow): DataRow {
  return BY_OBJECT[object]?.(row) ?? {};
}

function photo({ Id }: DataRow): DataRow {
  return { PhotoUrl: `/services/images/photo/${Id}` };
}

function personName({ FirstName, LastName }: DataRow): string {
  return [FirstName, LastName].filter(Boolean).join(' ');
}

/** What a stage means in a new org: its probability in percent, and its forecast category. */
export const STAGES: Readonly<Record<string, readonly [probability: number, category: string]>> = {
  Prospecting: [10, 'Pipeline'],
  Qualification: [10, 'Pipeline'],
  'Needs Analysis': [20, 'Pipeline'],
  'Value Proposition': [50, 'Pipeline'],
  'Id. Decision Makers': [60, 'Pipeline'],
  'Perception Analysis': [70, 'Pipeline'],
  'Proposal/Price Quote': [75, 'Pipeline'],
  'Negotiation/Review': [90, 'Pipeline'],
  'Closed Won': [100, 'Closed'],
  'Closed Lost': [0, 'Omitted'],
};

const CATEGORIES: Readonly<Record<string, string>> = {
  'Best Case': 'BestCase',
  Commit: 'Forecast',
};

function opportunity({ StageName, Amount, Probability, CloseDate, ForecastCategoryName }: DataRow): DataRow {
  const category = String(ForecastCategoryName ?? 'Pipeline');
  return {
    IsClosed: StageName === 'Closed Won' || StageName === 'Closed Lost',
    IsWon: StageName === 'Closed Won',
    ExpectedRevenue: expected(Amount, Probability),
    ForecastCategory: CATEGORIES[category] ?? category,
    ...fiscal(CloseDate),
  };
}

function expected(amount: FieldValue | undefined, probability: FieldValue | undefined): FieldValue {
  if (typeof amount !== 'number') return null;
  return Math.round(amount * Number(probability ?? 0)) / 100;
}

/** The fiscal year of a new org is the calendar's. */
function fiscal(day: FieldValue | undefined): DataRow {
  if (typeof day !== 'string') return {};
  const year = Number(day.slice(0, 4));
  const quarter = Math.ceil(Number(day.slice(5, 7)) / 3);
  return { FiscalYear: year, FiscalQuarter: quarter, Fiscal: `${year} ${quarter}` };
}
