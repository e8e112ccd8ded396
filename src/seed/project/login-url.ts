/** What `sfdcLoginUrl` in sfdx-project.json tells about the org (model.md 5.3, 6.1). */
import type { Project } from './files.ts';
import { type Located, textOfPart } from './located.ts';
import type { OrgFacts } from './settings.ts';

const MY_DOMAIN = /^https:\/\/([a-z0-9-]+)(?:\.(sandbox|develop|scratch))?\.my\.salesforce\.com\/?$/i;

const TYPES: Readonly<Record<string, string>> = {
  sandbox: 'sandbox',
  develop: 'developer',
  scratch: 'scratch',
};

/** login.salesforce.com tells nothing: every new project has it. */
export function loginUrlFacts({ sfdcLoginUrl: url }: Project): Partial<OrgFacts> {
  const text = textOfPart(url);
  if (!url || text === undefined) return {};
  const fact = (value: string): Located => ({ ...url, value });
  if (/^https:\/\/test\.salesforce\.com\/?$/i.test(text)) return { org: { type: fact('sandbox') } };
  const [, myDomain, partition] = MY_DOMAIN.exec(text) ?? [];
  if (myDomain === undefined) return {};
  return {
    org: {
      myDomain: fact(myDomain),
      type: fact(TYPES[partition?.toLowerCase() ?? ''] ?? olderType(myDomain)),
    },
  };
}

/** Before enhanced domains only the name told a sandbox from a production org (model.md 5.3). */
function olderType(myDomain: string): string {
  if (myDomain.includes('--')) return 'sandbox';
  return myDomain.endsWith('-dev-ed') ? 'developer' : 'production';
}
