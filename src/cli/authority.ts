/** The certificate authority of https, as commands open it: what went wrong is one sentence. */
import { LabClock } from '../ground/clock.ts';
import { CommandError } from './failure.ts';

interface Choice {
  /** Hosts to vouch for beside Salesforce's and this machine's. */
  readonly names?: readonly string[];
  /** Makes another one; the old one is kept under another name. */
  readonly renew?: boolean;
}

/**
 * Makes it if there is none in the folder, and says on stderr what there is to say of it.
 *
 * @returns its certificate, in PEM
 * @throws CommandError when it can be neither read nor made
 */
export async function openAuthority(
  folder: string,
  { names = [], renew = false }: Choice = {},
): Promise<string> {
  const { AuthorityError, authorityIn, renewAuthority } = await import('../server/tls/authority.ts');
  const open = renew ? renewAuthority : authorityIn;
  const { certificate, told } = await open(folder, names, new LabClock()).catch((error: Error) => {
    throw error instanceof AuthorityError ? new CommandError(error.message) : error;
  });
  if (told !== undefined) process.stderr.write(`${told}\n`);
  return certificate;
}
