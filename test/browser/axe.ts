/** What axe finds on a page. It runs in the page as it is: `@axe-core/playwright` costs eight times as much, for frames that no page of ours has. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

export type Theme = 'light' | 'dark';

const EVERYTHING = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Which rules are broken, each with where.
 *
 * @param theme that the page has now. One changes colours alone, so the dark is looked at for those
 * @param part of the page that is looked at: a selector
 * @throws Error when the page has no such part
 */
export async function violationsOn(page: Page, theme: Theme, part = 'html'): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  const runOnly: axe.RunOnly =
    theme === 'light' ? { type: 'tag', values: EVERYTHING } : { type: 'rule', values: COLOURS };
  const options: axe.RunOptions = { runOnly, resultTypes: ['violations'] };
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(${JSON.stringify(part)}, ${JSON.stringify(options)})`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
}
