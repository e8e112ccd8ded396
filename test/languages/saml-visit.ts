/** Somebody at the browser while a SAML service provider logs them in and out. */
import type { Browser, Page, Walk } from '../../src/testing/browser.ts';
import { inputsOf } from '../../src/wire/read-page.ts';
import { ADA, pageOf } from '../idp/helpers.ts';

/** Goes on where a walk ended: with the address that it left its origin for, or the form on its page. */
export async function onward(browser: Browser, walk: Walk): Promise<Walk> {
  return walk.callback === undefined ? browser.submit(walk, '') : browser.open(walk.location);
}

/** Opens a page of the app, follows to the org by either binding, and logs in. @returns the page that has the browser post the response */
export async function sentBack(browser: Browser, page: string): Promise<Page> {
  return logIn(browser, pageOf(await onward(browser, await browser.open(page))));
}

/** Logs in to the org, at a URL of its identity provider. @returns the page that has the browser post the response */
export async function respond(browser: Browser, url: string): Promise<Page> {
  return logIn(browser, pageOf(await browser.open(url)));
}

/** On the log-in page; a browser with a session is past it. */
async function logIn(browser: Browser, page: Page): Promise<Page> {
  const asks = inputsOf(page.text).some(({ id }) => id === 'Login');
  return asks ? pageOf(await browser.submit(page, 'Login', ADA)) : page;
}

/** The same page, with somebody else in the response. */
export function tampered(page: Page): Page {
  const response = inputsOf(page.text).find(({ name }) => name === 'SAMLResponse')?.value ?? '';
  const xml = Buffer.from(response, 'base64').toString().replaceAll('>ada@acme', '>eve@acme');
  return { ...page, text: page.text.replace(response, Buffer.from(xml).toString('base64')) };
}

/** The message to an app by redirect, on the page that tells apps that somebody logs out. */
export function frameOf({ text }: Page): string {
  return /<iframe src="([^"]*SAMLRequest[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
}
