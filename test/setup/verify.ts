/** Passes the page Verify Your Identity, if it is shown. */
import { codeAsked } from '../../src/lab/walks/code-asked.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import type { SetupVisitor, Shown } from './visitor.ts';

/** The code that Ada is asked for. */
export async function codeOf(sf: Fauxforce): Promise<string> {
  return codeAsked(sf.world, sf.users.ada!);
}

export async function verifyIdentity(sf: Fauxforce, visitor: SetupVisitor, page: Shown): Promise<Shown> {
  if (!page.text.includes('Verify Your Identity')) return page;
  return visitor.send(page, { tc: await codeOf(sf) });
}
