/** What userinfo, the identity URL and ID tokens say about a user in the same words. */
import { type Host, instanceUrl } from '../org/hosts.ts';
import type { Address, Org, User } from '../org/model.ts';
import { memoize } from '../wire/memoize.ts';

export function displayName({ firstName, lastName }: User): string {
  return firstName === undefined ? lastName : `${firstName} ${lastName}`;
}

/** Users without a photo, which is all of them here, share the pictures that every org has. */
export function photosOf(host: Host, org: Org): { picture: string; thumbnail: string } {
  const photo = `${instanceUrl(host, org)}/profilephoto/005`;
  return { picture: `${photo}/F`, thumbnail: `${photo}/T` };
}

/** The profiles of the Salesforce Integration licence. */
const INTEGRATION_PROFILES = new Set([
  'Minimum Access - API Only Integrations',
  'Salesforce API Only System Integrations',
]);

export function isIntegrationUser({ profile }: User): boolean {
  return INTEGRATION_PROFILES.has(profile);
}

/** Years of timezones of which it is remembered. */
const MOST_OFFSETS = 1_000;

/**
 * Milliseconds from UTC, daylight saving time left out: -28800000 for Los Angeles, all year.
 *
 * @param now decides the year whose rules count
 */
export function standardUtcOffset(timezone: string, now: number): number {
  return offsetIn(`${new Date(now).getUTCFullYear()} ${timezone}`);
}

const offsetIn = memoize(MOST_OFFSETS, (yearAndTimezone) => {
  const [year, timezone = ''] = yearAndTimezone.split(' ');
  const inMonth = (month: number) => offsetAt(timezone, Date.UTC(Number(year), month, 1));
  return Math.min(inMonth(0), inMonth(6));
});

function offsetAt(timezone: string, instant: number): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}

/** The user's page in the browser. */
export function profileUrl(host: Host, org: Org, user: User): string {
  return `${instanceUrl(host, org)}/${user.id}`;
}

/** The `address` claim: parts that the user has not are left out. */
export function addressClaims({ street, city, state, postalCode, country }: Address): Record<string, string> {
  return Object.fromEntries(
    Object.entries({
      street_address: street,
      locality: city,
      region: state,
      postal_code: postalCode,
      country,
    }).filter((part): part is [string, string] => part[1] !== undefined),
  );
}
