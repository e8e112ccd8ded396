/** The API versions of Summer '26, and who published them when (identity-and-resources.md 10.1). */

const OLDEST = 31;
const NEWEST = 67;
/** Gone since Summer '25 (10.4). */
const RETIRED_SINCE = 21;

export interface ApiVersion {
  readonly label: string;
  readonly url: string;
  /** `58.0` */
  readonly version: string;
}

/** Ascending, as `/services/data` lists them. */
export const API_VERSIONS: readonly ApiVersion[] = Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) =>
  apiVersion(OLDEST + index),
);

export const OLDEST_VERSION = `${OLDEST}.0`;
export const NEWEST_VERSION = `${NEWEST}.0`;

/** Three releases a year; version 31 was Summer '14, and winter belongs to the next year. */
function apiVersion(number: number): ApiVersion {
  const season = ['Summer', 'Winter', 'Spring'][(number - OLDEST) % 3] as string;
  const year = 14 + Math.floor((number - OLDEST) / 3) + (season === 'Summer' ? 0 : 1);
  // One label of Salesforce's has a typographic apostrophe.
  const apostrophe = number === 42 ? '’' : "'";
  const version = `${number}.0`;
  return { label: `${season} ${apostrophe}${year}`, url: `/services/data/v${version}`, version };
}

/** @param version `58.0` */
export function isKnownVersion(version: string): boolean {
  const number = versionNumber(version);
  return number >= OLDEST && number <= NEWEST;
}

/** @param version `21.0` */
export function isRetiredVersion(version: string): boolean {
  const number = versionNumber(version);
  return number >= RETIRED_SINCE && number < OLDEST;
}

function versionNumber(version: string): number {
  return Number(/^([1-9]\d{0,2})\.0$/.exec(version)?.[1]);
}
