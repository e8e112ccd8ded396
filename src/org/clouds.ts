/**
 * What hosts are called in each of Salesforce's clouds. Source: model.md 5.3; the log-in hosts of China are those that public clients call,
 * its Lightning hosts and the government's audience those of the Salesforce CLI. What is a guess is in docs/limits.md.
 */
import type { OrgCloud } from './model.ts';

/** One or more: where there are several, the first is the one that answers tell. */
type Suffixes = readonly [string, ...string[]];

/** Suffixes follow the name of My Domain and the partition. */
export interface CloudNames {
  /** Of production and Developer orgs, and of sandboxes and scratch orgs. */
  readonly logIn: string;
  readonly test: string;
  readonly myDomain: Suffixes;
  /** Each beside the My Domain in its place. */
  readonly lightning: Suffixes;
  readonly site: Suffixes;
  readonly setup: readonly string[];
  readonly visualforce: string;
  readonly content: string;
  /** What a JWT may call its audience beside the log-in host and My Domain. */
  readonly audiences: readonly string[];
}

const COMMERCIAL: CloudNames = {
  logIn: 'login.salesforce.com',
  test: 'test.salesforce.com',
  myDomain: ['my.salesforce.com', 'my-salesforce.com'],
  lightning: ['lightning.force.com', 'my-lightning.com'],
  // The second is that of sites before there were enhanced domains.
  site: ['my.site.com', 'force.com'],
  setup: ['my.salesforce-setup.com'],
  visualforce: 'vf.force.com',
  content: 'file.force.com',
  audiences: [],
};

export const CLOUDS: Readonly<Record<OrgCloud, CloudNames>> = {
  commercial: COMMERCIAL,
  gov: { ...COMMERCIAL, audiences: ['https://gs1.salesforce.com'] },
  mil: {
    logIn: 'login.salesforce.mil',
    test: 'test.salesforce.mil',
    myDomain: ['my.salesforce.mil'],
    lightning: ['lightning.crmforce.mil'],
    site: ['experience.crmforce.mil'],
    setup: [],
    visualforce: 'vf.crmforce.mil',
    content: 'file.crmforce.mil',
    audiences: [],
  },
  china: {
    logIn: 'login.sfcrmproducts.cn',
    test: 'test.sfcrmproducts.cn',
    myDomain: ['my.sfcrmproducts.cn'],
    lightning: ['lightning.sfcrmapps.cn'],
    site: ['my.sfcrmapps.cn'],
    setup: [],
    visualforce: 'vf.sfcrmapps.cn',
    content: 'file.sfcrmapps.cn',
    audiences: [],
  },
};

/** The first cloud whose My Domains, instances or sites a host is among, as its name alone tells. */
export function cloudByName(hostname: string): CloudNames {
  const isBelow = ({ myDomain, lightning, site }: CloudNames) =>
    [...myDomain, ...lightning, ...site].some((suffix) => hostname.endsWith(`.${suffix}`));
  return Object.values(CLOUDS).find(isBelow) ?? COMMERCIAL;
}
