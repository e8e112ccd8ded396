/** Refusals of `grant_type=password`: one text for all, as Salesforce tells nobody which part was wrong (token.md 5). */
import { family } from './family.ts';
import { INVALID_PASSWORD, LOCKED, NO_BETTER_TEXT } from './login-history.ts';
import { token } from './place.ts';
import { unlessFar, usedCodeInWords } from './policy-words.ts';
import { quote } from './quote.ts';
import { passwordGrant } from './recipe-words.ts';
import { APP_POLICIES, inSetup } from './setup-paths.ts';

/** Where the security token comes from. */
const RESET = '(personal settings > Reset My Security Token)';

export interface VerificationCodeCompared {
  readonly username: string;
  readonly profile: string;
  readonly sent: boolean;
  readonly isUsed: boolean;
}

export interface SecurityTokenCompared {
  readonly username: string;
  readonly ip: string;
  readonly sent: boolean;
  /** Whether the password alone would do. */
  readonly needsNone: boolean;
  readonly ipRelaxation: string;
  readonly nearMiss: string | undefined;
}

const SHARED = {
  at: token('password'),
  surface: 'token',
  status: 400,
  error: 'invalid_grant',
  description: 'authentication failure',
  section: 'token.md 5',
} as const;

export const passwordRefusals = family('password', SHARED, {
  'external-client-app': {
    loginHistory: { text: 'Username-Password Flow Disabled', certainty: 'unconfirmed' },
    why: ({ app }: { app: string }) =>
      `app ${app} must be a connected app; External Client Apps have no password flow`,
    fix: 'Use a connected app, or better the client credentials or JWT bearer flow.',
    section: 'model.md 2.6',
    evidence: 'unconfirmed',
    recipe: {
      given: { apps: { Username_Password: { kind: 'externalClientApp' } } },
      steps: [passwordGrant()],
    },
  },
  'flow-disabled': {
    loginHistory: { text: 'Username-Password Flow Disabled', certainty: 'observed' },
    why: ({ org }: { org: string }) => `org ${org} must allow username-password flows; new orgs do not`,
    fix: 'Setup > OAuth and OpenID Connect Settings > Allow OAuth Username-Password Flows.',
    evidence: { observed: 'idx 8890980600' },
    recipe: { given: { settings: { allowUsernamePasswordFlow: false } }, steps: [passwordGrant()] },
  },
  'unknown-user': {
    why: ({ username, nearMiss }: { username: string; nearMiss: string | undefined }) =>
      `${quote(username)} must be the username of a user who logs in on this host${unlessFar(nearMiss)}`,
    fix: 'Send the username, not the e-mail address, to the log-in host of its org (test. for a sandbox).',
    evidence: { observed: 'jesperfj/force-rest-api#20, boldare/salesforce-client#84' },
    recipe: { steps: [passwordGrant({ username: 'nobody@acme.example' })] },
  },
  // Documented on the help page of the flow: Experience Cloud sites do not support it.
  site: {
    loginHistory: NO_BETTER_TEXT,
    why: ({ username, userType, host }: { username: string; userType: string; host: string }) =>
      `user ${username} has the type ${userType}, and ${host} was called; it must be STANDARD, and no Experience Cloud site`,
    fix: 'For customers and partners use the web server flow on the URL of the site (Setup > Digital Experiences > All Sites), or the Authorization Code and Credentials flow.',
    evidence: 'documented',
    recipe: { steps: [passwordGrant({ username: 'vera@acme.example' })] },
  },
  'locked-user': {
    loginHistory: LOCKED,
    why: ({ username }: { username: string }) => `user ${username} must not be locked out`,
    fix: 'Setup > Users > (user) > Unlock.',
    evidence: { observed: 'jesperfj/force-rest-api#20, omniphx/forrest#364' },
    recipe: { given: { users: { 'ada@acme.example': { isLocked: true } } }, steps: [passwordGrant()] },
  },
  wrong: {
    loginHistory: INVALID_PASSWORD,
    why: ({ username, nearMiss }: { username: string; nearMiss: string | undefined }) =>
      `the password sent must begin with the password of ${username}${unlessFar(nearMiss)}`,
    fix: 'Send the password with the security token appended, without a separator.',
    evidence: { observed: 'jesperfj/force-rest-api#20, boldare/salesforce-client#84' },
    recipe: { steps: [passwordGrant({ password: 'wrong' })] },
  },
  'verification-code': {
    loginHistory: { text: 'Multi-factor (formerly called two-factor) is required', certainty: 'documented' },
    typical: { isUsed: false },
    why: ({ username, profile, sent, isUsed }: VerificationCodeCompared) =>
      `${username} (profile ${profile}) has the permission Multi-Factor Authentication for API Logins, so the code of their authenticator must follow the password; something followed it: ${sent}${usedCodeInWords(isUsed)}`,
    fix: "Append the six digits that the user's authenticator app shows now, instead of the security token; better use the JWT bearer or client credentials flow.",
    evidence: { observed: 'omniphx/forrest#364, restforce/restforce#357' },
    recipe: {
      given: { profiles: { 'System Administrator': { twoFactorApi: true } } },
      steps: [passwordGrant({ password: 'correct-horse' })],
    },
  },
  'security-token': {
    loginHistory: { text: 'Failed: API security token required', certainty: 'observed' },
    why: ({ username, ip, sent, needsNone, ipRelaxation, nearMiss }: SecurityTokenCompared) =>
      `the password of ${username} is right; ${sent ? `what follows it must be the security token${needsNone ? ', though the password alone would do' : ''}` : `no security token follows it, so ${ip} must be in the org's trusted IP ranges or in the login IP ranges of the profile, or the IP relaxation of the app, ${ipRelaxation}, be BYPASS`}${unlessFar(nearMiss)}`,
    typical: { sent: false, needsNone: false },
    fix: ({ sent, needsNone }) => {
      if (needsNone)
        return `Send the password alone, as this app and address need no security token; or append the current one ${RESET}.`;
      if (sent) return `Append the user's current security token ${RESET}, without a separator.`;
      return inSetup(
        APP_POLICIES,
        (place) =>
          `Append the user's current security token ${RESET}; or add the address: Setup > Network Access, or Setup > Profiles > (profile) > Login IP Ranges; or relax the app: ${place} > IP Relaxation > Relax IP restrictions.`,
      );
    },
    evidence: { observed: 'jesperfj/force-rest-api#20, restforce/restforce#357' },
    recipe: { steps: [passwordGrant({ password: 'correct-horse' })] },
  },
});
