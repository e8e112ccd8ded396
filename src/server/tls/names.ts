/** Whose names end here, by https and by proxy: those that the authority may vouch for (design 5.5; clouds: model.md 5.3). */

/** Each stands for itself and for what is below it. */
export const SALESFORCE_SUFFIXES = [
  'salesforce.com',
  'salesforce-setup.com',
  'force.com',
  'site.com',
  'my-salesforce.com',
  'my-lightning.com',
  'salesforce.mil',
  'crmforce.mil',
  'sfcrmproducts.cn',
  'sfcrmapps.cn',
] as const;

export const LOCALHOST = 'localhost';

/** @param name of a host, in small letters */
export function isBelow(name: string, names: readonly string[]): boolean {
  return names.some((one) => name === one || name.endsWith(`.${one}`));
}
