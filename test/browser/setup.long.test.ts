/** The guides through Setup, without JavaScript. */
import { test } from 'vitest';
import { GUIDES, withBrowser } from './setup-guides.ts';

withBrowser();

test.each(Object.entries(GUIDES))('%s', (_name, follow) => follow(false));
