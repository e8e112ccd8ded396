/** What `sfdcLoginUrl` in sfdx-project.json tells about the org (model.md 5.3, 6.1). */
import type { Project } from './files.ts';
import { type Located, textOfPart } from './located.ts';
import type { OrgFacts } from './settings.ts';

const MY_DOMAIN =
  /^https:\/\/([a-z0-9-]+)(?:\.(sandbox|develop|scratch))?\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)\/?$/i;
const LOG_IN = /^https:\/\/(login|test)\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)\/?$/i;

/** Of the clouds that a name tells; the government's has the names of the commercial one. */
const CLOUDS: Readonly<Record<string, string>> = { 'salesforce.mil': 'mil', 'sfcrmproducts.cn': 'china' };

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
  const inCloud = (domain = '') => {
    const cloud = CLOUDS[domain.toLowerCase()];
    return cloud === undefined ? {} : { cloud: fact(cloud) };
  };
  const [, logIn, ofLogIn] = LOG_IN.exec(text) ?? [];
  if (logIn) return { org: { ...inCloud(ofLogIn), ...(/test/i.test(logIn) && { type: fact('sandbox') }) } };
  const [, myDomain, partition, domain] = MY_DOMAIN.exec(text) ?? [];
  if (myDomain === undefined) return {};
  return {
    org: {
      ...inCloud(domain),
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
