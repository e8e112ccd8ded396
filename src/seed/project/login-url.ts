/** What `sfdcLoginUrl` of sfdx-project.json says of the org (model.md 5.3, 6.1). */
import type { Project } from './files.ts';
import { placed } from './placed.ts';
import type { OrgFacts } from './settings.ts';

const MY_DOMAIN = /^https:\/\/([a-z0-9-]+)(?:\.(sandbox|develop|scratch))?\.my\.salesforce\.com\/?$/i;

const TYPES: Readonly<Record<string, string>> = {
  sandbox: 'sandbox',
  develop: 'developer',
  scratch: 'scratch',
};

/** login.salesforce.com says nothing: every new project has it. */
export function loginUrlFacts({ sfdcLoginUrl, place }: Project): Partial<OrgFacts> {
  if (sfdcLoginUrl === undefined) return {};
  const fact = (value: string) => placed(value, () => place(['sfdcLoginUrl']));
  if (/^https:\/\/test\.salesforce\.com\/?$/i.test(sfdcLoginUrl)) return { org: { type: fact('sandbox') } };
  const [, myDomain, partition] = MY_DOMAIN.exec(sfdcLoginUrl) ?? [];
  if (myDomain === undefined) return {};
  return {
    org: { myDomain: fact(myDomain), type: fact(TYPES[partition?.toLowerCase() ?? ''] ?? 'production') },
  };
}
