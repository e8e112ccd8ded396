/** README.md and docs/testing.md: written by hand, but for their samples, which are the files that run. */
import { readFileSync } from 'node:fs';

const SAMPLE = /^<!-- sample: (\S+) -->\n```(\w+)\n[\s\S]*?^```$/gm;
const IMPORT = /'(?:\.\.\/)+src\/testing\/(\w+)\.ts'/g;

/** The page with every sample as its file is now. */
export function withSamples(page: 'README.md' | 'docs/testing.md'): string {
  return read(page).replace(
    SAMPLE,
    (_block, path: string, language: string) =>
      `<!-- sample: ${path} -->\n\`\`\`${language}\n${asInstalled(read(path))}\`\`\``,
  );
}

/** As somebody writes it who has the package. */
function asInstalled(sample: string): string {
  return sample.replace(IMPORT, (_import, entry: string) =>
    entry === 'index' ? "'fauxforce/testing'" : `'fauxforce/testing/${entry}'`,
  );
}

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}
