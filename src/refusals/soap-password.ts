/** Refusals of setPassword() and resetPassword() (soap-data.md 7). */
import { family } from './family.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';
import { withToken } from './recipe-words.ts';
import type { Recipe } from './refusal.ts';
import { soapCall, textOr } from './soap-words.ts';

const TOO_SHORT = 'Your password must be at least 8 characters long.';

const SHARED = {
  at: place('soap-password'),
  surface: 'soap-fault',
  status: 500,
  section: 'soap-data.md 7',
} as const;

function setPassword(userId: string, password: string): Recipe {
  return withToken(
    soapCall(`<setPassword><userId>${userId}</userId><password>${password}</password></setPassword>`),
  );
}

export const soapPasswordRefusals = family('soap-password', SHARED, {
  'malformed-id': {
    error: 'MALFORMED_ID',
    description: ({ id }) => `bad id ${id}`,
    fault: { type: 'InvalidIdFault' },
    why: ({ id }: { id: string }) => `userId is ${quote(id)}; it must be an id of 15 or 18 characters`,
    fix: 'Send the id of a user: 005 and 12 or 15 characters more.',
    evidence: 'unconfirmed',
    recipe: setPassword('ada', 'correct-horse-9'),
  },
  'unknown-id': {
    error: 'INVALID_ID_FIELD',
    description: ({ id }) => `invalid cross reference id: ${id}`,
    fault: { type: 'InvalidIdFault' },
    why: ({ id, org }: { id: string; org: string }) => `userId ${quote(id)} must be of a user of org ${org}`,
    fix: 'Send the id of a user of the org that the session is of.',
    evidence: 'unconfirmed',
    recipe: setPassword('005000000000001AAA', 'correct-horse-9'),
  },
  'not-allowed': {
    error: 'INSUFFICIENT_ACCESS',
    description: 'insufficient access rights on object id',
    fault: { type: 'UnexpectedErrorFault' },
    why: ({ username, caller, profile }: { username: string; caller: string; profile: string }) =>
      `the password of ${username} is changed by ${caller} (profile ${profile}); it must be their own, or they must have Manage Users`,
    fix: 'Call with a session of an administrator, or of the user.',
    evidence: 'unconfirmed',
    recipe: {
      steps: [
        {
          token: {
            grant_type: 'client_credentials',
            client_id: '{{Client_Credentials.key}}',
            client_secret: '{{Client_Credentials.secret}}',
          },
        },
        soapCall(
          '<setPassword><userId>{{ada.id}}</userId><password>correct-horse-9</password></setPassword>',
        ),
      ],
    },
  },
  weak: {
    error: 'INVALID_NEW_PASSWORD',
    description: ({ message }) => textOr(TOO_SHORT, message),
    fault: { type: 'InvalidNewPasswordFault' },
    typical: { message: TOO_SHORT },
    why: ({ username, message }: { username: string; message: string | undefined }) =>
      `the new password of ${username} was held to the default policy: 8 characters with letters and numbers, other than the one now; ${message === undefined ? 'it is fine' : `it is said of it: ${message}`}`,
    fix: 'Send a longer password, with letters and digits. Setup > Password Policies has no effect here: docs/limits.md.',
    evidence: 'recalled',
    recipe: setPassword('{{ada.id}}', 'short'),
  },
});
