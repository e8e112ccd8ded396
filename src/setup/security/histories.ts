/** Login History and Identity Verification History: read off the journal, as far back as that goes (setup-pages.md 13, 14). */
import type { JournalEntry } from '../../journal/entry.ts';
import { paged } from '../frame/paging.ts';
import { LOG_IN_COLUMNS, logInRow, logInsOf } from '../users/log-ins.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { LOG_IN_HISTORY, VERIFICATION_HISTORY } from './paths.ts';

const NOTE = {
  kind: 'text',
  text: 'It goes back as far as the journal, and is cleared with it. Times are those of the clock of all.',
} as const;

export const logInHistory: SetupPage = {
  show(visit) {
    const { rows, pager } = paged(logInsOf(visit), LOG_IN_HISTORY, visit.query);
    return {
      kind: 'page',
      heading: 'Login History',
      blocks: [
        NOTE,
        {
          kind: 'table',
          caption: 'Login History',
          columns: LOG_IN_COLUMNS,
          rows: rows.map(logInRow),
          empty: 'No log-ins.',
          ...(pager && { pager }),
        },
      ],
    };
  },
};

export const verificationHistory: SetupPage = {
  show(visit) {
    const { rows, pager } = paged(verificationsOf(visit), VERIFICATION_HISTORY, visit.query);
    return {
      kind: 'page',
      heading: 'Identity Verification History',
      blocks: [
        NOTE,
        {
          kind: 'table',
          caption: 'Identity Verification History',
          columns: ['Time', 'User', 'Method', 'Status', 'Activity Message', 'Source IP'],
          rows,
          empty: 'No verifications.',
          ...(pager && { pager }),
        },
      ],
    };
  },
};

const VERIFICATION = /^\/_ui\/identity\/verification\/method\/(Totp|Email)VerificationFinishUi\/e$/;
const METHODS: Readonly<Record<string, string>> = {
  Totp: 'One-Time Password Authenticator',
  Email: 'Email Message',
};

/** Newest first: each code that was asked for, and each that was entered. */
function verificationsOf({ world, org }: Visit): string[][] {
  return world.journal.entries({ org: org.id }).flatMap((entry) => verificationOf(entry) ?? []);
}

function verificationOf(entry: JournalEntry): readonly [string[]] | undefined {
  const found = told(entry);
  if (!found) return undefined;
  const { method, status, message } = found;
  const { at, username, ip } = entry;
  return [[at.slice(0, 19).replace('T', ' '), username ?? '', method, status, message, ip ?? '']];
}

function told({ path, method: verb, refusal, notes, logIn }: JournalEntry) {
  const [, kind = ''] = VERIFICATION.exec(path) ?? [];
  const method = METHODS[kind];
  if (verb === 'POST' && method !== undefined && notes?.oneTimeCode === undefined) {
    const wrong = 'The user entered a code that is wrong, was used, or is too old.';
    if (refusal)
      return {
        method,
        status: 'Failed: Invalid Code',
        message: refusal.name === 'login.verification-code' ? wrong : refusal.why,
      };
    return { method, status: 'Succeeded', message: 'The user verified who they are.' };
  }
  if (logIn?.isChallenged || (method !== undefined && notes?.oneTimeCode !== undefined)) {
    const challenged = notes?.oneTimeCode === undefined ? METHODS.Totp : METHODS.Email;
    return {
      method: challenged ?? '',
      status: 'User Challenged, Waiting for Response',
      message: 'A code was asked for.',
    };
  }
  return undefined;
}
