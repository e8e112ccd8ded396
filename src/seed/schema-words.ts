/** The types that the seed's schema is made of: kinds of text, flags, addresses, ids. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { type IdPrefix, id15, id18, isSalesforceId } from '../org/ids.ts';
import { isTimeZone, rangeIsOrdered } from './fields.ts';

// No compiled validators (zod's default): compiling takes 27 ms, checking the few documents of a process without takes 10 ms.
z.config({ jitless: true });

export const text = (max = 255) => z.string().min(1).max(max);

/** Text about which somebody may complain. */
export const checked = (most: number, complaintOf: (value: string) => string | undefined) =>
  text(most).superRefine((value, context) => {
    const message = complaintOf(value);
    if (message) context.addIssue({ code: 'custom', message });
  });

export const flag = (initially: boolean, meaning: string) => z.boolean().default(initially).describe(meaning);
export const minutes = () => z.int().min(1).max(525_600);
export const apiName = () =>
  text(80).regex(/^[A-Za-z][A-Za-z0-9_]*$/, {
    error: ({ input }) =>
      `'${input}' is not an API name: a letter, then letters, digits and underscores (spaces go into label)`,
  });
export const localeName = () =>
  text(40).regex(/^[a-z]{2,3}(_[A-Za-z0-9]+)*$/, {
    error: ({ input }) => `'${input}' is not a locale such as en_US`,
  });

export function recordId(prefix: IdPrefix, record: string) {
  return z
    .string()
    .refine((id) => isSalesforceId(id, prefix), { error: ({ input }) => idComplaint(String(input), prefix) })
    .meta({ pattern: `^${prefix}[A-Za-z0-9]{12}([A-Z0-5]{3})?$` })
    .optional()
    .describe(
      `Record id, 15 or 18 characters, beginning ${prefix}. Left out: derived from the ${record}'s name.`,
    );
}

function idComplaint(id: string, prefix: IdPrefix): string {
  if (!id.startsWith(prefix))
    return `'${id}' is not an id of this kind of record: it must begin with ${prefix}`;
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id)) {
    return `'${id}' is not an id: 15 or 18 letters and digits, found ${id.length} characters`;
  }
  return `'${id}' has a wrong checksum: did you mean '${id18(id15(id))}'?`;
}

const ipAddress = () =>
  z.string().refine((address) => isIP(address) !== 0, {
    error: ({ input }) => `'${input}' is not an IPv4 or IPv6 address`,
  });

const IpRange = z
  .strictObject({
    start: ipAddress().describe('First address, IPv4 or IPv6.'),
    end: ipAddress().describe('Last address, inclusive.'),
  })
  .refine(rangeIsOrdered, {
    error:
      'start comes after end, or one is IPv4 and the other IPv6: write the lower address of the same family first',
  });

export const timeZone = () =>
  text()
    .refine(isTimeZone, {
      error: ({ input }) => `'${input}' is not a time zone: write an IANA name such as Europe/Paris`,
    })
    .default('America/Los_Angeles');

export const instant = () =>
  text().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/, {
    error: ({ input }) => `'${input}' is not an instant such as 2024-01-01T00:00:00Z`,
  });

export const ipRanges = (meaning: string) => z.array(IpRange).default([]).describe(meaning);
