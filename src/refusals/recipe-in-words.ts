/** A recipe as steps that a person can follow against the demo org. */
import type { DemoChanges, Recipe, Step } from './refusal.ts';

const LONGEST_VALUE = 120;

export function recipeInWords({ given, steps }: Recipe): string[] {
  return [...(given ? changesInWords(given) : []), ...steps.map(stepInWords)];
}

export function changesInWords({ secondOrg, ...changes }: DemoChanges): string[] {
  const inSeed = Object.entries(changes).map(
    ([section, change]) => `In the seed, ${section}: ${inJson(change)}`,
  );
  return secondOrg ? [...inSeed, 'Add a second org, Globex, with the user lin@globex.example.'] : inSeed;
}

export function stepInWords(step: Step): string {
  if ('login' in step) {
    const { login, as = 'ada', password, code, press = 'Allow' } = step;
    const typed = password === undefined ? '' : ` with password ${clipped(password)}`;
    const how = code === undefined ? typed : `${typed}, type the verification code ${code}`;
    return `In a browser, open /services/oauth2/authorize?${pairs(login)}, log in as ${as}${how} and press ${press}.`;
  }
  if ('connect' in step) {
    const { connect, as = 'ada', press = 'Allow' } = step;
    return `In a browser, open /setup/connect, type ${connect}, log in as ${as} and press ${press}.`;
  }
  if ('authorize' in step) return `GET /services/oauth2/authorize?${pairs(step.authorize)}`;
  if ('token' in step) {
    const { token, host, from, times = 1 } = step;
    const asFrom =
      from === undefined ? '' : ` with x-fauxforce-client-ip: ${from} (start with --allow-client-ip-header)`;
    const where = (host === undefined ? '' : ` on host ${host}`) + asFrom;
    return `POST /services/oauth2/token${where} with ${pairs(token)}${times === 1 ? '' : `, ${times} at once`}`;
  }
  if ('jwt' in step) {
    const { jwt, header, signedWith = 'demo-key', save = 'assertion' } = step;
    const headers = header === undefined ? '' : ` and header ${inJson(header)}`;
    return `Make a JWT with claims ${inJson(jwt)}${headers}, signed with ${signedWith}; call it {{${save}}}.`;
  }
  if ('saml' in step) {
    const { saml, as, signedWith = 'demo-key' } = step;
    const whose = as === 'bearer' ? 'issued by JWT_Bearer' : "issued by the demo's identity provider";
    return `Make a SAML assertion for ada, ${whose}, but with ${inJson(saml)}, signed with ${signedWith}; call it {{assertion}}.`;
  }
  if ('authnRequest' in step)
    return `Make an AuthnRequest of the demo's service provider, but with ${inJson(step.authnRequest)}, deflated and in base64: the query SAMLRequest=… is {{samlQuery}}.`;
  if ('browse' in step)
    return `In a browser, open ${step.browse} and log in as ${step.as ?? 'ada'} where it is asked for.`;
  if ('clock' in step) return `Set time: POST /_fauxforce/clock {"set":"${step.clock}"}`;
  if ('change' in step)
    return `Change the seed and start again with the same store: ${changesInWords(step.change).join(' ')}`;
  if ('restore' in step)
    return `Take a snapshot (GET /_fauxforce/snapshot), in it ${step.inWords}, and restore it (PUT).`;
  if ('advance' in step) return `Move time: POST /_fauxforce/clock {"advance":"${step.advance}"}`;
  const { method, path, headers, form, body } = step;
  const parts = [
    headers === undefined ? '' : `headers ${inJson(headers)}`,
    form === undefined ? '' : `form ${pairs(form)}`,
    body === undefined ? '' : `body ${clipped(body)}`,
  ].filter(Boolean);
  return `${method} ${path}${parts.length === 0 ? '' : ` with ${parts.join(', ')}`}`;
}

function pairs(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${clipped(value)}`)
    .join('&');
}

function inJson(value: unknown): string {
  return JSON.stringify(value, (_key, member) => (typeof member === 'string' ? clipped(member) : member));
}

function clipped(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, 20)}… (${text.length} characters)`;
}
