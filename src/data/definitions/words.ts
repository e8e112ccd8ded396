/** Values of picklists that several objects have, as a new org has them. */

export const SALUTATIONS = 'Mr.|Ms.|Mrs.|Dr.|Prof.|Mx.';
export const LEAD_SOURCES = 'Web|Phone Inquiry|Partner Referral|Purchased List|Other';
export const RATINGS = 'Hot|Warm|Cold';
export const CLEAN_STATUSES =
  'Matched|Different|Acknowledged|NotFound|Inactive|[Pending]|SelectMatch|Skipped';
export const INDUSTRIES =
  'Agriculture|Apparel|Banking|Biotechnology|Chemicals|Communications|Construction|Consulting|Education|Electronics|' +
  'Energy|Engineering|Entertainment|Environmental|Finance|Food & Beverage|Government|Healthcare|Hospitality|Insurance|' +
  'Machinery|Manufacturing|Media|Not For Profit|Recreation|Retail|Shipping|Technology|Telecommunications|' +
  'Transportation|Utilities|Other';
export const RECURRENCES =
  'RecursDaily|RecursEveryWeekday|RecursMonthly|RecursMonthlyNth|RecursWeekly|RecursYearly|RecursYearlyNth';
export const DAYS_OF_MONTH_INSTANCES = 'First|Second|Third|Fourth|Last';
export const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December';
