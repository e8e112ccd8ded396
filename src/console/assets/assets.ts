/** The files of the inspector: one style, one script, one icon. */
import { ICON } from './icon.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

export interface Asset {
  readonly type: string;
  readonly text: string;
}

const ASSETS: Readonly<Record<string, Asset>> = {
  'console.css': { type: 'text/css;charset=UTF-8', text: STYLE },
  'console.js': { type: 'text/javascript;charset=UTF-8', text: SCRIPT },
  'icon.svg': { type: 'image/svg+xml', text: ICON },
};

/** @param path below `/_fauxforce/console/` */
export function assetNamed(path: string): Asset | undefined {
  return Object.hasOwn(ASSETS, path) ? ASSETS[path] : undefined;
}
