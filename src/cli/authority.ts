/** The certificate authority of https, as commands open it: what went wrong is one sentence. */
import { LabClock } from '../ground/clock.ts';
import { UsageError } from './failure.ts';

interface Choice {
  /** Hosts to vouch for beside Salesforce's and this machine's. */
  readonly names?: readonly string[];
  /** Makes another one; the old one is kept under another name. */
  readonly renew?: boolean;
}

/**
 * Makes it if there is none in the folder, and the files beside it that programs read; says on stderr what there is to say of it.
 *
 * @returns its certificate, in PEM
 * @throws UsageError when it can be neither read nor made
 */
export async function openAuthority(
  folder: string,
  { names = [], renew = false }: Choice = {},
): Promise<string> {
  const [{ AuthorityError, authorityIn, renewAuthority }, { keepTrustFiles }] = await Promise.all([
    import('../server/tls/authority.ts'),
    import('../server/tls/trust-files.ts'),
  ]);
  try {
    const { certificate, told } = await (renew ? renewAuthority : authorityIn)(folder, names, new LabClock());
    if (told !== undefined) process.stderr.write(`${told}\n`);
    await keepTrustFiles(folder, certificate);
    return certificate;
  } catch (error) {
    throw error instanceof AuthorityError ? new UsageError(error.message) : error;
  }
}
