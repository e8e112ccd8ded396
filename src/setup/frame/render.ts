/** Writes a page of Setup as HTML. The templates are compiled with the first page. */
import { hash } from 'node:crypto';
import { Eta } from 'eta/core';
import { BLOCK_TEMPLATES } from './block-templates.ts';
import type { Page } from './blocks.ts';
import { FIELD_TEMPLATES } from './field-templates.ts';
import { BRANCHES, FRAME } from './frame-template.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** What the content security policy allows: these two texts, by their hashes. */
export const ALLOWED = { style: sourceOf(STYLE), script: sourceOf(SCRIPT) };

function sourceOf(text: string): string {
  return `'sha256-${hash('sha256', text, 'base64')}'`;
}

/** A place in the tree: a folder, or a page, which has a path. */
export interface Branch {
  readonly label: string;
  readonly branches: readonly Branch[];
  readonly to: string | undefined;
  readonly id: string;
  /** In small letters: what Quick Find finds it by. */
  readonly words: string;
}

/** What the frame shows around a page. */
export interface Surroundings {
  readonly username: string;
  readonly org: string;
  readonly seesSetup: boolean;
  /** Path that the host's pages live below. */
  readonly base: string;
  readonly branches: readonly Branch[];
  /** Path of the page of the tree that is shown, or that leads to what is shown. */
  readonly here: string;
  /** What was typed into Quick Find. */
  readonly sought: string;
  /** Where a refusal is explained. */
  readonly why: string | undefined;
}

const eta = new Eta({ varName: 'it', autoEscape: true });
eta.loadTemplate('@frame', FRAME);
eta.loadTemplate('@branches', BRANCHES);
for (const [name, template] of Object.entries({ ...BLOCK_TEMPLATES, ...FIELD_TEMPLATES }))
  eta.loadTemplate(`@${name}`, template);

export function renderPage(page: Page, surroundings: Surroundings): string {
  return eta.render('@frame', { ...surroundings, page });
}
