/** The guides through Setup, with JavaScript. Without it one is followed here, and all in setup.long.test.ts. */
import { test } from 'vitest';
import { GUIDES, withBrowser } from './setup-guides.ts';

withBrowser();

test.each(Object.entries(GUIDES))('%s', (_name, follow) => follow(true));

test('the same without JavaScript: where the delay is 0 it works at once', () =>
  GUIDES['where the delay is 0 it works at once'](false));
