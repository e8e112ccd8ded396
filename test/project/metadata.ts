/** Metadata files as text, and on the disk. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A metadata file: the XML declaration, and the root with its namespace. */
export function metadata(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${content}\n</${root}>\n`;
}

/** A Connected App file with this in its oauthConfig. */
export function connectedApp(oauthConfig: string, rest = ''): string {
  return metadata(
    'ConnectedApp',
    `<label>App</label>\n<oauthConfig>\n${oauthConfig}\n</oauthConfig>\n${rest}`,
  );
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
