/** Files of Metadata, as a retrieve writes them: elements by the alphabet, what is not there left out (model.md 1.6). */
import { xmlText } from '../../wire/xml.ts';

export interface MetadataFile {
  /** Below the package folder. */
  readonly path: string;
  readonly text: string;
}

type Content = string | number | boolean | Members | undefined | readonly (string | Members)[];
export interface Members {
  readonly [name: string]: Content;
}

export function file(path: string, root: string, members: Members): MetadataFile {
  const body = element(root, members, '', ' xmlns="http://soap.sforce.com/2006/04/metadata"');
  return { path, text: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

function element(name: string, content: Content, indent: string, attributes = ''): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((one) => element(name, one, indent)).join('');
  if (typeof content !== 'object') return `${indent}<${name}>${xmlText(content as string)}</${name}>\n`;
  const inner = Object.entries(content as Members)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([member, value]) => element(member, value, `${indent}    `))
    .join('');
  return `${indent}<${name}${attributes}>\n${inner}${indent}</${name}>\n`;
}
