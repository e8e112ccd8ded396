/** Change My Password: the security token is reset with it, and both are mailed about (setup-pages.md 16). */
import { weaknessOf } from '../../org/password-policy.ts';
import { factsOf } from '../../policies/facts.ts';
import { tryLogIn } from '../../policies/lockout.ts';
import { type Problem, problemAt, SeedError } from '../../seed/problems.ts';
import type { Fields } from '../../seed/records.ts';
import { sameText } from '../../wire/secrets.ts';
import { changeOwnPassword } from '../../world/reset-secrets.ts';
import { type Control, complaintsAbout, textAt } from '../forms/control.ts';
import { formPage } from '../forms/form-page.ts';
import { goneAway } from '../frame/words.ts';
import type { Visit } from '../visit.ts';
import { CHANGE_PASSWORD, PERSONAL_INFORMATION } from './paths.ts';

/** A password that is typed, and never shown again. */
function secret(name: string, label: string): Control {
  const covers = [name];
  return {
    label,
    covers,
    show: ({ complaints }) => ({
      kind: 'text',
      type: 'password',
      name,
      label,
      isRequired: true,
      value: '',
      errors: complaintsAbout({ covers }, complaints),
    }),
    read: (sent, write) => write(name, sent.list(name)[0] ?? ''),
    lacks: (fields) => (textAt(fields, name) === '' ? [name] : []),
  };
}

export const changeMyPassword = formPage({
  sections: () => [
    {
      heading: 'Change Your Password',
      note: 'At least 8 characters, with letters and numbers. Your security token is reset with it, and a new one is mailed to you.',
      controls: [
        secret('currentpassword', 'Current Password'),
        secret('newpassword', 'New Password'),
        secret('confirmpassword', 'Verify New Password'),
      ],
    },
  ],
  find: () => ({
    heading: 'Change My Password',
    above: 'My Personal Information',
    fields: {},
    to: CHANGE_PASSWORD,
    cancel: PERSONAL_INFORMATION,
  }),
  refuse: () => goneAway('user'),
  problems: async (patch) => complaintsOf(patch),
  async save(patch, _version, visit) {
    const complaints = complaintsOf(patch);
    if (complaints) throw complaints;
    await proveCurrent(patch, visit);
    await changeOwnPassword(visit.world, visit.org, visit.user, textAt(patch, 'newpassword'));
    return `${PERSONAL_INFORMATION}?changed=1`;
  },
});

/** What is wrong with the new password, all of it. It is compared with what was typed as the current one: the real one would tell a guesser. */
function complaintsOf(patch: Fields): SeedError | undefined {
  const wanted = textAt(patch, 'newpassword');
  const weakness = weaknessOf(wanted, textAt(patch, 'currentpassword'));
  const found = [
    ...(weakness === undefined ? [] : [problem('newpassword', weakness)]),
    ...(wanted === textAt(patch, 'confirmpassword')
      ? []
      : [problem('confirmpassword', 'the two new passwords are not the same')]),
  ];
  return found.length > 0 ? new SeedError(found) : undefined;
}

/** A wrong one counts like one at the log-in page: nobody guesses passwords here. @throws SeedError, Refusal */
async function proveCurrent(patch: Fields, { world, request, subject, user, ip }: Visit): Promise<void> {
  const isRight = sameText(textAt(patch, 'currentpassword'), user.password);
  const facts = factsOf({ ip }, subject, 'log-in', { app: undefined });
  await tryLogIn(world, request, facts, { found: isRight ? 'right' : 'wrong' });
  if (!isRight) throw new SeedError([problem('currentpassword', 'your current password is another one')]);
}

function problem(path: string, message: string): Problem {
  return problemAt(path, `${path}: ${message}`);
}
